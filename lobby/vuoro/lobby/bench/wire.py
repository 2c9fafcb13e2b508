"""The lightest HTTP client there is: what is measured should be the service."""

import socket
from dataclasses import dataclass
from time import perf_counter


@dataclass
class Line:
    """One kept-open connection."""

    port: int
    headers: str = ""

    def __post_init__(self) -> None:
        self._socket = socket.create_connection(("127.0.0.1", self.port))
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def ask(
        self, method: str, path: str, body: bytes = b"", extra: str = ""
    ) -> tuple[bytes, float]:
        """The answer's body, and the seconds until it was there."""
        request = (
            f"{method} {path} HTTP/1.1\r\nHost: lobby\r\nContent-Length: {len(body)}\r\n"
            f"Content-Type: application/json\r\n{self.headers}{extra}\r\n"
        ).encode() + body
        start = perf_counter()
        self._socket.sendall(request)
        answer = self._answer()
        return answer, perf_counter() - start

    def follow(self, path: str) -> socket.socket:
        """Open an event stream; the answer's head is read."""
        self._socket.sendall(f"GET {path} HTTP/1.1\r\nHost: lobby\r\n{self.headers}\r\n".encode())
        return self._socket

    def close(self) -> None:
        self._socket.close()

    def _answer(self) -> bytes:
        data = b""
        while b"\r\n\r\n" not in data:
            data += self._more()
        head, _, body = data.partition(b"\r\n\r\n")
        status = int(head[9:12])
        length = _length(head)
        while len(body) < length:
            body += self._more()
        if status >= 400:
            raise RuntimeError(f"status {status}: {body[:200]!r}")
        return body

    def _more(self) -> bytes:
        data = self._socket.recv(1 << 20)
        if not data:
            raise ConnectionError("the service hung up")
        return data


def _length(head: bytes) -> int:
    for line in head.split(b"\r\n"):
        if line.lower().startswith(b"content-length:"):
            return int(line[15:])
    return 0
