"""A keypad as it is read: how much is typed, what of it may be seen, and every key."""

from collections.abc import Iterator

from vuoro.core.catalogue import Catalogue
from vuoro.kiosk.flow.buttons import Button
from vuoro.kiosk.view.reading_item import Item, Role, named
from vuoro.kiosk.view.shown import PadShown

_DOT = "•"
_ERASE = "erase"


def pad_items(pad: PadShown | None, words: Catalogue) -> Iterator[Item]:
    """The field, what of it the glass shows, then the keys from row to row."""
    if pad is None:
        return
    yield Item("field", pad.spoken, Role.FIELD)
    seen = [character for group in pad.groups for character in group if character != " "]
    yield Item("typed", " ".join(seen), private=True, quiet=True, said=_told(seen))
    for key in (key for row in pad.rows for key in row if key not in ("", "gap")):
        yield _erase(words) if key == _ERASE else _key(key, pad, words)


def _key(key: str, pad: PadShown, words: Catalogue) -> Item:
    fits = key in pad.fitting
    return Item(
        named(Button.KEY, key),
        written(key),
        Role.KEY,
        Button.KEY,
        key,
        enabled=fits,
        private=True,
        said=character_said(key, words),
    )


def _erase(words: Catalogue) -> Item:
    return Item(Button.ERASE, words.text("pad.erase"), Role.BUTTON, Button.ERASE)


def written(key: str) -> str:
    """A key as it is written on itself: a hyphen would be too short to see."""
    return "–" if key == "-" else key


def character_said(key: str, words: Catalogue) -> str:
    """A character of a code as it is said."""
    return {"-": words.text("pad.minus"), "+": words.text("pad.plus")}.get(key, key)


def _told(seen: list[str]) -> str:
    """What may be told of a typed code: dots are not."""
    return " ".join(character for character in seen if character != _DOT)
