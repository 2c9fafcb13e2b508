"""Ports for an office that must not get in the way of another."""

import socket
from contextlib import ExitStack
from dataclasses import fields

from vuoro.lobby.demo.house import Ports


def free_ports() -> Ports:
    """Ports that nobody uses at this moment."""
    with ExitStack() as stack:
        found = []
        for _ in fields(Ports):
            one = stack.enter_context(socket.socket())
            one.bind(("127.0.0.1", 0))
            found.append(int(one.getsockname()[1]))
    return Ports(*found)
