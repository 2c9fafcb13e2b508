"""The virtual printer as a program of its own."""

import argparse
import signal
import sys
import threading
from collections.abc import Sequence
from pathlib import Path

from vuoro.core.log import set_up_logging
from vuoro.hardware.printers.virtual.models import GENERIC, MODELS
from vuoro.hardware.printers.virtual.printer import VirtualPrinter


def main(argv: Sequence[str] | None = None) -> int:
    """The program by itself."""
    parser = argparse.ArgumentParser(
        prog="vuoro printer",
        description="A printer that is not there: ESC/POS on a TCP port and a serial one.",
    )
    arguments(parser)
    return run(parser.parse_args(argv))


def run(options: argparse.Namespace) -> int:
    """Print until stopped by Ctrl-C or SIGTERM. 0 when stopped, 1 when it could not start."""
    set_up_logging()
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    printer = VirtualPrinter(
        host=options.host,
        port=options.port,
        web=options.web,
        pty=options.pty,
        folder=options.folder,
        model=MODELS[options.model],
        paper_mm=options.paper,
        roll_mm=options.roll * 1000,
        mm_per_second=options.speed,
    )
    try:
        with printer:
            _introduce(printer, options.folder)
            stop.wait()
    except OSError as error:
        print(f"The virtual printer can't start: {error}", file=sys.stderr)
        return 1
    return 0


def _introduce(printer: VirtualPrinter, folder: Path | None) -> None:
    print(f"Printer   {printer.host}:{printer.port}")
    if printer.pty is not None:
        print(f"Serial    {printer.pty}")
    if printer.web_port is not None:
        print(f"Its paper http://{printer.host}:{printer.web_port}/")
    if folder is not None:
        print(f"Slips in  {folder}")
    sys.stdout.flush()


def arguments(parser: argparse.ArgumentParser) -> None:
    """Where it listens, and what it is like."""
    add = parser.add_argument
    add("--host", default="127.0.0.1", help="address to listen on (%(default)s)")
    add("--port", type=int, default=9100, help="port of the printer (%(default)s; 0: any)")
    add("--web", type=int, metavar="PORT", help="port of the page that shows the paper (0: any)")
    add("--folder", type=Path, help="folder for slips as PNG and as bytes")
    add("--pty", type=Path, metavar="LINK", help="make a serial port too, a link at this path")
    add("--model", choices=MODELS, default=GENERIC.name, help="what it answers (%(default)s)")
    add("--paper", type=int, choices=(58, 80), help="width in mm (the model's)")
    add("--roll", type=float, default=50.0, help="length of a new roll in metres (%(default)s)")
    add("--speed", type=float, metavar="MM", help="millimetres a second (as fast as it can)")
