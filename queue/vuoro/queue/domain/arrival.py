"""An arrival: a person is here, booked or not; never refused, only annotated."""

import enum
from dataclasses import dataclass
from datetime import datetime


class How(enum.StrEnum):
    """By what a person made themselves known."""

    WALK_IN = "walk_in"
    PASS = "pass"
    BOOKING_CODE = "booking_code"
    IDENTITY_CODE = "identity_code"
    STAFF = "staff"


@dataclass(frozen=True, slots=True)
class Arrival:
    """A person is here. ``identity_index`` is the day's keyed hash, kept so that coming twice gives the same number."""

    id: str
    day: str
    how: How
    arrived_at: datetime
    receipt: str
    device: str
    booking: str | None = None
    identity_index: str | None = None
    voided: bool = False
    version: int = 0
