"""A server with TLS in this process, which repeats what it hears, and lines to it."""

import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from cryptography import x509

from vuoro.core import pinned


@contextmanager
def repeating(context: ssl.SSLContext) -> Iterator[int]:
    """Its port, while the context lasts."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=_serve, args=(listener, context), daemon=True)
        thread.start()
        yield listener.getsockname()[1]
        listener.shutdown(socket.SHUT_RDWR)
        thread.join(5)


def _serve(listener: socket.socket, context: ssl.SSLContext) -> None:
    while True:
        try:
            plain, _ = listener.accept()
        except OSError:
            return
        threading.Thread(target=_repeat, args=(plain, context), daemon=True).start()


def _repeat(plain: socket.socket, context: ssl.SSLContext) -> None:
    try:
        with context.wrap_socket(plain, server_side=True) as line:
            while heard := line.recv(100):
                line.sendall(heard)
    except OSError:
        plain.close()


def line_to(port: int, context: ssl.SSLContext, name: str) -> ssl.SSLSocket:
    """A line to a server that calls itself ``name``. Raises ssl.SSLError."""
    plain = socket.create_connection(("127.0.0.1", port), 5)
    try:
        return context.wrap_socket(plain, server_hostname=name)
    except BaseException:
        plain.close()
        raise


def answers(line: ssl.SSLSocket) -> bool:
    line.sendall(b"still there?")
    return line.recv(100) == b"still there?"


def shown(port: int, name: str = pinned.NAME) -> x509.Certificate:
    """The certificate that a server shows to whom asks for ``name``."""
    blind = ssl.create_default_context()
    blind.check_hostname, blind.verify_mode = False, ssl.CERT_NONE
    with line_to(port, blind, name) as line:
        der = line.getpeercert(binary_form=True)
    assert der is not None
    return x509.load_der_x509_certificate(der)


def browser(authority: Path) -> ssl.SSLContext:
    """Trusts as a browser does that was given this authority: names and dates are looked at."""
    return ssl.create_default_context(cafile=authority)
