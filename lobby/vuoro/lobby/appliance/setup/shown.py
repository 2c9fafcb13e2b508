"""What the page of setup shows, as one line of JSON; its words are chosen by who sends it."""

from dataclasses import dataclass
from typing import Literal

import msgspec

from vuoro.core.wire.codec import encode
from vuoro.lobby.appliance.setup.orientation import Point


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the list of steps."""

    text: str
    state: Literal["todo", "now", "done", "bad"] = "todo"


@dataclass(frozen=True, slots=True)
class Shown:
    """One page. ``code``, ``words`` and ``link`` are of the pairing, the link as a code to scan;
    ``crosses`` are places of crosses by output, ``foot`` says which computer this is."""

    title: str = ""
    lines: tuple[str, ...] = ()
    rows: tuple[Row, ...] = ()
    code: str = ""
    words: tuple[str, ...] = ()
    link: str = ""
    crosses: dict[str, Point] | None = None
    foot: str = ""


@dataclass(frozen=True, slots=True)
class Pressed:
    """A touch, in parts of the picture of an output."""

    output: str
    at: Point


def shown_line(shown: Shown) -> str:
    """A page as a line."""
    return encode(shown).decode() + "\n"


def read_shown(line: str) -> Shown:
    """The page of a line."""
    return msgspec.json.decode(line, type=Shown)


def pressed_line(pressed: Pressed) -> str:
    """A touch as a line."""
    return encode(pressed).decode() + "\n"


def read_pressed(line: str) -> Pressed:
    """The touch of a line."""
    return msgspec.json.decode(line, type=Pressed)
