"""The questions of setup: what a person answers is what a file would say."""

import tomllib
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from vuoro.core.catalogue import catalogue
from vuoro.hardware.printers.discover import Lead
from vuoro.hardware.usb_identity import UsbName, UsbNode
from vuoro.lobby.appliance.setup import PACKAGE
from vuoro.lobby.appliance.setup.answers import answers_of
from vuoro.lobby.appliance.setup.dialogue import Dialogue, Options
from vuoro.lobby.appliance.setup.plan import plan
from vuoro.lobby.appliance.setup.present import Present
from vuoro.lobby.appliance.setup.seen import Seen
from vuoro.lobby.appliance.setup.terminal import TerminalAsker
from vuoro.lobby.appliance.setup.touch_map import TouchMap
from vuoro.lobby.complaint import Complaint

WORDS = catalogue(PACKAGE, "en")
TOUCH = "ILITEK ILITEK-TP"
HOURS = "mon-fri 07:30-17:00"
DISPLAY = {"name": "Display 1", "screen_width_mm": 1210, "distance_m": 8.0, "hours": HOURS}
SCANNER = UsbNode(Path("/dev/ttyACM0"), UsbName("0c2e", "0b6a"), "Honeywell", Path("ttyACM0"))
SEEN = Seen(
    ("HDMI-A-1", "HDMI-A-2"), (TOUCH,), (Lead("file", "usb:04b8:0e28", words="EPSON"),),
    (SCANNER,), address="10.0.0.5/24",
)  # fmt: skip


@dataclass
class Person:
    """Answers the questions that begin so; takes what is proposed at all others."""

    says: dict[str, str] = field(default_factory=dict)
    heard: list[str] = field(default_factory=list)

    def choose(self, question: str, options: Options, default: str) -> str:
        answer = self._answer(question, default)
        assert answer in [value for value, _ in options], (question, options)
        return answer

    def text(self, question: str, default: str, wrong: Callable[[str], str]) -> str:
        answer = self._answer(question, default)
        assert not wrong(answer), (question, answer, wrong(answer))
        return answer

    def _answer(self, question: str, default: str) -> str:
        self.heard.append(question)
        found = [answer for start, answer in self.says.items() if question.startswith(start)]
        return found[0] if found else default


def asked(person: Person, present: Present | None = None, seen: Seen = SEEN) -> dict[str, Any]:
    return Dialogue(person, WORDS, present or Present(), seen).answers()


def test_whoever_presses_enter_all_the_way_gets_what_is_usual() -> None:
    tree = asked(Person())

    assert tree == {
        "programs": ["lobby", "kiosk", "display"],
        "lobby": {"office_networks": ["10.0.0.0/24"]},
        "sync": {"backend_url": ""},
        "kiosk": {
            "name": "Kiosk 1",
            "screen_width_mm": 340,
            "printer": {"kind": "file", "device": "usb:04b8:0e28"},
            "scanner": {"kind": "serial", "source": "usb:0c2e:0b6a", "profile": "honeywell"},
            "hours": HOURS,
        },
        "display": DISPLAY,
        "touch": "ask",
    }


def test_answers_of_a_person_and_of_a_file_make_the_same_plan() -> None:
    said = Person({"Printer": "network", "Address of the printer": "10.0.0.9", "PIN": "2580"})
    by_file = {
        "programs": ["lobby", "kiosk", "display"],
        "touch": "ask",
        "sync": {"backend_url": ""},
        "lobby": {"office_networks": ["10.0.0.0/24"]},
        "kiosk": {
            "name": "Kiosk 1",
            "screen_width_mm": 340,
            "printer": {"kind": "network", "host": "10.0.0.9"},
            "scanner": {"kind": "serial", "source": "usb:0c2e:0b6a", "profile": "honeywell"},
            "pin": "2580",
            "hours": HOURS,
        },
        "display": DISPLAY,
    }

    spoken = plan(answers_of(asked(said), "setup"), Present(), SEEN)

    assert spoken == plan(answers_of(by_file, "file"), Present(), SEEN)


