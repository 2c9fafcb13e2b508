"""What a counter box makes of what it hears: its light, its sound, and when they end."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vuoro.core.wire.counter import CounterFrame, CounterUse
from vuoro.hardware.lamps import LampState
from vuoro.hardware.lamps.patterns import notice_seconds
from vuoro.lobby.counter.box import (
    PATIENCE_SECONDS,
    SOUND_SECONDS,
    Box,
    Event,
    Framed,
    Linked,
    Noticed,
    is_sounding,
    light,
    lobby_time,
    seconds_to_change,
    step,
)

NOON = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
NOTICES = [state for state in LampState if notice_seconds(state)]


def frame(use: CounterUse, called_at: datetime | None = None) -> Framed:
    if use is CounterUse.CALLED:
        called_at = called_at or NOON
    return Framed(CounterFrame(1, NOON, use, called_at))


def after(*events: tuple[float, Event]) -> Box:
    """The box that has heard these, each at its moment."""
    box = Box(linked=0.0)
    for mono, event in events:
        box = step(box, event, mono)
    return box


CALLED = after((1, Linked(True)), (2, frame(CounterUse.CALLED)))


@pytest.mark.parametrize(
    ("use", "state"),
    [
        (CounterUse.CLOSED, LampState.DARK),
        (CounterUse.FREE, LampState.FREE),
        (CounterUse.CALLED, LampState.CALLED),
        (CounterUse.SERVING, LampState.SERVING),
    ],
)
def test_the_light_says_what_the_counter_is_doing(use: CounterUse, state: LampState) -> None:
    box = after((1, Linked(True)), (2, frame(use)))

    assert light(box, 3).state is state
    assert is_sounding(box, 3) is (use is CounterUse.CALLED)


def test_a_box_that_has_heard_nothing_is_dark_and_silent() -> None:
    assert light(Box(), 100).state is LampState.DARK
    assert not is_sounding(Box(), 100)


def test_the_sound_ends_when_the_client_is_served() -> None:
    box = step(CALLED, frame(CounterUse.SERVING), 10)

    assert (light(box, 11).state, is_sounding(box, 11)) == (LampState.SERVING, False)


def test_the_sound_ends_by_itself_and_the_light_stays() -> None:
    assert is_sounding(CALLED, 2 + SOUND_SECONDS - 1)
    assert seconds_to_change(CALLED, 10) == 2 + SOUND_SECONDS - 10
    assert not is_sounding(CALLED, 2 + SOUND_SECONDS)
    assert light(CALLED, 2 + SOUND_SECONDS).state is LampState.CALLED


def test_a_repeated_call_begins_light_and_sound_anew() -> None:
    again = step(CALLED, frame(CounterUse.CALLED, NOON + timedelta(minutes=1)), 62)

    assert light(again, 63) != light(CALLED, 61)
    assert is_sounding(again, 62 + SOUND_SECONDS - 1)


def test_the_same_told_again_begins_nothing_anew() -> None:
    again = step(CALLED, frame(CounterUse.CALLED), 62)

    assert light(again, 63) == light(CALLED, 61)


def test_a_short_loss_of_the_lobby_is_not_seen() -> None:
    lost = step(CALLED, Linked(False), 10)

    assert light(lost, 10 + PATIENCE_SECONDS - 0.1) == light(CALLED, 10)
    assert is_sounding(lost, 10 + PATIENCE_SECONDS - 0.1)
    assert seconds_to_change(lost, 11) == PATIENCE_SECONDS - 1


def test_a_lost_lobby_leaves_the_counter_dark_and_silent_and_its_return_brings_it_back() -> None:
    lost = step(CALLED, Linked(False), 10)
    back = step(lost, Linked(True), 60)

    assert light(lost, 10 + PATIENCE_SECONDS).state is LampState.DARK
    assert not is_sounding(lost, 10 + PATIENCE_SECONDS)
    assert light(back, 61).state is LampState.CALLED


@pytest.mark.parametrize("notice", NOTICES)
def test_a_notice_is_shown_for_its_time_and_then_what_was(notice: LampState) -> None:
    box = step(after((1, Linked(True)), (2, frame(CounterUse.FREE))), Noticed(notice), 10)
    ends = 10 + notice_seconds(notice)

    assert light(box, 10.1).state is notice
    assert seconds_to_change(box, 10.1) == pytest.approx(ends - 10.1)
    assert light(box, ends).state is LampState.FREE


def test_a_notice_is_shown_also_while_the_lobby_is_lost() -> None:
    box = after((1, Linked(False)), (100, Noticed(LampState.UNANSWERED)))

    assert light(box, 100.1).state is LampState.UNANSWERED
    assert light(box, 110).state is LampState.DARK


def test_the_same_notice_again_is_shown_again() -> None:
    first = step(CALLED, Noticed(LampState.REFUSED), 10)
    second = step(first, Noticed(LampState.REFUSED), 11)

    assert light(first, 10.5) != light(second, 11.1)


def test_the_box_goes_by_the_clock_of_the_lobby() -> None:
    assert lobby_time(Box(), 5) is None
    assert lobby_time(CALLED, 32) == NOON + timedelta(seconds=30)


events = st.one_of(
    st.builds(frame, st.sampled_from(CounterUse), st.datetimes(timezones=st.just(UTC))),
    st.builds(Linked, st.booleans()),
    st.builds(Noticed, st.sampled_from(NOTICES)),
)


@given(st.lists(st.tuples(st.floats(0, 400), events)), st.floats(0, 400))
def test_nothing_changes_before_the_box_would_look_again(
    heard: list[tuple[float, Event]], later: float
) -> None:
    """Else the light would stay wrong until something else happens."""
    at, box = 0.0, Box(linked=0.0)
    for gap, event in heard:
        at += gap
        box = step(box, event, at)
    wait = seconds_to_change(box, at)
    until = at + later if wait is None else at + min(later, wait * 0.999)

    assert light(box, until) == light(box, at)
    assert is_sounding(box, until) == is_sounding(box, at)
