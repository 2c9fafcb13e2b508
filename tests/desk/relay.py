"""A cable to the lobby that can be cut."""

import socket
import threading
from contextlib import suppress

from vuoro.lobby.serving import listen


class Relay:
    """A cable between a browser and the lobby that can be cut and mended."""

    def __init__(self, lobby_port: int) -> None:
        self._lobby_port = lobby_port
        self._ends: list[socket.socket] = []
        self._listener = listen("127.0.0.1", 0)
        self._port: int = self._listener.getsockname()[1]
        self.url = f"http://127.0.0.1:{self._port}"
        self._accept_from(self._listener)

    def cut(self) -> None:
        """Nothing goes through, nobody can connect."""
        for end in (self._listener, *self._ends):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()
        self._ends.clear()

    def mend(self) -> None:
        self._listener = listen("127.0.0.1", self._port)
        self._accept_from(self._listener)

    def _accept_from(self, listener: socket.socket) -> None:
        threading.Thread(target=self._accept, args=(listener,), daemon=True).start()

    def _accept(self, listener: socket.socket) -> None:
        with suppress(OSError):
            while True:
                near, _ = listener.accept()
                far = socket.create_connection(("127.0.0.1", self._lobby_port))
                self._ends += [near, far]
                for pair in ((near, far), (far, near)):
                    threading.Thread(target=_pump, args=pair, daemon=True).start()


def _pump(source: socket.socket, target: socket.socket) -> None:
    with suppress(OSError):
        while data := source.recv(65536):
            target.sendall(data)
        target.shutdown(socket.SHUT_WR)
