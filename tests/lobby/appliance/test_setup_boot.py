"""Setup when a device starts: the file on the card, trouble with it, and no file at all."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from vuoro.core.catalogue import catalogue
from vuoro.lobby.appliance.setup import PACKAGE
from vuoro.lobby.appliance.setup.answers import Answers
from vuoro.lobby.appliance.setup.boot import Boot, hide_secrets
from vuoro.lobby.appliance.setup.shown import Pressed, Shown
from vuoro.lobby.complaint import Complaint


@dataclass
class Card:
    """A device in a folder, with a stage and a person who does something at each pause."""

    root: Path
    shown: list[Shown] = field(default_factory=list)
    answers: list[Answers] = field(default_factory=list)
    lacking: tuple[str, ...] = ()
    broken: Complaint | None = None
    pauses: int = 0
    then: Callable[[int], None] = lambda pause: None
    closed: bool = False

    @property
    def file(self) -> Path:
        return self.root / "boot/firmware/vuoro-setup.toml"

    def write(self, text: str) -> None:
        self.file.parent.mkdir(parents=True, exist_ok=True)
        self.file.write_text(text, encoding="utf-8")

    def set_up_before(self) -> None:
        folder = self.root / "etc/vuoro"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "lobby.toml").write_text("[lobby]\n", encoding="utf-8")

    def show(self, shown: Shown) -> None:
        if not self.shown or self.shown[-1] != shown:
            self.shown.append(shown)

    def pressed(self, seconds: float) -> Pressed | None:
        return None

    def close(self) -> None:
        self.closed = True

    def start(self) -> None:
        """Switch the device on; when this returns its programs may start."""
        words = lambda tag: catalogue(PACKAGE, tag or "en")  # noqa: E731
        Boot(self.root, self, words, lambda language: self._set_up, "Pi 5", self._pause).run()

    def _set_up(self, answers: Answers, beside: Path) -> tuple[str, ...]:
        if self.broken is not None:
            raise self.broken
        self.answers.append(answers)
        self.set_up_before()
        return self.lacking

    def _pause(self, seconds: float) -> None:
        self.pauses += 1
        assert self.pauses < 100, "nobody comes"
        self.then(self.pauses)


@pytest.fixture
def card(tmp_path: Path) -> Card:
    return Card(tmp_path)


def test_the_file_on_the_card_is_taken_once(card: Card) -> None:
    card.write('language = "fi"\n')

    card.start()
    card.start()

    assert [each.language for each in card.answers] == ["fi"]
    assert card.closed


def test_a_changed_file_is_taken_again(card: Card) -> None:
    card.write('language = "fi"\n')
    card.start()
    card.write('language = "sv"\n')
    card.start()

    assert [each.language for each in card.answers] == ["fi", "sv"]


def test_a_file_is_taken_again_while_something_needs_a_hand(card: Card) -> None:
    card.write('language = "fi"\n')
    card.lacking = ("No touchscreen is plugged in.",)
    card.start()
    card.lacking = ()
    card.start()
    card.start()

    assert len(card.answers) == 2


def test_a_device_that_is_set_up_starts_at_once(card: Card) -> None:
    card.set_up_before()

    card.start()

    assert (card.shown, card.pauses) == ([], 0)


def test_a_device_without_settings_says_in_three_languages_what_to_do(card: Card) -> None:
    def settings_come(pause: int) -> None:
        if pause == 3:
            card.set_up_before()

    card.then = settings_come
    card.start()

    (page,) = card.shown
    assert page.title == "Tätä laitetta ei ole vielä otettu käyttöön"
    assert page.lines[1].startswith("Enheten är inte i bruk ännu. ")
    assert page.lines[2].startswith("This device is not set up yet. ")
    assert page.foot == "Pi 5"


def test_a_fault_in_the_file_is_shown_until_it_is_mended(card: Card) -> None:
    card.write('language = "klingon"\nprogram = 1\n')

    def mended(pause: int) -> None:
        if pause == 5:
            card.write('language = "sv"\n')

    card.then = mended
    card.start()

    (page,) = card.shown
    assert [row.state for row in page.rows] == ["bad", "bad"]
    assert "Did you mean programs?" in page.rows[0].text
    assert card.file.name in page.lines[0]
    assert [each.language for each in card.answers] == ["sv"]


def test_a_fault_does_not_keep_an_office_closed_that_was_open(card: Card) -> None:
    card.set_up_before()
    card.write('language = "fi"\n')
    card.broken = Complaint("The network: no such device.")

    card.start()

    (page,) = card.shown
    assert page.title == "Käyttöönotto ei onnistunut"
    assert 20 < card.pauses < 40


def test_a_setup_that_a_pulled_plug_has_interrupted_is_finished_first(card: Card) -> None:
    card.set_up_before()
    stage = card.root / "etc/vuoro/.setup"
    stage.mkdir()
    (stage / "kiosk.toml").write_text("[kiosk]\n", encoding="utf-8")
    (stage / "renames.json").write_text('[[".setup/kiosk.toml", "kiosk.toml"]]', encoding="utf-8")

    card.start()

    assert (card.root / "etc/vuoro/kiosk.toml").exists()
    assert not stage.exists()


def test_secrets_are_taken_out_of_the_file_when_they_are_in_their_place(card: Card) -> None:
    text = (
        '# kiosk = "…"\nlanguage = "fi"\n[tokens]\nkiosk = "KKKK"\n  leader="LLLL"\ndisplay = ""\n'
        '[kiosk]\npin = "2580"  # four\nname = "Ovi"\n'
    )
    card.write(text)

    card.start()

    left = card.file.read_text(encoding="utf-8")
    for secret in ("KKKK", "LLLL", "2580"):
        assert secret not in left
    assert 'kiosk = "taken"' in left
    assert 'pin = "taken"  # four' in left
    assert 'display = ""' in left
    assert 'name = "Ovi"' in left
    before = len(card.answers)
    card.start()
    assert len(card.answers) == before


def test_a_card_that_cant_be_written_to_stops_nothing(card: Card) -> None:
    hide_secrets(card.root / "nowhere/vuoro-setup.toml")
    card.write('[kiosk]\npin = "2580"\n')
    (card.file.with_name("vuoro-setup.toml.new")).mkdir()

    hide_secrets(card.file)

    assert "2580" in card.file.read_text(encoding="utf-8")