def test_asked_again_and_answered_by_enter_nothing_changes() -> None:
    first = plan(answers_of(asked(Person({"PIN": "2580"})), "setup"), Present(), SEEN)

    files = zip(first.programs, first.files, strict=False)
    settings = {name: tomllib.loads(file.text) for name, file in files}
    there = Present(
        first.programs, settings, True, False, frozenset({"kiosk", "display"}),
        TouchMap(TOUCH, "HDMI-A-1"),
    )  # fmt: skip

    person = Person()
    again = plan(answers_of(asked(person, there), "setup"), there, SEEN)

    assert [file for file in again.files if file.name.endswith(".toml")] == [*first.files[:3]]
    assert not again.ask_screens


def test_screens_that_are_always_on_stay_so() -> None:
    tree = asked(Person({"When are the screens": "-"}))
    assert (tree["kiosk"]["hours"], tree["display"]["hours"]) == ("", "")
    there = Present(("lobby", "kiosk"), {"lobby": {}, "kiosk": {"kiosk": {}}}, True)

    assert asked(Person(), there)["kiosk"]["hours"] == ""


def test_a_fixed_address_is_asked_for_with_what_is_likely() -> None:
    tree = asked(Person({"Network": "fixed"}))

    assert tree["network"] == {
        "address": "10.0.0.5/24",
        "gateway": "10.0.0.1",
        "dns": ["10.0.0.1"],
    }


def test_a_display_alone_is_asked_where_its_lobby_service_is() -> None:
    url = "https://10.0.0.5:8443/"
    person = Person({"What is this": "display", "Address of the lobby": url, "Token": "t" * 32})

    tree = asked(person)

    assert tree["programs"] == ["display"]
    assert tree["display"]["lobby_url"] == "https://10.0.0.5:8443"
    assert tree["tokens"] == {"display": "t" * 32}
    assert not any("kiosk" in question for question in person.heard[3:])


def test_an_ordinary_keyboard_is_offered_and_not_proposed_as_scanner() -> None:
    keyboard = UsbNode(Path("/dev/x"), UsbName("046d", "c31c"), "Logitech", Path("event1"))
    seen = Seen(("HDMI-A-1",), (TOUCH,), typing=(keyboard,))

    assert asked(Person(), seen=seen)["kiosk"]["scanner"] == {"kind": "none"}
    chosen = asked(Person({"Scanner": "wedge usb:046d:c31c"}), seen=seen)
    assert chosen["kiosk"]["scanner"]["source"] == "usb:046d:c31c"


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_every_question_has_words(language: str) -> None:
    words = catalogue(PACKAGE, language)
    for mix in ("all", "kiosk", "display", "lobby"):
        says = {words.text("ask.mix"): mix, words.text("ask.lobby_url"): "http://a.example"}
        Dialogue(Person(says), words, Present(), SEEN).answers()
    assert words.checked


class Typed:
    """Lines that somebody types."""

    def __init__(self, *lines: str) -> None:
        self.lines, self.said = list(lines), list[str]()

    def asker(self) -> TerminalAsker:
        return TerminalAsker("Type 1 to {count}.", lambda _: self.lines.pop(0), self.said.append)


def test_at_a_terminal_numbers_choose_and_enter_takes_the_proposal() -> None:
    typed = Typed("9", "x", "2", "")
    options = [("a", "First"), ("b", "Second")]

    assert typed.asker().choose("Which?", options, "a") == "b"
    assert typed.asker().choose("Which?", options, "a") == "a"
    assert typed.said.count("Type 1 to 2.") == 2


def test_at_a_terminal_a_wrong_answer_is_asked_again() -> None:
    typed = Typed("12", "2580", "")

    def wrong(answer: str) -> str:
        return "" if len(answer) == 4 else "Four digits."

    assert typed.asker().text("PIN", "", wrong) == "2580"
    assert typed.said == ["\nPIN", "Four digits."]


def test_where_nobody_can_type_it_says_what_to_do_instead(monkeypatch: pytest.MonkeyPatch) -> None:
    def ended(prompt: str) -> str:
        raise EOFError

    monkeypatch.setattr("builtins.input", ended)

    with pytest.raises(Complaint, match="--file"):
        TerminalAsker().choose("Which?", [("a", "First")], "a")
