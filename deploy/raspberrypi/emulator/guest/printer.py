"""The network printer of the test: the virtual printer of the project, with a ledger as its paper.

``python3 -m deploy.raspberrypi.emulator.guest.printer LEDGER PORT``. It takes a job as a real one
does: 250 mm of paper a second, answers in their turn; a slip is in the ledger when it is cut.
"""

import asyncio
import sys
from pathlib import Path

from deploy.raspberrypi.emulator.guest.ledger import Ledger
from vuoro.hardware.printers.virtual.line import Line
from vuoro.hardware.printers.virtual.machine import Machine
from vuoro.hardware.printers.virtual.paper import CutSlip
from vuoro.hardware.printers.virtual.tcp_port import TcpPort

MM_A_SECOND = 250.0
ROLL_MM = 10_000_000.0
"""A roll that outlasts every test: what happens without paper is proven elsewhere."""


def main(words: list[str]) -> int:
    """Print until told to end."""
    file, port = words
    asyncio.run(serve(Ledger(Path(file)), TcpPort("127.0.0.1", int(port)), MM_A_SECOND))
    return 0


async def serve(ledger: Ledger, port: TcpPort, speed: float | None) -> None:
    """Until cancelled; paper comes out at so many millimetres a second. Raises OSError."""

    def keep(slip: CutSlip) -> None:
        ledger.keep(slip.data)

    line = Line(Machine(keep=keep, roll_mm=ROLL_MM), (port,), mm_per_second=speed)
    await line.open()
    try:
        await asyncio.Event().wait()
    finally:
        await line.close()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
