"""What the phone page behind the slip's QR is told: one ticket, without names."""

import enum
from dataclasses import dataclass
from datetime import datetime

from vuoro.core.wire.common import WaitInterval


class FollowState(enum.StrEnum):
    """Where the ticket is, in the visitor's terms."""

    WAITING = "waiting"
    CALLED = "called"
    SERVING = "serving"
    PARKED = "parked"
    MISSED = "missed"
    OVER = "over"


@dataclass(frozen=True, slots=True)
class FollowFrame:
    """One message of a ticket's stream; always the whole story."""

    version: int
    now: datetime
    number: str
    language: str
    office: dict[str, str]
    where: dict[str, str]
    state: FollowState
    ahead: int | None
    wait: WaitInterval | None
    counter_label: str
    counter: dict[str, str]
    times: int
