"""What came of one go at the backend."""

import enum
from dataclasses import dataclass


class Did(enum.StrEnum):
    """What happened."""

    NOTHING = "nothing"
    PUSHED = "pushed"
    PULLED = "pulled"
    SNAPSHOT = "snapshot"
    RECOVERED = "recovered"
    """A new epoch was granted: everything that is kept is told again."""
    QUARANTINED = "quarantined"
    HALVED = "halved"
    TURNED = "turned"
    """The backend refused, and what follows from it was noted; the next go acts on it."""
    FAILED = "failed"
    NOT_ENROLLED = "not_enrolled"
    WIPE = "wipe"
    """This device must be wiped now."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """``count`` events or rows; ``more``: there is more at once; ``wait`` in seconds before it."""

    did: Did
    count: int = 0
    more: bool = False
    wait: float = 0.0
    why: str = ""
