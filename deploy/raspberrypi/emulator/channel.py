"""Orders to the agent in the guest, and its answers, many at a time."""

import base64
import itertools
import json
import socket
import threading
from concurrent.futures import Future
from concurrent.futures import TimeoutError as TooLate
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_GRACE_SECONDS = 30.0
"""What an answer may need on top of the time its command has."""


class GuestTrouble(Exception):
    """The guest does not answer, or its command failed; the message says which and how."""


@dataclass(frozen=True, slots=True)
class Done:
    """How a command of the shell ended; ``output`` is both of its streams."""

    status: int
    output: str


class Channel:
    """A conversation with the agent; it outlives restarts of the guest."""

    def __init__(self, path: Path) -> None:
        self._socket = socket.socket(socket.AF_UNIX)
        self._socket.connect(str(path))
        self._numbers = itertools.count(1)
        self._waiting: dict[int, Future[dict[str, Any]]] = {}
        self._lock = threading.Lock()
        self._hello = threading.Condition()
        self.boots: list[str] = []
        """The boot ids that the agent has named, oldest first."""
        threading.Thread(target=self._listen, daemon=True).start()

    def run(self, command: str, seconds: float = 60.0) -> Done:
        """Carry out a command of the shell as root. Raises GuestTrouble when nothing answers."""
        told = self._asked({"run": command, "seconds": seconds}, seconds)
        return Done(told["status"], told["output"])

    def put(self, path: str, data: bytes) -> None:
        """Write a small file. Raises GuestTrouble."""
        told = self._asked({"put": path, "data": base64.b64encode(data).decode()}, 60)
        if told["status"]:
            raise GuestTrouble(f"put {path}: {told['output']}")

    def get(self, path: str) -> bytes:
        """Read a small file. Raises GuestTrouble."""
        told = self._asked({"get": path}, 60)
        if told["status"]:
            raise GuestTrouble(f"get {path}: {told['output']}")
        return base64.b64decode(told["data"])

    def wait_for_boot(self, number: int, seconds: float) -> None:
        """Wait until the agent has said hello from the ``number``-th boot. Raises GuestTrouble."""
        with self._hello:
            if not self._hello.wait_for(lambda: len(self.boots) >= number, seconds):
                raise GuestTrouble(f"The guest did not come up within {seconds:.0f} s.")

    def close(self) -> None:
        # The thread that listens would hold a connection open that is merely closed.
        with suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()

    def _asked(self, order: dict[str, object], seconds: float) -> dict[str, Any]:
        number = next(self._numbers)
        future: Future[dict[str, Any]] = Future()
        with self._lock:
            self._waiting[number] = future
            try:
                self._socket.sendall(json.dumps({"id": number, **order}).encode() + b"\n")
            except OSError as error:
                raise GuestTrouble(f"The emulator is gone ({error}).") from None
        try:
            return future.result(seconds + _GRACE_SECONDS)
        except TooLate:
            raise GuestTrouble(f"The guest did not answer within {seconds:.0f} s.") from None

    def _listen(self) -> None:
        try:
            with self._socket.makefile("rb") as lines:
                for line in lines:
                    self._heard(line)
        except OSError:
            pass
        self._all_failed("The emulator has ended.")

    def _heard(self, line: bytes) -> None:
        try:
            message = json.loads(line)
        except ValueError:
            return  # cut off by a restart
        if "hello" in message:
            with self._hello:
                if message["hello"] not in self.boots:
                    self.boots.append(message["hello"])
                self._hello.notify_all()
            self._all_failed("The guest's agent started anew.")
            return
        with self._lock:
            future = self._waiting.pop(message["id"], None)
        if future is not None and not future.done():
            future.set_result(message)

    def _all_failed(self, why: str) -> None:
        with self._lock:
            waiting, self._waiting = self._waiting, {}
        for future in waiting.values():
            if not future.done():
                future.set_exception(GuestTrouble(why))
