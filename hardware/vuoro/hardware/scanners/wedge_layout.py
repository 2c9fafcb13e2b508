"""Keyboards as data: what each key types, for a scanner that plays a keyboard of some country."""

import tomllib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Literal

from vuoro.hardware.scanners.profile import FOLDER, Layout

Level = Literal["plain", "shift", "altgr"]
LEVELS: tuple[Level, ...] = ("plain", "shift", "altgr")

_ROWS = {
    "digits": range(2, 14),
    "top": range(16, 28),
    "home": range(30, 41),
    "bottom": range(44, 54),
    "edge": (41, 43, 86),
}
"""Key codes from left to right; the edge: left of the 1, beside Enter, beside the left Shift."""
DIGITS = dict(zip((71, 72, 73, 75, 76, 77, 79, 80, 81, 82), "7894561230", strict=True))
"""The number pad."""
_EVERYWHERE = DIGITS | {57: " ", 55: "*", 74: "-", 78: "+", 98: "/"}
"""Space bar and number pad."""
COMBINING = dict(zip("\u00b4`¨^~", "\u0301\u0300\u0308\u0302\u0303", strict=True))
"""Dead keys, and the mark that each puts on the next letter."""
NOTHING = "\ufffd"
"""What a key types that types no character: a code with a hole is no text."""


@dataclass(frozen=True, slots=True)
class KeyMap:
    """``keys`` by level and key code; ``dead`` names those that wait for a letter to sit on."""

    keys: Mapping[tuple[Level, int], str] = field(repr=False)
    dead: frozenset[tuple[Level, int]] = field(repr=False)

    def character(self, level: Level, code: int) -> str:
        """NOTHING for a key without a character."""
        return self.keys.get((level, code)) or _EVERYWHERE.get(code, NOTHING)


@cache
def key_map(layout: Layout) -> KeyMap:
    """The keyboard of this name. Raises ValueError when its file is wrong."""
    file = FOLDER / "layouts" / f"{layout}.toml"
    tree = tomllib.loads(file.read_text(encoding="utf-8"))
    keys: dict[tuple[Level, int], str] = {}
    dead: set[tuple[Level, int]] = set()
    for level in LEVELS:
        for row, codes in _ROWS.items():
            # Blank: the key types nothing at this level.
            pairs = zip(codes, tree[level][row], strict=True)
            keys |= {(level, code): character for code, character in pairs if character != " "}
        dead |= {
            (level, code)
            for (at, code), character in keys.items()
            if at == level and character in tree["dead"][level]
        }
    return KeyMap(keys, frozenset(dead))


def compose(dead: str, character: str) -> str:
    """What a dead key and the next key type together."""
    if character == " ":
        return dead
    joined = unicodedata.normalize("NFC", character + COMBINING[dead])
    return joined if len(joined) == 1 else dead + character
