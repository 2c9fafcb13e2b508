"""One matter that was looked at, and how it is."""

import enum
from collections.abc import Callable, Iterable
from dataclasses import dataclass


class Group(enum.StrEnum):
    """What a matter belongs to; in this order they are told."""

    PROGRAM = "Program"
    COMPUTER = "Computer"
    SCREEN = "Screen"
    SOUND = "Sound and letters"
    PRINTER = "Printer"
    SCANNER = "Scanner"
    PARTS = "Lights, buttons, TV"
    LOBBY = "Lobby service"


@dataclass(frozen=True, slots=True)
class Finding:
    """Whether a matter is well, and in words what it is or what to do."""

    matter: str
    well: bool
    words: str


@dataclass(frozen=True, slots=True)
class Examination:
    """Something to look at, which may take so many seconds."""

    group: Group
    matter: str
    look: Callable[[], Iterable[Finding]]
    seconds: float = 6.0
