"""What the keys of a navigation keypad mean, and what such a keypad is."""

import enum
from collections.abc import Callable
from typing import Protocol

from vuoro.hardware.part_state import PartState


class NavKey(enum.StrEnum):
    """A key, or the plug of the headset that such a keypad has a jack for."""

    NEXT = "next"
    BACK = "back"
    """The item before."""
    CHOOSE = "choose"
    REPEAT = "repeat"
    LOUDER = "louder"
    QUIETER = "quieter"
    FASTER = "faster"
    SLOWER = "slower"
    HELP = "help"
    HEADSET_IN = "headset_in"
    HEADSET_OUT = "headset_out"
    DIGIT_0 = "0"
    DIGIT_1 = "1"
    DIGIT_2 = "2"
    DIGIT_3 = "3"
    DIGIT_4 = "4"
    DIGIT_5 = "5"
    DIGIT_6 = "6"
    DIGIT_7 = "7"
    DIGIT_8 = "8"
    DIGIT_9 = "9"

    @property
    def digit(self) -> str:
        """The digit, or an empty string."""
        return self.value if self.value.isdecimal() else ""


OnKey = Callable[[NavKey], None]
"""Called in the keypad's own thread."""


class NavKeypad(Protocol):
    """A source of keys."""

    @property
    def state(self) -> PartState: ...

    def start(self, on_key: OnKey) -> None:
        """Begin to report; returns at once, also while the keypad is not there."""
        ...

    def close(self) -> None:
        """Stop; when this returns nothing more is reported. May be called twice, or unstarted."""
        ...
