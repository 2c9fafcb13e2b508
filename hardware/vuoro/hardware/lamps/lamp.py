"""A status light: what it can say, to visitors across the lobby and to the clerk beside it.

Colours are those of the lights beside Finnish office doors: red VARATTU (occupied), yellow
ODOTTAKAA (wait), green SISÄÄN (come in). None stands alone: the lamps have their places, and only
the one that calls a client blinks.
"""

import enum
from typing import Protocol

from vuoro.hardware.part_state import PartState


class LampState(enum.StrEnum):
    """What a light says."""

    DARK = "dark"
    """Nobody sits here, or nobody knows."""
    FREE = "free"
    """Somebody sits here: wait for your number. Yellow."""
    CALLED = "called"
    """The client who was called comes here. Green, at first blinking."""
    SERVING = "serving"
    """A client is being served. Red."""

    NOBODY_WAITS = "nobody_waits"
    """To the clerk who pressed the button: nobody waits. Yellow, twice."""
    REFUSED = "refused"
    """The press did nothing: nobody is signed in here, or the counter has a client. Red, thrice."""
    UNANSWERED = "unanswered"
    """The lobby service did not answer. Red, five times."""
    HELP_ASKED = "help_asked"
    """Colleagues have been asked for help. Yellow, once: no stranger would know why."""


class Lamp(Protocol):
    """A light that is shown states; also while it is not there, which it gets over by itself."""

    @property
    def state(self) -> PartState: ...

    def start(self) -> None:
        """Begin, dark; returns at once, also while the light is not there."""
        ...

    def show(self, state: LampState) -> None:
        """Say this from now on, from the beginning of its pattern; returns at once."""
        ...

    def close(self) -> None:
        """Dark, and given up. May be called twice, or unstarted."""
        ...


class LampBoard(Protocol):
    """What lamps are wired to, for one thread; after ``close`` it opens again.

    Every method raises OSError while the board is not there or does not answer.
    """

    def open(self) -> int:
        """Take the board, with every lamp dark; how many lamps it has: 3, or 1."""
        ...

    def set(self, lit: tuple[bool, ...]) -> None:
        """Red, yellow and green, or the one lamp: on or off."""
        ...

    def close(self) -> None:
        """Give the board up; dark, if it can still be told. Raises nothing."""
        ...
