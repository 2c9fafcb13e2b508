"""A button: something that is pressed, shortly or long."""

import enum
from collections.abc import Callable
from typing import Protocol

from vuoro.hardware.part_state import PartState


class Press(enum.Enum):
    """How a button was pressed."""

    SHORT = "short"
    LONG = "long"


OnPress = Callable[[Press], None]
"""Called in the button's own thread."""


class Button(Protocol):
    """A source of presses."""

    @property
    def state(self) -> PartState: ...

    def start(self, on_press: OnPress) -> None:
        """Begin to report; returns at once, also while the button is not there."""
        ...

    def close(self) -> None:
        """Stop; when this returns nothing more is reported. May be called twice, or unstarted."""
        ...
