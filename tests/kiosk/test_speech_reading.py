"""What is read aloud is what the glass shows: all of it, and nothing else."""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace

import pytest

from vuoro.core.catalogue import catalogue
from vuoro.core.languages import ENDONYMS, Language
from vuoro.kiosk import PACKAGE
from vuoro.kiosk.flow.screens import Numbered
from vuoro.kiosk.flow.speech import Speech
from vuoro.kiosk.flow.state import Config, State
from vuoro.kiosk.flow.wishes import Wishes
from vuoro.kiosk.samples import MONO, NOW, SLIP, samples
from vuoro.kiosk.view.present import Now, footer, office, present
from vuoro.kiosk.view.reading_item import Item, Reading, Role
from vuoro.kiosk.view.reading_state import read_state
from vuoro.kiosk.view.saying import said
from vuoro.kiosk.view.shown import Shown
from vuoro.kiosk.view.sounding import sounding
from vuoro.kiosk.view.walk import walk
from vuoro.kiosk.view.words import time_of_day
from vuoro.printer.sheet import Joined, Words
from vuoro.printer.slip import compose

CONFIG = Config()
NO_WORDS = {
    "screen", "layout", "icon", "tone", "notice_tone", "button", "value", "slip_icon", "slip_tone",
    "follow_url", "kind", "fitting", "rows", "groups", "spoken", "code", "aim",
}  # fmt: skip
"""Names of values that are no words on the glass. Keys and what is typed are looked at apart."""


def read(state: State, language: str) -> Reading:
    return read_state(state, Now(MONO, NOW), catalogue(PACKAGE, language), CONFIG)


def all_states(language: str) -> Iterator[tuple[str, State]]:
    for simple in (False, True):
        yield from samples(Wishes(Language(language), simple=simple))


