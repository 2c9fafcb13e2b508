"""The command `vuoro`: finds the program that was asked for, and loads no other."""

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

from vuoro.lobby.complaint import Complaint

STOPPED_BY_CTRL_C = 130

Run = Callable[[argparse.Namespace], int]


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the command: the module that carries it out, and what it is for."""

    module: str
    summary: str


PARTS = {
    "demo": Part("demonstration", "a whole office on this computer, with simulated devices"),
    "tour": Part("tour", "drive the real programs from outside, and keep pictures of it"),
    "lobby": Part("lobby", "the lobby service of an office; it owns the database"),
    "booking": Part("booking", "the central backend: booking pages, staff pages, API; its keys"),
    "kiosk": Part("kiosk", "the touchscreen where visitors check in and take a number"),
    "display": Part("display", "the board of the waiting room, and its voice"),
    "counter": Part("counter", "the box at a counter: its light, its sound, its call button"),
    "printer": Part("printer", "a printer that exists only on the screen"),
    "status": Part("status", "who waits, who is called, and how the devices are"),
    "staff": Part("staff", "accounts of the people at the desk"),
    "device": Part("device", "kiosks and displays that may talk to the lobby service"),
    "enrol": Part("enrol", "make this computer a device of an employment area"),
    "config": Part("config", "check the settings, or show those in force"),
    "doctor": Part("doctor", "what this computer has and lacks, and what to do about it"),
    "appliance": Part("appliance", "the lobby device itself: its releases and their updates"),
    "rebuild": Part("rebuild", "make the tables anew from the journal of events"),
}

_EPILOGUE = """\
Settings are read from --settings, else from $VUORO_SETTINGS, else from vuoro.toml in this folder.
`vuoro PART --help` tells more. Exit status: 0 done, 1 failed, 2 bad input or settings.
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Carry out a command line; the exit status."""
    words = sys.argv[1:] if arguments is None else list(arguments)
    options = _parser(words).parse_args(words)
    run: Run = options.run
    try:
        return run(options)
    except Complaint as complaint:
        for sentence in complaint.sentences:
            print(f"vuoro: {sentence}", file=sys.stderr)
        return complaint.status
    except KeyboardInterrupt:
        return STOPPED_BY_CTRL_C
    except BrokenPipeError:
        # Whoever read our output has gone, as `head` does; Python would complain when it ends.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1


def _parser(words: Sequence[str]) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="vuoro",
        description="Vuoro: the lobby of an employment office. See it run: vuoro demo",
        epilog=_EPILOGUE,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"vuoro {_version(words)}")
    parser.set_defaults(settings=None)
    parts = parser.add_subparsers(title="parts", metavar="PART", required=True)
    asked = next((word for word in words if word in PARTS), None)
    for name, part in PARTS.items():
        inner = parts.add_parser(name, help=part.summary, description=_sentence(part.summary))
        if name == asked:
            import_module(f"vuoro.lobby.commands.{part.module}").arguments(inner)
    return parser


def settings_argument(parser: argparse.ArgumentParser) -> None:
    """The option that most parts have."""
    parser.add_argument(
        "--settings",
        type=Path,
        metavar="FILE",
        default=argparse.SUPPRESS,
        help="the settings, a TOML file (default: $VUORO_SETTINGS, else ./vuoro.toml)",
    )


def _sentence(summary: str) -> str:
    return f"{summary[0].upper()}{summary[1:]}."


def _version(words: Sequence[str]) -> str:
    if "--version" not in words:
        return ""
    # Loading this costs a kiosk that starts 30 ms.
    from importlib import metadata

    return metadata.version("vuoro")
