"""QEMU told what to do from outside: the QEMU Machine Protocol over its socket."""

import json
import socket
from pathlib import Path
from typing import Any

ANSWER_SECONDS = 30.0


class MonitorTrouble(Exception):
    """QEMU refuses an order, or is gone; the message is its own."""


class Monitor:
    """One conversation; orders one after another, events passed over."""

    def __init__(self, path: Path) -> None:
        self._socket = socket.socket(socket.AF_UNIX)
        self._socket.settimeout(ANSWER_SECONDS)
        self._socket.connect(str(path))
        self._lines = self._socket.makefile("rb")
        self._answer()
        self.order("qmp_capabilities")

    def order(self, name: str, **arguments: Any) -> Any:
        """What QEMU answers. Raises MonitorTrouble. Underscores of keywords are hyphens there."""
        words = {key.replace("_", "-"): value for key, value in arguments.items()}
        told = json.dumps({"execute": name, "arguments": words}) + "\n"
        try:
            self._socket.sendall(told.encode())
        except OSError as error:
            raise MonitorTrouble(f"{name}: {error}") from None
        return self._answer()

    def close(self) -> None:
        self._lines.close()
        self._socket.close()

    def _answer(self) -> Any:
        while True:
            try:
                line = self._lines.readline()
            except OSError as error:
                raise MonitorTrouble(str(error)) from None
            if not line:
                raise MonitorTrouble("QEMU has ended.")
            said = json.loads(line)
            if "error" in said:
                raise MonitorTrouble(said["error"]["desc"])
            if "return" in said:
                return said["return"]
            if "QMP" in said:
                return said["QMP"]