def words_of(value: object) -> Iterator[str]:
    """Every word for the eye in what is shown, whatever fields it comes to have."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for each in value:
            yield from words_of(each)
    elif is_dataclass(value) and not isinstance(value, type):
        for item in fields(value):
            if item.name not in NO_WORDS:
                yield from words_of(getattr(value, item.name))


def visible(state: State, language: str) -> set[str]:
    words = catalogue(PACKAGE, language)
    shown, foot = present(state, Now(MONO, NOW), words), footer(state, words)
    around = (office(state, words), time_of_day(NOW, words))
    texts = {text for each in (shown, foot, around) for text in words_of(each)}
    return {text for text in texts if text}


@pytest.mark.parametrize("language", ENDONYMS)
def test_every_word_on_the_glass_is_read(language: Language) -> None:
    for name, state in all_states(language):
        if state.warned:
            continue
        heard = "\n".join(item.text for item in read(state, language).items)
        missing = {text for text in visible(state, language) if text not in heard}

        assert not missing, name


@pytest.mark.parametrize("language", ["fi", "sv", "ar", "zh"])
def test_nothing_is_read_that_is_not_on_the_glass_or_on_the_slip(language: Language) -> None:
    for name, state in all_states(language):
        if state.warned:
            continue
        shown = visible(state, language)
        for item in read(state, language).items:
            if item.role is Role.KEY or item.id in ("field", "typed", "erase"):
                continue
            if item.id.startswith("slip-"):
                continue
            left = item.text
            for text in sorted(shown, key=len, reverse=True):
                left = left.replace(text, "")
            assert not any(letter.isalnum() for letter in left), (name, item.id, left)


@pytest.mark.parametrize("language", ["fi", "ar"])
def test_the_idle_sheet_is_read_alone(language: str) -> None:
    state = dict(samples(Wishes(Language(language))))["idle-warning"]
    reading = read(state, language)

    assert reading.modal
    assert [item.id for item in reading.items] == [
        "title", "lead", "more-time", "idle-start-again",
    ]  # fmt: skip


def test_every_thing_has_a_name_of_its_own() -> None:
    for name, state in all_states("fi"):
        ids = [item.id for item in read(state, "fi").items]

        assert len(ids) == len(set(ids)), name


def test_every_button_is_what_it_presses() -> None:
    for name, state in all_states("sv"):
        for item in read(state, "sv").items:
            assert item.acts == bool(item.button), (name, item.id)


@pytest.mark.parametrize("paper", ["fi", "sv", "en"])
def test_everything_on_the_slip_is_read_with_the_number(paper: str) -> None:
    """All but the code, and the line in the second language, which says the same again."""
    state = dict(samples(Wishes(Language(paper))))["number-issued"]
    assert isinstance(state.screen, Numbered)
    slip = replace(SLIP, language=Language(paper))
    reading = read(replace(state, screen=replace(state.screen, slip=slip)), paper)
    heard = "\n".join(item.text.replace("\u00a0", " ") for item in reading.items)
    blocks = compose(slip, 80).blocks
    lines = [block.text for block in blocks if isinstance(block, Words)]
    figures = [text for block in blocks if isinstance(block, Joined) for text in block.parts]
    _, *rest = (line for line in lines if line)

    title = catalogue("vuoro.printer", paper).text("slip.title")

    assert slip.number in heard
    assert figures
    for text in (*rest[:-1], *figures):
        assert text in heard or text == title


def test_what_is_typed_is_private_and_the_count_is_not() -> None:
    states = dict(samples(Wishes()))
    for name in ("identity-half", "identity-whole", "booking-half", "staff-pin"):
        reading = read(states[name], "fi")
        typed, count = reading.find("typed"), reading.find("field")

        assert typed is not None
        assert typed.private
        assert count is not None
        assert not count.private
        assert all(item.private for item in reading.items if item.role is Role.KEY)


def test_of_an_identity_code_only_the_last_character_is_told() -> None:
    reading = read(dict(samples(Wishes()))["identity-whole"], "fi")
    typed = reading.find("typed")

    assert typed is not None
    assert typed.spoken == "P"


def test_a_closed_service_says_that_it_is_not_available() -> None:
    words = catalogue(PACKAGE, "en")
    reading = read(dict(samples(Wishes(Language("en"))))["services"], "en")
    item = reading.find("service-papers")

    assert item is not None
    text = said(item, words).text
    assert text.startswith("Handing in documents. Closed.")
    assert text.endswith("button, not available, 6 of 6.")


def test_the_chosen_language_says_so() -> None:
    reading = read(dict(samples(Wishes()))["home"], "fi")
    item = reading.find("language-fi")

    assert item is not None
    assert said(item, catalogue(PACKAGE, "fi")).text == "Suomi. valinta, valittu."


@pytest.mark.parametrize(
    ("language", "written", "spoken"),
    [
        ("fi", "noin 10–20 min", "noin 10 viiva 20 minuuttia"),
        ("sv", "omkring 10–20 min", "omkring 10 till 20 minuter"),
        ("en", "Your number is BH004.", "Your number is B H, four."),
        ("fi", "Kutsumme sinut klo 10.30.", "Kutsumme sinut klo 10 30."),
        ("fi", "Avoinna klo 9.00 alkaen", "Avoinna klo 9 alkaen"),
        ("en", "at 9:05", "at 9 0 5"),
        ("fi", "23.11.2026", ""),
        ("fi", "Odota aulassa, 1. kerros.", ""),
        ("fi", "Edelläsi 3 · noin 5 min", "Edelläsi 3. noin 5 minuuttia"),
    ],
)
def test_numbers_and_units_sound_as_people_say_them(
    language: str, written: str, spoken: str
) -> None:
    assert sounding(written, catalogue(PACKAGE, language)) == spoken


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_cursor_reaches_every_button_and_every_word(language: Language) -> None:
    words = catalogue(PACKAGE, language)
    ears = Speech(on=True, headset=True)
    for name, state in all_states(language):
        reading = read(state, language)
        places = {item.id for item in walk(reading, ears, words)}
        away = {item.id for item in reading.items if item.role is not Role.KEY} - places

        assert away <= {"typed"}, name
        for item in reading.items:
            if item.id in away:
                assert not item.said, name


def test_a_loudspeaker_gets_no_characters_to_choose_from() -> None:
    state = dict(samples(Wishes()))["identity-half"]
    places = walk(read(state, "fi"), Speech(on=True), catalogue(PACKAGE, "fi"))

    assert not any(item.private for item in places)
    assert "headset-needed" in [item.id for item in places]


def test_how_to_aim_is_read_where_the_glass_shows_a_picture() -> None:
    state = dict(samples(Wishes()))["show-code"]
    words = catalogue(PACKAGE, "fi")
    reading = read_state(state, Now(MONO, NOW), words, Config(camera=True))
    aim = reading.find("aim")

    assert aim is not None
    assert aim.text == words.text("show.aim")
    assert read(state, "fi").find("aim") is None


def test_an_item_shows_no_words_in_a_log() -> None:
    assert "A017" not in repr(Item("number", "A017", said="A, 17"))


def test_the_shown_screen_has_no_words_that_nobody_thought_of() -> None:
    """A new field of a screen must be read, or be named above as no words."""
    assert {item.name for item in fields(Shown)} <= NO_WORDS | {
        "title", "lead", "lines", "notice", "actions", "back", "again", "choices", "languages",
        "pad", "number", "bar",
    }  # fmt: skip
