"""What the kiosk says, in every language."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from vuoro.core.catalogue import SHOW_MISSING, catalogue
from vuoro.core.languages import ENDONYMS, Language
from vuoro.core.wire.common import WaitInterval
from vuoro.core.wire.kiosk import Outcome
from vuoro.kiosk.flow import screens
from vuoro.kiosk.flow.state import State
from vuoro.kiosk.flow.wishes import Wishes
from vuoro.kiosk.samples import LOBBY, MONO, NOW, SERVICES, samples
from vuoro.kiosk.view.present import Now, footer, present
from vuoro.kiosk.view.shown import Shown
from vuoro.kiosk.view.words import ahead, day_and_time, opening, time_of_day, wait

SAID_IN_WORDS = {("ar", 1), ("ar", 2), ("se", 1), ("se", 2)}
"""Where a language has a form for this number alone."""


@pytest.fixture
def borrowed_words_are_marked(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv(SHOW_MISSING, "1")
    catalogue.cache_clear()
    yield
    catalogue.cache_clear()


@pytest.mark.parametrize("language", ENDONYMS)
@pytest.mark.usefixtures("borrowed_words_are_marked")
def test_no_screen_borrows_words_from_another_language(language: Language) -> None:
    words = catalogue("vuoro.kiosk", language)

    for name, state in samples(Wishes(language)):
        shown = repr(present(state, Now(MONO, NOW), words)) + repr(footer(state, words))
        assert "⟦" not in shown, name


@pytest.mark.parametrize("language", ENDONYMS)
def test_counts_are_said_with_every_number(language: Language) -> None:
    words = catalogue("vuoro.kiosk", language)

    for people in range(1, 130):
        said = ahead(people, words)
        assert "{" not in said
        assert str(people) in said or (language, people) in SAID_IN_WORDS, said


@pytest.mark.parametrize("language", ENDONYMS)
def test_every_outcome_has_words(language: Language) -> None:
    words = catalogue("vuoro.kiosk", language)
    told = screens.Numbered | screens.Refused
    outcomes = {
        state.screen.outcome for state in all_states(language) if isinstance(state.screen, told)
    }

    assert outcomes == set(Outcome)
    for state in all_states(language):
        shown = present(state, Now(MONO, NOW), words)
        assert shown.title or shown.screen == "asking", shown.screen


@pytest.mark.parametrize("language", ENDONYMS)
def test_no_screen_is_a_dead_end(language: Language) -> None:
    words = catalogue("vuoro.kiosk", language)
    for state in all_states(language):
        if isinstance(state.screen, screens.Resting | screens.Asking):
            continue
        shown = present(state, Now(MONO, NOW), words)

        assert shown.back or shown.again or any(action.enabled for action in shown.actions)


def test_an_identity_code_is_masked_but_for_its_last_character() -> None:
    words = catalogue("vuoro.kiosk", "fi")
    state = State(screen=screens.IdentityPad("010190-900P"), lobby=LOBBY, linked=True)

    pad = present(state, Now(MONO, NOW), words).pad

    assert pad is not None
    assert "".join(sum(pad.groups, ())) == "••••••••••P"


def test_a_pin_is_never_shown() -> None:
    words = catalogue("vuoro.kiosk", "fi")
    shown = present(State(screen=screens.StaffPin("2468")), Now(MONO, NOW), words)

    assert "2468" not in every_word(shown)
    assert not any(digit in str(shown.pad.groups if shown.pad else "") for digit in "2468")


def test_a_closed_lobby_says_when_it_opens() -> None:
    words = catalogue("vuoro.kiosk", "fi")

    today = opening(NOW + timedelta(hours=2), NOW, words)
    tomorrow = opening(NOW + timedelta(days=1), NOW, words)

    assert today == "Avautuu klo\u00a011.42"
    assert tomorrow == "Avautuu tiistaina 24. marraskuuta klo 9.42"
    assert opening(None, NOW, words) == ""


@pytest.mark.parametrize(
    ("language", "at", "day"),
    [
        ("fi", "9.42", "maanantaina 23. marraskuuta klo 9.42"),
        ("sv", "9.42", "måndag den 23 november kl. 9.42"),
        ("en", "9:42", "on Monday 23 November at 9:42"),
        ("ru", "09:42", "в понедельник, 23 ноября, в 09:42"),
        ("zh", "09:42", "11月23日星期一 09:42"),
    ],
)
def test_times_are_written_as_people_write_them(language: str, at: str, day: str) -> None:
    words = catalogue("vuoro.kiosk", language)

    assert time_of_day(NOW, words) == at
    assert day_and_time(NOW, words) == day


@pytest.mark.parametrize(
    ("interval", "said"),
    [
        (WaitInterval(10, 20), "noin 10–20 min"),
        (WaitInterval(0, 12), "noin 1–12 min"),
        (WaitInterval(2, 4), "alle 5 min"),
        (WaitInterval(15, 15), "noin 15 min"),
        (None, ""),
    ],
)
def test_a_wait_is_said_as_an_interval(interval: WaitInterval | None, said: str) -> None:
    assert wait(interval, catalogue("vuoro.kiosk", "fi")).replace("\u00a0", " ") == said


def test_nobody_ahead_is_said_in_words() -> None:
    words = catalogue("vuoro.kiosk", "en")

    assert [ahead(n, words) for n in (None, 0, 3)] == ["", "Nobody ahead of you", "3 ahead of you"]


def test_a_service_that_gives_no_numbers_says_why() -> None:
    words = catalogue("vuoro.kiosk", "fi")
    state = State(screen=screens.Services(), lobby=LOBBY, services=SERVICES, linked=True)

    choices = present(state, Now(MONO, NOW), words).choices

    assert [choice.ahead for choice in choices if not choice.enabled] == ["Suljettu"]


def test_without_an_information_desk_nobody_is_offered_its_number() -> None:
    words = catalogue("vuoro.kiosk", "fi")
    refused = screens.Refused(Outcome.NO_MATCH, None)
    state = State(screen=refused, lobby=replace(LOBBY, info_service="gone"), services=SERVICES)

    shown = present(state, Now(MONO, NOW), words)

    assert "take-number" not in [action.button for action in shown.actions]
    assert "Kysy neuvoa henkilökunnalta." in shown.lines


def all_states(language: Language) -> list[State]:
    return [state for _, state in samples(Wishes(language))]


def every_word(shown: Shown) -> str:
    return repr(shown)
