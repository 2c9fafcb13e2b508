"""What the phone page behind the slip's QR is told: one ticket, without names."""

import enum
from dataclasses import dataclass, field
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
class CallWish:
    """How a visitor wants to be called; None leaves it as it is."""

    silent: bool | None = None
    """Quietly: by phone or by staff who come and fetch, not on the board and not aloud."""
    elsewhere: bool | None = None
    """At the other waiting place of the office."""


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
    silent: bool = False
    elsewhere: bool = False
    elsewhere_name: dict[str, str] = field(default_factory=dict)
    """The other waiting place; outside the office nobody is told which it is."""
    has_elsewhere: bool = False
    """Whether there is one."""
