"""`vuoro printer`: find a printer, test it, count its paper; or be one, on the screen only."""

import argparse
from pathlib import Path

from vuoro.lobby.command import settings_argument


def arguments(parser: argparse.ArgumentParser) -> None:
    """``virtual``, also without the word, ``probe``, ``test`` and ``roll``."""
    parser.description = "Printers. Without a word of those below: the virtual one."
    _virtual_options(parser)
    parts = parser.add_subparsers(metavar="WHAT")
    virtual = parts.add_parser(
        "virtual",
        help="a printer that exists only on the screen",
        description="A printer that exists only on the screen: ESC/POS on a TCP port, as any "
        "network printer, and on a serial one.",
    )
    _virtual_options(virtual)
    _probe(parts.add_parser("probe", help="find printers, ask what they can do, write it down"))
    _test(parts.add_parser("test", help="print a test page, and say what came back"))
    _roll(parts.add_parser("roll", help="say that a new roll is in the printer"))


def _virtual_options(parser: argparse.ArgumentParser) -> None:
    from vuoro.hardware.printers.virtual.program import arguments as options_of
    from vuoro.hardware.printers.virtual.program import run

    options_of(parser)
    parser.set_defaults(run=run)


def _probe(parser: argparse.ArgumentParser) -> None:
    parser.description = (
        "Find printers and ask them who they are and what they can tell. Nothing is printed. "
        "Looks at USB printers; at serial ports and hosts only if they are named, since there may "
        "be something else."
    )
    parser.add_argument(
        "where",
        nargs="*",
        metavar="WHERE",
        help="only there: usb:VENDOR:PRODUCT, a path below /dev, a host, or a network such as "
        "192.0.2.0/24",
    )
    parser.add_argument("--port", type=int, default=9100, help="port of hosts (%(default)s)")
    parser.add_argument(
        "--paper", type=int, choices=(58, 80), default=80, help="width of the paper (%(default)s)"
    )
    parser.add_argument(
        "--write",
        type=Path,
        metavar="FILE",
        help="add [kiosk.printer] to this file, and write a profile beside it where we have none",
    )
    parser.set_defaults(run=probe)


def _test(parser: argparse.ArgumentParser) -> None:
    parser.description = (
        "Print a page that shows edges, dead dots, darkness, codes, scripts and the cut on the "
        "printer of the settings, and say what came back. 0 if it was printed."
    )
    parser.add_argument(
        "--language", choices=("fi", "sv", "en"), default="fi", help="of the page (%(default)s)"
    )
    settings_argument(parser)
    parser.set_defaults(run=test)


def _roll(parser: argparse.ArgumentParser) -> None:
    parser.description = (
        "Begin to count the paper anew, for a printer that can't tell when it ends. The kiosk may "
        "run meanwhile."
    )
    settings_argument(parser)
    parser.set_defaults(run=roll)


def probe(options: argparse.Namespace) -> int:
    """Say what is found; 1 where there is no printer."""
    from vuoro.lobby.commands.printer_probe import run

    return run(options)


def test(options: argparse.Namespace) -> int:
    """Print the test page; 1 where it did not come out, or nobody knows."""
    from vuoro.lobby.commands.printer_trial import run
    from vuoro.lobby.settings_file import settings_of

    return run(settings_of(options), options.language)


def roll(options: argparse.Namespace) -> int:
    """Begin a new roll."""
    from vuoro.lobby.commands.printer_trial import new_roll
    from vuoro.lobby.settings_file import settings_of

    return new_roll(settings_of(options).kiosk)
