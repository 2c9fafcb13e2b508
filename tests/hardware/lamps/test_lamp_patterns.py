"""What a light says: colours, blinks, and how fast they may be."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vuoro.hardware.lamps.lamp import LampState
from vuoro.hardware.lamps.patterns import CALL_BLINK_SECONDS, Lit, lit, notice_seconds

DARK, RED, YELLOW, GREEN = (
    (False, False, False), (True, False, False), (False, True, False), (False, False, True),
)  # fmt: skip
MOST_FLASHES_A_SECOND = 3
"""WCAG 2.3.1."""
states = st.sampled_from(LampState)


def changes(state: LampState, lamps: int = 3, until: float = 60.0) -> list[tuple[float, Lit]]:
    """Each moment at which the lamps change, and how they are from then on."""
    seen: list[tuple[float, Lit]] = []
    at = 0.0
    wait: float | None = 0.0
    while wait is not None and at < until:
        now, wait = lit(state, at, lamps)
        if not seen or now != seen[-1][1]:
            seen.append((round(at, 3), now))
        at += wait or 0.0
    return seen


@pytest.mark.parametrize(
    ("state", "lamps"),
    [(LampState.DARK, DARK), (LampState.FREE, YELLOW), (LampState.SERVING, RED)],
)
def test_a_counter_nobody_is_called_to_burns_still(state: LampState, lamps: Lit) -> None:
    assert changes(state) == [(0.0, lamps)]


def test_a_call_blinks_green_once_a_second_and_then_burns_still() -> None:
    seen = changes(LampState.CALLED)

    assert seen[:4] == [(0.0, GREEN), (0.5, DARK), (1.0, GREEN), (1.5, DARK)]
    assert seen[-1] == (CALL_BLINK_SECONDS, GREEN)
    assert len(seen) == 2 * CALL_BLINK_SECONDS + 1


@pytest.mark.parametrize(
    ("notice", "colour", "times"),
    [
        (LampState.NOBODY_WAITS, YELLOW, 2),
        (LampState.REFUSED, RED, 3),
        (LampState.UNANSWERED, RED, 5),
        (LampState.HELP_ASKED, YELLOW, 1),
    ],
)
def test_a_notice_blinks_so_often_and_is_over(notice: LampState, colour: Lit, times: int) -> None:
    seen = changes(notice)

    assert [lamps for _, lamps in seen] == [colour, DARK] * times
    assert lit(notice, notice_seconds(notice)) == (DARK, None)


def test_a_single_lamp_burns_for_a_call_and_for_nothing_that_stays() -> None:
    burning = {state for state in LampState if (True,) in [now for _, now in changes(state, 1)]}

    assert burning == set(LampState) - {LampState.DARK, LampState.FREE, LampState.SERVING}


@given(states, st.floats(0, 1000), st.sampled_from((1, 3)))
def test_one_lamp_at_most_burns_and_every_wait_leads_on(
    state: LampState, elapsed: float, lamps: int
) -> None:
    now, wait = lit(state, elapsed, lamps)

    assert len(now) == lamps
    assert sum(now) <= 1
    assert wait is None or wait > 0
    if wait is None:
        assert lit(state, elapsed + 1000, lamps) == (now, None)


@given(states, st.floats(0, 60))
def test_nothing_flashes_more_than_three_times_a_second(state: LampState, begins: float) -> None:
    second = [
        lamps for at, lamps in changes(state, until=62) if begins <= at < begins + 1 and any(lamps)
    ]

    assert len(second) <= MOST_FLASHES_A_SECOND


def test_only_what_is_said_to_the_clerk_ends_by_itself() -> None:
    ends = {state for state in LampState if notice_seconds(state)}

    assert ends == {
        LampState.NOBODY_WAITS, LampState.REFUSED, LampState.UNANSWERED, LampState.HELP_ASKED,
    }  # fmt: skip
