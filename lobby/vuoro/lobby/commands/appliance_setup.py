"""`vuoro appliance setup`: make this computer the lobby device that somebody wants."""

import argparse
import os
import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from vuoro.lobby.complaint import FAILED, Complaint
from vuoro.lobby.settings_text import HIDDEN

if TYPE_CHECKING:
    from vuoro.core.catalogue import Catalogue
    from vuoro.lobby.appliance.setup.answers import Answers
    from vuoro.lobby.appliance.setup.device import Device
    from vuoro.lobby.appliance.setup.setting_up import SettingUp
    from vuoro.lobby.appliance.setup.stage import Stage

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
    inner = parser.add_mutually_exclusive_group()
    inner.add_argument("--boot", action="store_true", help=argparse.SUPPRESS)
    inner.add_argument("--page", action="store_true", help=argparse.SUPPRESS)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Plan, say, do."""
    if options.page:
        from vuoro.lobby.appliance.setup.page import main

        return main()
    root = options.root.resolve()
    if root == Path("/") and os.geteuid() != 0 and not options.check:
        raise Complaint("Only root can set this computer up: sudo vuoro appliance setup")
    from vuoro.lobby.appliance.setup.answers import BadAnswers

    try:
        return _boot(root) if options.boot else _by_hand(options, root)
    except BadAnswers as error:
        raise Complaint(*error.errors) from None


def _by_hand(options: argparse.Namespace, root: Path) -> int:
    from vuoro.lobby.appliance.setup.answers import read_answers

    if options.file is None:
        answers, beside = _asked(root), Path.cwd()
    else:
        answers, beside = read_answers(options.file), options.file.resolve().parent
    if options.check:
        return _tell(answers, root, beside)
    words = _words(answers.language or "en")
    stage = _stage(root)
    try:
        lacking = _setting_up(root, stage, words).run(answers, beside)
    finally:
        stage.close()
    return _finish(root, words, lacking)


def _asked(root: Path) -> "Answers":
    from vuoro.lobby.appliance.setup.answers import answers_of
    from vuoro.lobby.appliance.setup.dialogue import Dialogue
    from vuoro.lobby.appliance.setup.present import read_present
    from vuoro.lobby.appliance.setup.seen import look
    from vuoro.lobby.appliance.setup.terminal import TerminalAsker

    languages = [("fi", "Suomi"), ("sv", "Svenska"), ("en", "English")]
    language = TerminalAsker().choose("Kieli · Språk · Language", languages, "fi")
    words = _words(language)
    asker = TerminalAsker(words.text("ask.which", count="{count}"))
    tree = Dialogue(asker, words, read_present(root), look(root)).answers()
    return answers_of({"language": language, **tree}, "setup")


def _tell(answers: "Answers", root: Path, beside: Path) -> int:
    from vuoro.lobby.appliance.setup.checking import check
    from vuoro.lobby.appliance.setup.plan import plan
    from vuoro.lobby.appliance.setup.present import read_present
    from vuoro.lobby.appliance.setup.seen import look

    made = plan(answers, read_present(root), look(root))
    check(made, beside)
    print("Programs  " + ", ".join(made.programs))
    for file in made.files:
        print(f"\n--- {file.name}\n{_PIN.sub(HIDDEN, file.text)}", end="")
    for sentence in made.lacking:
        print(f"\nMEND  {sentence}")
    return 0


def _boot(root: Path) -> int:
    from vuoro.lobby.appliance.setup.boot import Boot

    stage = _stage(root, boot=True)
    foot = _foot(root)
    boot = Boot(
        root, stage, _words,
        lambda language: _setting_up(root, stage, _words(language or "en"), foot, True).run,
        foot,
    )  # fmt: skip
    boot.run()
    return 0


def _setting_up(
    root: Path, stage: "Stage", words: "Catalogue", foot: str = "", boot: bool = False
) -> "SettingUp":
    from vuoro.lobby.appliance.setup.device import Device
    from vuoro.lobby.appliance.setup.setting_up import SettingUp
    from vuoro.lobby.appliance.setup.stage import SESSION

    device = Device(root)
    return SettingUp(
        device, stage, words, foot, at_screens=boot or (device.runs and SESSION.is_dir())
    )


def _stage(root: Path, *, boot: bool = False) -> "Stage":
    """The terminal, and the screens where this computer has any, or may be about to."""
    from vuoro.lobby.appliance.setup.stage import SESSION, Both, Page, Terminal

    has_screens = boot or (root == Path("/") and SESSION.is_dir())
    return Both(Terminal(), Page()) if has_screens else Terminal()


def _finish(root: Path, words: "Catalogue", lacking: Sequence[str]) -> int:
    """Start the programs, look whether all is well, and say what is left to do."""
    from vuoro.lobby.appliance.setup.device import Device

    ill, device = False, Device(root)
    if device.runs:
        ill = _start_and_look()
        _tell_how_to_trust(device, words)
    if lacking:
        print(f"\n{words.text('lacking.title')}:")
        for sentence in lacking:
            print(f"  MEND  {sentence}")
    else:
        print(f"\n{words.text('done.title')}")
    return FAILED if ill else 0


def _start_and_look() -> bool:
    from vuoro.lobby.appliance.setup.doctor import examine
    from vuoro.lobby.appliance.units import Units, UnitTrouble
    from vuoro.lobby.commands.doctor import in_words

    units = Units()
    try:
        units.stop()
        units.start()
        trouble = units.ill()
    except UnitTrouble as error:
        raise Complaint(str(error), status=FAILED) from None
    if trouble:
        print(trouble)
    return bool(in_words(examine(Path("/etc/vuoro")))) or bool(trouble)


def _tell_how_to_trust(device: "Device", words: "Catalogue") -> None:
    """What desks compare before they trust the lobby service of this device."""
    from vuoro.lobby.appliance.setup.seen import own_address

    settings = device.settings / "lobby.toml"
    if not settings.exists():
        return
    said = device.vuoro("vuoro-lobby", "appliance", "authority", "--settings", str(settings))
    if said.returncode == 0:
        address = own_address(device.root).partition("/")[0]
        print(f"\n{words.text('done.trust', address=address)}\n{said.stdout}")


def _words(language: str) -> "Catalogue":
    from vuoro.core.catalogue import catalogue
    from vuoro.lobby.appliance.setup import PACKAGE

    return catalogue(PACKAGE, language or "en")


def _foot(root: Path) -> str:
    """Which computer this is, for whoever stands before several."""
    from vuoro.lobby.appliance.setup.seen import own_address
    from vuoro.sync.computer import this_computer

    computer = this_computer(root)
    address = own_address(root).partition("/")[0]
    parts = (computer.model, computer.serial, address, f"Vuoro {computer.version}")
    return " · ".join(filter(None, parts))
