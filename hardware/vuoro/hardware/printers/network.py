"""A printer on the network: raw bytes over TCP, port 9100 by custom (AppSocket, JetDirect)."""

import contextlib
import errno
import socket
import struct

from vuoro.hardware.printers.transport import PrinterLost, PrinterStuck, PrinterUnreachable

_LARGEST_ANSWER = 256
_LINGER_NOT = struct.pack("ii", 1, 0)

_KEPT_ALIVE = {
    (socket.SOL_SOCKET, socket.SO_KEEPALIVE): 1,
    (socket.IPPROTO_TCP, socket.TCP_KEEPIDLE): 10,
    (socket.IPPROTO_TCP, socket.TCP_KEEPINTVL): 5,
    (socket.IPPROTO_TCP, socket.TCP_KEEPCNT): 3,
    (socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT): 25_000,
    # A status request is three bytes; it must not wait for company.
    (socket.IPPROTO_TCP, socket.TCP_NODELAY): 1,
}
"""A printer that lost its power says no goodbye: after 25 s without a sign it counts as gone."""


class NetworkPrinter:
    """The line to one network printer (see ``transport.Printer``)."""

    answers = True

    def __init__(self, host: str, port: int = 9100, connect_timeout: float = 2.0) -> None:
        self._address = (host, port)
        self._connect_timeout = connect_timeout
        self._socket: socket.socket | None = None

    def __repr__(self) -> str:
        return f"NetworkPrinter({self._address[0]}:{self._address[1]})"

    def open(self) -> None:
        if self._socket is not None:
            return
        try:
            connection = socket.create_connection(self._address, self._connect_timeout)
        except OSError as error:
            raise PrinterUnreachable(f"{self!r}: {error}") from error
        for (level, option), value in _KEPT_ALIVE.items():
            connection.setsockopt(level, option, value)
        self._socket = connection

    def write(self, data: bytes, timeout: float) -> None:
        connection = self._connected()
        connection.settimeout(_positive(timeout))
        try:
            connection.sendall(data)
        except OSError as error:
            if _waited(error):
                raise PrinterStuck(f"{self!r} took no more bytes within {timeout:.1f} s") from error
            raise PrinterLost(f"{self!r}: {error}") from error

    def read(self, timeout: float) -> bytes:
        connection = self._connected()
        connection.settimeout(_positive(timeout))
        try:
            said = connection.recv(_LARGEST_ANSWER)
        except OSError as error:
            if _waited(error):
                return b""
            raise PrinterLost(f"{self!r}: {error}") from error
        if not said:
            raise PrinterLost(f"{self!r} hung up")
        return said

    def close(self, *, drop: bool = False) -> None:
        connection, self._socket = self._socket, None
        if connection is None:
            return
        if drop:
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _LINGER_NOT)
        else:
            _listen_to_the_end(connection)
        connection.close()

    def _connected(self) -> socket.socket:
        if self._socket is None:
            raise PrinterLost(f"{self!r} is not open")
        return self._socket


def _waited(error: OSError) -> bool:
    """Whether our time ran out; the kernel's own, for a peer that is gone, has a number."""
    return isinstance(error, TimeoutError) and error.errno != errno.ETIMEDOUT


def _listen_to_the_end(connection: socket.socket) -> None:
    """Unread words turn a close into a reset, which may take the end of the job with it."""
    connection.setblocking(False)
    with contextlib.suppress(OSError):
        while connection.recv(_LARGEST_ANSWER):
            pass


def _positive(timeout: float) -> float:
    """Zero would make the socket non-blocking, which is something else."""
    return max(timeout, 0.001)
