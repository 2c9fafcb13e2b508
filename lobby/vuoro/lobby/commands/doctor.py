"""`vuoro doctor`: a device from top to bottom, in plain words."""

import argparse
import json
import sys
from collections.abc import Iterable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from vuoro.core.settings.schema import Settings
from vuoro.lobby.command import settings_argument

if TYPE_CHECKING:
    from vuoro.lobby.doctor.finding import Finding, Group

MARKS = {True: "ok  ", False: "MEND"}


def arguments(parser: argparse.ArgumentParser) -> None:
    """How to tell it, and whether to try the devices."""
    parser.description = (
        "Look at this computer, its devices and the way to the lobby service, and say what to do "
        "where something needs a hand (marked MEND). Prints nothing and changes nothing, unless "
        "--contract is given."
    )
    parser.add_argument("--json", action="store_true", help="for programs instead of people")
    parser.add_argument(
        "--contract", action="store_true",
        help="try whether printer and scanner keep what Vuoro relies on: prints a page, asks you "
        "to hold up a code; stop the kiosk before",
    )  # fmt: skip
    settings_argument(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Tell of each matter; 1 where one needs a hand."""
    import os

    from vuoro.lobby.settings_file import chosen, settings_of

    settings = settings_of(options)
    file = chosen(options.settings, os.environ)
    findings = _tried(settings) if options.contract else _examined(settings, file)
    return _as_json(findings) if options.json else in_words(findings)


def _examined(settings: Settings, file: Path | None) -> "Iterable[tuple[Group, Finding]]":
    from vuoro.core.clock import SystemClock
    from vuoro.lobby.doctor.examinations import examinations
    from vuoro.lobby.doctor.examining import carry_out

    return carry_out(examinations(settings, SystemClock(), file))


def _tried(settings: Settings) -> "Iterable[tuple[Group, Finding]]":
    from vuoro.core.clock import SystemClock
    from vuoro.lobby.commands.printer_trial import press_of
    from vuoro.lobby.complaint import Complaint
    from vuoro.lobby.doctor.contract import Person, contract
    from vuoro.lobby.doctor.finding import Finding
    from vuoro.lobby.doctor.programs import runs

    if runs("kiosk"):
        raise Complaint("The kiosk runs and has its devices. Stop it, then try them.")
    person = Person(_say, _ask)
    press = partial(press_of, settings.kiosk)
    for group, check in contract(settings.kiosk, SystemClock(), person, press):
        yield group, Finding(check.name, check.ok, check.words)


def _say(words: str) -> None:
    print(words, file=sys.stderr, flush=True)


def _ask(words: str) -> bool:
    """A yes; no terminal is a no, for nobody has looked."""
    _say(f"{words} [y/n]")
    return sys.stdin.readline().strip().lower() in ("y", "yes", "k", "kyllä", "j", "ja")


def in_words(findings: "Iterable[tuple[Group, Finding]]") -> int:
    """A line for each, as soon as it is known, under the head of its group."""
    before: Group | None = None
    ill = 0
    for group, finding in findings:
        if group is not before:
            print(f"{'' if before is None else chr(10)}{group.value}")
            before = group
        print(f"  {MARKS[finding.well]}  {finding.matter:<14} {finding.words}", flush=True)
        ill += not finding.well
    print(f"\n{_sum(ill)}")
    return int(ill > 0)


def _sum(ill: int) -> str:
    if not ill:
        return "All is well."
    return "One matter needs a hand." if ill == 1 else f"{ill} matters need a hand."


def _as_json(findings: "Iterable[tuple[Group, Finding]]") -> int:
    told = [
        {"group": group.value, "matter": each.matter, "well": each.well, "words": each.words}
        for group, each in findings
    ]
    well = all(each["well"] for each in told)
    print(json.dumps({"well": well, "findings": told}, ensure_ascii=False, indent=2))
    return int(not well)
