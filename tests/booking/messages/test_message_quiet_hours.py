"""No text message wakes anybody, and none comes too late for being polite."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.booking.messages.given import at
from vuoro.booking.messages.quiet_hours import not_at_night
from vuoro.core.clock import local

# Both nights of each change of the clocks are among them.
MOMENTS = st.integers(0, 2 * 365 * 24 * 60).map(
    lambda minutes: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
)


@pytest.mark.parametrize(
    ("due", "start", "sent"),
    [
        ("2026-11-24 08:00", "2026-11-24 09:00", "2026-11-24 08:00"),
        ("2026-11-23 20:59", "2026-11-24 20:59", "2026-11-23 20:59"),
        ("2026-11-23 21:00", "2026-11-25 09:00", "2026-11-24 08:00"),
        ("2026-11-24 03:00", "2026-11-24 10:00", "2026-11-24 08:00"),
        # Begins before nine: an hour before it is already morning for who must leave home.
        ("2026-11-24 07:30", "2026-11-24 08:30", "2026-11-24 07:30"),
        ("2026-11-23 22:30", "2026-11-24 08:30", "2026-11-24 07:00"),
        ("2026-11-23 22:30", "2026-11-24 07:30", "2026-11-24 06:30"),
        # The clocks go back in the night of 25 October 2026: eight is eight on the wall.
        ("2026-10-24 22:00", "2026-10-25 12:00", "2026-10-25 08:00"),
        ("2026-03-28 22:00", "2026-03-29 12:00", "2026-03-29 08:00"),
    ],
)
def test_texts_wait_for_the_morning(due: str, start: str, sent: str) -> None:
    assert not_at_night(at(due), at(start)) == at(sent)


@given(MOMENTS, st.integers(0, 60 * 24 * 40))
def test_a_text_is_never_early_never_after_the_start_and_at_night_only_for_a_morning_meeting(
    due: datetime, minutes: int
) -> None:
    start = due + timedelta(minutes=minutes)

    sent = not_at_night(due, start)

    assert due <= sent
    assert sent <= start
    hour = local(sent).hour
    assert 8 <= hour < 21 or start - sent < timedelta(hours=2) or local(start).hour < 9
