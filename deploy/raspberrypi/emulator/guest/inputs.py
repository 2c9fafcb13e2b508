"""The test's hands: a panel and a scanner that are plugged in from boot on, told what to do.

``python3 -m deploy.raspberrypi.emulator.guest.inputs`` serves a socket; with words behind it they
are said to the one that runs: ``touch X Y SECONDS`` or ``scan TEXT``. A line, answered by ``ok`` or
by what is wrong.
"""

import socket
import sys
from pathlib import Path

from deploy.raspberrypi.emulator.guest import panel, wedge
from deploy.raspberrypi.emulator.guest.panel import Panel
from deploy.raspberrypi.emulator.guest.uinput import Device
from deploy.raspberrypi.emulator.guest.wedge import Wedge

SOCKET = Path("/run/vuoro-test-inputs")


class BadOrder(Exception):
    """Nobody can do that."""


def main(words: list[str]) -> int:
    """Serve, or say something to who serves."""
    if not words:
        serve(Panel(Device(panel.KIND)), Wedge(Device(wedge.KIND)), SOCKET)
    answer = said(" ".join(words), SOCKET)
    print(answer)
    return 0 if answer == "ok" else 1


def serve(touch: Panel, scanner: Wedge, path: Path) -> None:
    """One order after another, for ever."""
    path.unlink(missing_ok=True)
    with socket.socket(socket.AF_UNIX) as door:
        door.bind(str(path))
        door.listen()
        while True:
            caller, _ = door.accept()
            with caller, caller.makefile("rw") as line:
                line.write(f"{answered(line.readline().strip(), touch, scanner)}\n")


def answered(order: str, touch: Panel, scanner: Wedge) -> str:
    """Do it; ``ok``, or what is wrong with the order."""
    try:
        _do(order, touch, scanner)
    except (BadOrder, ValueError) as error:
        return f"no: {error}"
    return "ok"


def said(order: str, path: Path) -> str:
    """Say an order, and hear the answer once it is done. Raises OSError."""
    with socket.socket(socket.AF_UNIX) as door:
        door.connect(str(path))
        with door.makefile("rw") as line:
            line.write(f"{order}\n")
            line.flush()
            return line.readline().strip()


def _do(order: str, touch: Panel, scanner: Wedge) -> None:
    match order.split(" ", 1):
        case ["touch", where]:
            x, y, seconds = map(float, where.split())
            touch.touch(x, y, seconds)
        case ["scan", text] if text:
            scanner.scan(text)
        case _:
            raise BadOrder("touch X Y SECONDS, or scan TEXT")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
