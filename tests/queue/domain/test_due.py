"""When a ticket is due, and who counts as absent."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from vuoro.core.wire.desk import Channel
from vuoro.queue.domain import due
from vuoro.queue.domain.absence import absent
from vuoro.queue.domain.booking import Booking, BookingStatus, pass_key
from vuoro.queue.domain.office import Rules, Service

TEN = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
RULES = Rules()
TALK = Service("talk", {}, "B", target_minutes=25)
BOOKING = Booking("b", "p", rev=1, site=1, service="talk", start=TEN, minutes=30)


def at(minutes: float) -> datetime:
    return TEN + timedelta(minutes=minutes)


def test_a_walk_in_is_due_after_the_target_wait_and_may_be_called_at_once() -> None:
    assert due.walk_in(at(3), TALK) == due.Due(at(28), at(3))


@pytest.mark.parametrize(
    ("came", "due_at", "not_before"),
    [
        (-180, 0, -2),
        (-30, 0, -2),
        (0, 0, -2),
        (20, 0, -2),
        (20.1, 45.1, 20.1),
        (60, 85, 60),
        (-24 * 60, -24 * 60 + 25, -24 * 60),
    ],
    ids=[
        "hours early", "early", "to the minute", "at the end of the grace", "late", "an hour late",
        "let in for tomorrow's booking, by an unsure clock",
    ],
)  # fmt: skip
def test_when_a_booked_client_is_due(came: float, due_at: float, not_before: float) -> None:
    found = due.booked(at(came), BOOKING, TALK, RULES)

    assert found == due.Due(at(due_at), at(not_before))


@pytest.mark.parametrize(
    ("booking", "here", "minutes", "is_absent"),
    [
        (BOOKING, "", 20, False),
        (BOOKING, "", 20.1, True),
        (BOOKING, "b", 21, False),
        (BOOKING, pass_key("p"), 21, False),
        (BOOKING, "other", 21, True),
        (replace(BOOKING, status=BookingStatus.CANCELLED), "", 21, False),
        (replace(BOOKING, channel=Channel.PHONE), "", 21, False),
        (replace(BOOKING, channel=Channel.VIDEO), "", 21, False),
    ],
    ids=[
        "in the grace", "over the grace", "is here", "is here by a pass before its row",
        "somebody else is here", "cancelled", "by phone", "by video",
    ],
)  # fmt: skip
def test_who_has_not_come(booking: Booking, here: str, minutes: float, is_absent: bool) -> None:
    found = absent([booking], frozenset({here}), at(minutes), RULES)

    assert found == ((booking,) if is_absent else ())
