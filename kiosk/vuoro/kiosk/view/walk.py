"""Where the cursor of the speech can be: what there is to read, then what changes the speech."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from vuoro.core.catalogue import Catalogue
from vuoro.hardware.keypads.keys import NavKey
from vuoro.kiosk.flow.buttons import Button
from vuoro.kiosk.flow.speech import Speech
from vuoro.kiosk.view.reading_item import Item, Reading, Role
from vuoro.kiosk.view.reading_pad import character_said

AT_ONCE = 16
"""More characters than this are offered in groups."""
GROUP = 8
ROWS = "rows"
_ROW = "row-"
_COMMANDS = {
    NavKey.LOUDER: "speech.louder",
    NavKey.QUIETER: "speech.quieter",
    NavKey.FASTER: "speech.faster",
    NavKey.SLOWER: "speech.slower",
    NavKey.HELP: "speech.how",
}
_COMMAND = "speech-"


def walk(reading: Reading, speech: Speech, words: Catalogue) -> tuple[Item, ...]:
    """Every place of the cursor, in order; never empty.

    Where the language can't be spoken there are only the languages that can.
    """
    if not speech.speaks(reading.language):
        return tuple(_spoken_languages(reading, speech)) or reading.items
    stops = tuple(_stops(reading, speech, words))
    return stops if reading.modal else (*stops, *_commands(words))


def first_stop(stops: Sequence[Item]) -> Item:
    """Where the cursor begins: what can be done first, or the first words where nothing can."""
    ready = [item for item in stops if item.acts and item.enabled]
    typing = any(item.role is Role.KEY or row_of(item) is not None for item in stops)
    if not typing:
        ready.sort(key=waits_for_confirmation, reverse=True)
    return next(iter(ready), stops[0])


def waits_for_confirmation(item: Item) -> bool:
    """Whether this is the button under what was typed."""
    return item.button == Button.CONFIRM


def command_of(item: Item) -> NavKey | None:
    """The key that this place of the cursor stands for."""
    name = item.id.removeprefix(_COMMAND)
    return NavKey(name) if item.id.startswith(_COMMAND) and name in _NAMES else None


def row_of(item: Item) -> int | None:
    """The group of characters that this place opens."""
    return int(item.id.removeprefix(_ROW)) if item.id.startswith(_ROW) else None


def _stops(reading: Reading, speech: Speech, words: Catalogue) -> Iterator[Item]:
    keys = [item for item in reading.items if item.role is Role.KEY]
    first_key = keys[0] if keys else None
    for item in reading.items:
        if item is first_key:
            yield from _characters(keys, speech, words)
        if item.role is Role.KEY or (item.private and not speech.headset):
            continue
        if item.spoken and not (item.private and not item.said):
            yield item


def _characters(keys: Sequence[Item], speech: Speech, words: Catalogue) -> Iterator[Item]:
    """The characters that may come next, or groups of them; none where others could hear them."""
    fitting = sorted((key for key in keys if key.enabled), key=lambda key: _order(key.value))
    if not fitting:
        return
    if not speech.headset:
        yield Item("headset-needed", words.text("speech.headset_needed"))
        return
    if len(fitting) <= AT_ONCE:
        yield from fitting
        return
    groups = [fitting[at : at + GROUP] for at in range(0, len(fitting), GROUP)]
    if speech.row is None or speech.row >= len(groups):
        yield from (_group(at, group, words) for at, group in enumerate(groups))
        return
    yield from groups[speech.row]
    yield Item(ROWS, words.text("speech.rows"), Role.BUTTON)


def _order(key: str) -> tuple[bool, bool, str]:
    """The hyphen first: most identity codes have it. Then digits, then letters, then plus."""
    return key != "-", key == "+", key


def _group(at: int, group: Sequence[Item], words: Catalogue) -> Item:
    first, last = (character_said(key.value, words) for key in (group[0], group[-1]))
    text = words.text("speech.row", first=first, last=last)
    return Item(f"{_ROW}{at}", text, Role.BUTTON, private=True)


def _commands(words: Catalogue) -> Iterator[Item]:
    for key, name in _COMMANDS.items():
        yield Item(f"{_COMMAND}{key.value}", words.text(name), Role.BUTTON)
    yield Item(f"{_COMMAND}off", words.text("speech.off"), Role.BUTTON, Button.SPEECH)


def _spoken_languages(reading: Reading, speech: Speech) -> Iterator[Item]:
    for item in reading.items:
        if item.button == Button.LANGUAGE and speech.speaks(item.value):
            yield replace(item, language=item.value)


_NAMES = {key.value for key in _COMMANDS}
