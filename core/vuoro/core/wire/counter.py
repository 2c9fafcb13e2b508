"""What the box at a counter is told and asks: less than the board shows, and no number."""

import enum
from dataclasses import dataclass
from datetime import datetime


class CounterUse(enum.StrEnum):
    """What a counter is doing, as its light shows it."""

    CLOSED = "closed"
    """Nobody is signed in there."""
    FREE = "free"
    CALLED = "called"
    """A client has been called there and is on the way."""
    SERVING = "serving"


@dataclass(frozen=True, slots=True)
class CounterFrame:
    """One message of a box's stream; always the whole story.

    ``called_at`` changes with every call and repeat of one, so that the light blinks anew.
    """

    version: int
    now: datetime
    use: CounterUse
    called_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class CounterPress:
    """Somebody pressed the button of the box at the counter with this label.

    ``deadline``: a press that arrives later does nothing (offline_sync §3.1).
    """

    counter: str
    deadline: datetime | None = None


class PressOutcome(enum.StrEnum):
    """What a press did."""

    CALLED = "called"
    NOBODY_WAITS = "nobody_waits"
    HELP_ASKED = "help_asked"


@dataclass(frozen=True, slots=True)
class CounterAnswer:
    """The answer to a press; the number is on the board and at the desk."""

    outcome: PressOutcome
