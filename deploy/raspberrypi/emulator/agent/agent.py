#!/usr/bin/python3 -I
"""Carries out, as root, what the test outside says. In test images only, never in the package.

One JSON object a line on a virtio-serial port: ``{"id": 1, "run": "…", "seconds": 60}`` answered by
``{"id": 1, "status": 0, "output": "…"}``; ``put`` with ``data`` writes a file, ``get`` reads one.
"""

import base64
import json
import subprocess
import sys
import threading
from typing import Any

PORT = "/dev/virtio-ports/vuoro.test"
TIMED_OUT = 124
"""As timeout(1) says it."""


def main() -> int:
    """Serve until the port is gone."""
    with open(PORT, "r+b", buffering=0) as port:
        lock = threading.Lock()

        def say(message: dict[str, object]) -> None:
            data = memoryview(json.dumps(message).encode() + b"\n")
            with lock:
                while data:
                    data = data[port.write(data) :]

        with open("/proc/sys/kernel/random/boot_id", encoding="ascii") as boot:
            say({"hello": boot.read().strip()})
        waiting = b""
        while part := port.read(65536):
            *lines, waiting = (waiting + part).split(b"\n")
            for line in lines:
                threading.Thread(target=answer, args=(line, say), daemon=True).start()
    return 0


def answer(line: bytes, say) -> None:  # type: ignore[no-untyped-def]
    """One order."""
    try:
        order = json.loads(line)
    except ValueError:
        return
    try:
        say({"id": order["id"], **done(order)})
    except OSError as error:
        say({"id": order["id"], "status": 1, "output": str(error)})


def done(order: dict[str, Any]) -> dict[str, object]:
    """Carry it out. Raises OSError."""
    if "put" in order:
        with open(order["put"], "wb") as file:
            file.write(base64.b64decode(order["data"]))
        return {"status": 0}
    if "get" in order:
        with open(order["get"], "rb") as file:
            return {"status": 0, "data": base64.b64encode(file.read()).decode()}
    return ran(str(order["run"]), float(order.get("seconds", 60)))


def ran(command: str, seconds: float) -> dict[str, object]:
    """A shell command in a session of its own, ended whole when its time is over."""
    words = ["setsid", "--wait", "timeout", "--kill-after=5", str(seconds), "sh", "-c", command]
    told = subprocess.run(
        words, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    return {"status": told.returncode, "output": told.stdout.decode(errors="replace")}


if __name__ == "__main__":
    sys.exit(main())
