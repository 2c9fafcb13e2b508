"""`vuoro printer`: the virtual printer."""

import argparse
from pathlib import Path


def arguments(parser: argparse.ArgumentParser) -> None:
    """Where it listens, and what it is like."""
    parser.description = (
        "A printer that exists only on the screen: ESC/POS on a TCP port, as any network printer."
    )
    add = parser.add_argument
    add("--host", default="127.0.0.1", help="address to listen on (%(default)s)")
    add("--port", type=int, default=9100, help="port of the printer (%(default)s; 0: any)")
    add("--web", type=int, metavar="PORT", help="port of the page that shows the paper (0: any)")
    add("--folder", type=Path, help="folder for slips as PNG and as bytes")
    add("--paper", type=int, choices=(58, 80), default=80, help="width in mm (%(default)s)")
    add("--roll", type=float, default=50.0, help="length of a new roll in metres (%(default)s)")
    add("--speed", type=float, metavar="MM", help="millimetres a second (as fast as it can)")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Print until told to stop."""
    from vuoro.hardware.printers.virtual.program import main

    named = {
        name: getattr(options, name)
        for name in ("host", "port", "web", "folder", "paper", "roll", "speed")
    }
    return main([f"--{name}={value}" for name, value in named.items() if value is not None])
