"""A booking as the lobby's mirror knows it: no name, no contact data."""

import enum
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from vuoro.core.wire.desk import Channel


class BookingStatus(enum.StrEnum):
    """What the backend says of a booking."""

    BOOKED = "booked"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Booking:
    """One booking of today or the coming days (offline_sync §3.5).

    ``code`` is the 8-character booking code without hyphen; ``identity_index`` the keyed hash of
    the identity code, hex; ``rev`` grows at every change. ``answers`` and ``note`` are for the one
    who serves the client only, so no repr shows them.
    """

    id: str
    pass_id: str
    rev: int
    site: int
    service: str
    start: datetime
    minutes: int
    channel: Channel = Channel.IN_PERSON
    status: BookingStatus = BookingStatus.BOOKED
    specialist: str | None = None
    specialist_name: str = ""
    stand_in: str | None = None
    code: str = field(default="", repr=False)
    identity_index: str = field(default="", repr=False)
    language: str = "fi"
    since_rev: int = 0
    """The revision since which it is this client's: older passes are of the one before (row 8)."""
    answers: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    note: str = field(default="", repr=False)

    @property
    def end(self) -> datetime:
        return self.start + timedelta(minutes=self.minutes)

    @property
    def keys(self) -> tuple[str, str]:
        """What its arrival may be recorded by: its id, or its pass while the row was unknown."""
        return self.id, pass_key(self.pass_id)


PASS = "pass:"


def pass_key(pass_id: str) -> str:
    """The key of an arrival by a pass whose booking has not reached the mirror (§3.9 row 9)."""
    return PASS + pass_id
