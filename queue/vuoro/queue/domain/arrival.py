"""An arrival: a person is here, booked or not; never refused, only annotated."""

import enum
from dataclasses import dataclass, field
from datetime import datetime


class How(enum.StrEnum):
    """By what a person made themselves known."""

    WALK_IN = "walk_in"
    PASS = "pass"
    BOOKING_CODE = "booking_code"
    IDENTITY_CODE = "identity_code"
    STAFF = "staff"


class Note(enum.StrEnum):
    """What staff should know of an arrival; written on the ticket, never told to the lobby."""

    EARLY = "early"
    LATE = "late"
    OLD_PASS = "old_pass"
    """The pass is older than the booking: the client may have expected another time."""
    STALE_BOOKING = "stale_booking"
    """The pass is newer than our mirror: the backend knows a change that we don't."""
    NOT_IN_MIRROR = "not_in_mirror"
    """The pass is good, its booking has not reached us yet."""
    CLOCK_UNSURE = "clock_unsure"
    """Nobody knew what time it was: neither day nor lateness was judged."""
    NOT_IN_PERSON = "not_in_person"
    """The booking is for a call by phone or video."""
    ANOTHER_BOOKING = "another_booking"
    """The same person has one more booking today."""
    NO_MATCH = "no_match"
    """An identity code that matched no booking."""
    CAME_ELSEWHERE = "came_elsewhere"
    """An identity code of somebody who got a number from another device."""
    CANCELLED_CENTRALLY = "cancelled_centrally"
    """The backend cancelled the booking after its client had come (§3.9 row 1)."""
    MOVED_CENTRALLY = "moved_centrally"
    """The backend moved the booking to another time or office after that (rows 5, 6)."""
    REASSIGNED_CENTRALLY = "reassigned_centrally"
    """The time was given to another client; this one is served as a walk-in (row 8)."""
    VOIDED_CENTRALLY = "voided_centrally"
    """The backend's people took the arrival back: it was somebody else's, or a mistake."""


@dataclass(frozen=True, slots=True)
class Arrival:
    """A person is here, for a ``service`` that a later transfer does not change.

    ``booking`` is the id of a booking or the key of its pass (``booking.pass_key``).
    ``identity_index`` is the day's keyed hash, kept so that coming twice gives the same number.
    """

    id: str
    day: str
    how: How
    arrived_at: datetime
    receipt: str
    device: str
    service: str
    booking: str | None = None
    identity_index: str | None = field(default=None, repr=False)
    voided: bool = False
    version: int = 0
