"""Programs under measurement: started, waited for, ended; their memory and processor time."""

import os
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from time import monotonic, sleep

import psutil

from vuoro.lobby.bench.wire import Line

PATIENCE = 60.0


def free_port() -> int:
    """A port nobody listens on now."""
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def program(
    arguments: Sequence[str], environment: Mapping[str, str] | None = None
) -> Iterator["subprocess.Popen[bytes]"]:
    """A Python program of ours, ended when the block is left."""
    child = subprocess.Popen(
        [sys.executable, *arguments],
        env={**os.environ, **(environment or {})},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield child
    finally:
        child.terminate()
        try:
            child.wait(10)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()


@contextmanager
def service(module: str, *arguments: str) -> Iterator[int]:
    """A service that takes its port as the last argument; gives the port once it answers."""
    port = free_port()
    with program(["-m", module, *arguments, str(port)]) as child:
        until = monotonic() + PATIENCE
        while not _answers(port):
            if child.poll() is not None or monotonic() > until:
                raise RuntimeError(f"{module} did not start")
            sleep(0.1)
        yield port


def memory_mb(pid: int) -> float:
    """Memory that is this program's own (proportional set size), with its children's."""
    root = psutil.Process(pid)
    return sum(p.memory_full_info().pss for p in (root, *root.children(recursive=True))) / 1e6


def cpu_seconds(pid: int) -> float:
    """Processor time so far, with its children's."""
    root = psutil.Process(pid)
    family = (root, *root.children(recursive=True))
    return sum(sum(p.cpu_times()[:2]) for p in family)


def _answers(port: int) -> bool:
    try:
        line = Line(port)
        line.close()
    except OSError:
        return False
    return True
