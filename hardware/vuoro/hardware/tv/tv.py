"""A television: asked how it is, told to be on or off. It may be slow, deaf or not there."""

import enum
from typing import Protocol


class TvState(enum.StrEnum):
    """How a set is, as it says itself."""

    ON = "on"
    STANDBY = "standby"
    UNKNOWN = "unknown"
    """It does not answer: off at its own switch, unplugged, or one that never tells."""
    OFFLINE = "offline"
    """This computer can't ask: no adapter, no cable, no program."""
    NONE = "none"
    """Nobody switches it but people."""


class Tv(Protocol):
    """A set, for one thread; ``close`` by any. Nothing raises: what goes wrong is a state."""

    def look(self) -> TvState:
        """Ask it how it is; takes seconds at worst."""
        ...

    def switch(self, *, on: bool) -> None:
        """Ask it to be on, showing our picture, or off. Whether it obeys, ``look`` tells."""
        ...

    def close(self) -> None:
        """Give up what is being asked, and ask nothing more. May be called twice."""
        ...
