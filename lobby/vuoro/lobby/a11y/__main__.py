"""``make a11y``: walks kiosk, board and web pages, measures, and writes build/a11y/report.html.

python -m vuoro.lobby.a11y [--only kiosk|board|web] [--quick] [--out FOLDER]
"""

import argparse
import sys
import time
from pathlib import Path

from vuoro.core.clock import SystemClock
from vuoro.lobby.a11y.proof import Options, prove

PARTS = ("kiosk", "board", "web")


def main(arguments: list[str]) -> int:
    """0 when every clause that software decides passes; with --only, of that part."""
    parser = argparse.ArgumentParser(prog="make a11y", description=__doc__)
    parser.add_argument("--only", choices=PARTS, help="one part only")
    parser.add_argument("--quick", action="store_true", help="each screen in one language only")
    parser.add_argument("--out", type=Path, default=Path("build/a11y"), help="folder of the report")
    options = parser.parse_args(arguments)
    parts = (options.only,) if options.only else PARTS
    return prove(
        Options(parts, options.quick, options.out, Path.cwd()), SystemClock(), time.monotonic
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
