"""`vuoro appliance setup`: make this computer the lobby device that somebody wants."""

import argparse
import os
import re
from pathlib import Path
from typing import TYPE_CHECKING

from vuoro.lobby.complaint import Complaint
from vuoro.lobby.settings_text import HIDDEN

if TYPE_CHECKING:
    from vuoro.lobby.appliance.setup.answers import Answers
    from vuoro.lobby.appliance.setup.plan import Plan

BOOT_FILES = (Path("boot/firmware/vuoro-setup.toml"), Path("boot/vuoro-setup.toml"))
"""Where the file is found that somebody put on the card."""

_PIN = re.compile(r'(?<=^pin = )".*"$', re.MULTILINE)


def arguments(parser: argparse.ArgumentParser) -> None:
    """Where the answers come from."""
    parser.description = (
        "Make this computer a lobby device: asks, or reads a file (docs/install.md). May be "
        "repeated: what is set and not asked for stays as it is."
    )
    parser.add_argument("--file", type=Path, help="answers, instead of questions")
    parser.add_argument("--check", action="store_true", help="say what would be done; do nothing")
    parser.add_argument(
        "--root", type=Path, default=Path("/"), metavar="DIR",
        help="set up the image of a device that is unpacked there",
    )  # fmt: skip
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Plan, say, do."""
    from vuoro.lobby.appliance.setup import checking
    from vuoro.lobby.appliance.setup.answers import BadAnswers
    from vuoro.lobby.appliance.setup.plan import plan
    from vuoro.lobby.appliance.setup.present import read_present
    from vuoro.lobby.appliance.setup.seen import look

    root = options.root.resolve()
    _must_be_root(root, options)
    try:
        answers, beside = _answers(options, root)
        made = plan(answers, read_present(root), look(root))
        checking.check(made, beside)
    except BadAnswers as error:
        raise Complaint(*error.errors) from None
    if options.check:
        return _tell(made)
    return _carry_out(made, answers, root, beside)


def _answers(options: argparse.Namespace, root: Path) -> "tuple[Answers, Path]":
    from vuoro.lobby.appliance.setup.answers import read_answers

    return read_answers(options.file), options.file.resolve().parent


def _tell(made: "Plan") -> int:
    print("Programs  " + ", ".join(made.programs))
    for file in made.files:
        print(f"\n--- {file.name}\n{_PIN.sub(HIDDEN, file.text)}", end="")
    for sentence in made.lacking:
        print(f"\nMEND  {sentence}")
    return 0


def _carry_out(made: "Plan", answers: "Answers", root: Path, beside: Path) -> int:
    from vuoro.lobby.appliance.setup.carrying_out import steps
    from vuoro.lobby.appliance.setup.device import Device

    device = Device(root)
    for step in steps(made, device, beside):
        print(f"{step.key} …", flush=True)
        print(f"    {step.do() or 'nothing to do'}", flush=True)
    for sentence in made.lacking:
        print(f"MEND  {sentence}")
    return 0


def _must_be_root(root: Path, options: argparse.Namespace) -> None:
    if root == Path("/") and os.geteuid() != 0 and not options.check:
        raise Complaint("Only root can set this computer up: sudo vuoro appliance setup")
