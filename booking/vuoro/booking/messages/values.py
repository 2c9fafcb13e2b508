"""Messages as values: what is planned, what is composed, and what a server said to it."""

import enum
from dataclasses import dataclass, field
from datetime import datetime


class Kind(enum.StrEnum):
    """Why a message is sent."""

    CONFIRMATION = "confirmation"
    CHANGE = "change"
    CANCELLATION = "cancellation"
    REMINDER = "reminder"


class By(enum.StrEnum):
    """How it goes."""

    EMAIL = "email"
    SMS = "sms"


class State(enum.StrEnum):
    """Where it is on its way. ``unknown``: the server's answer was lost, so it may have arrived."""

    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    UNKNOWN = "unknown"
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True)
class Planned:
    """A message to have. ``key`` tells it from every other: planning again adds nothing.

    ``client``: whom it is for where that is not the booking's client any more.
    """

    key: str
    kind: Kind
    by: By
    due: datetime
    expires: datetime
    client: str | None = None


@dataclass(frozen=True, slots=True)
class Content:
    """A message in words. An SMS has only ``to`` and ``text``."""

    to: str = field(repr=False)
    text: str = field(repr=False)
    subject: str = field(default="", repr=False)
    html: str = field(default="", repr=False)
    calendar: str = field(default="", repr=False)
    """An iCalendar file, or empty."""
    language: str = "fi"
    sender_name: str = ""
    """Of the sender, where the usual one would tell too much."""


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A message on its way to a server; ``id`` is the same at each try."""

    id: str
    content: Content
    written: datetime


class Answer(enum.StrEnum):
    """What became of a try."""

    SENT = "sent"
    LATER = "later"
    """Surely not taken; another try makes sense."""
    AWAY = "away"
    """Nobody there, or nobody who accepts us: so it is for every other message now."""
    NEVER = "never"
    """Surely not taken, and never will be."""
    UNKNOWN = "unknown"
    """Perhaps taken: the connection was lost before the answer."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """The answer to a try, with the reason for staff: holds no address and no text."""

    answer: Answer
    reason: str = ""


SENT = Outcome(Answer.SENT)
