"""Whether what is read aloud is what is shown: every word, every button, and no code for others."""

import re
from collections.abc import Iterator

from vuoro.core.catalogue import catalogue
from vuoro.kiosk import PACKAGE
from vuoro.kiosk.flow.screens import BookingPad, IdentityPad, StaffPin
from vuoro.kiosk.flow.speech import Speech
from vuoro.kiosk.flow.state import State
from vuoro.kiosk.samples import MONO, NOW
from vuoro.kiosk.view.present import Now
from vuoro.kiosk.view.reading_item import Reading
from vuoro.kiosk.view.reading_state import read_state
from vuoro.kiosk.view.walk import walk
from vuoro.lobby.a11y.kiosk.reachable import CONFIG
from vuoro.lobby.a11y.scene import Scene
from vuoro.lobby.a11y.targets import HELD

FEW = 3
"""So many characters of a code in a row would tell others something of it."""
_WORD = re.compile(r"\w+")
_MASKED = re.compile(r"[•●*·_\s]+")


def read(state: State) -> Reading:
    """The state as it is read aloud."""
    return read_state(state, Now(MONO, NOW), catalogue(PACKAGE, state.wishes.language), CONFIG)


def unspoken_words(scene: Scene, reading: Reading) -> Iterator[str]:
    """Texts on the glass with a word that nothing that is read has."""
    spoken: set[str] = set()
    for item in reading.items:
        spoken |= _words(item.text) | _words(item.said)
    for place, box in scene.texts:
        target = scene.target_of(place)
        cell = target is None and len(box.text.strip()) <= 1
        if cell or _MASKED.fullmatch(box.text) or _in_key(scene, target):
            # What was typed is told as so many characters; a key is told by its own name.
            continue
        if _words(box.text) - spoken:
            yield box.text


def unspoken_targets(scene: Scene, reading: Reading) -> Iterator[str]:
    """Targets that are not among what is read."""
    known = {item.id for item in reading.items if item.acts}
    for _, box in scene.targets:
        if box.enabled and box.name not in HELD and box.name not in known:
            yield box.name


def overheard(state: State, reading: Reading) -> Iterator[str]:
    """Names of things for everybody's ears that have characters of a code in them."""
    screen = state.screen
    typed = screen.typed if isinstance(screen, IdentityPad | BookingPad | StaffPin) else ""
    pieces = {typed[at : at + FEW].casefold() for at in range(len(typed) - FEW + 1)}
    for item in reading.items:
        said = "".join(_WORD.findall(f"{item.text} {item.said}")).casefold()
        if not item.private and any(piece in said for piece in pieces):
            yield item.id


def unreached(reading: Reading) -> Iterator[str]:
    """What can be done but has no place of the cursor, with a headset and all characters open."""
    words = catalogue(PACKAGE, reading.language)
    stops = {item.id for item in walk(reading, Speech(on=True, headset=True), words)}
    for row in range(8):
        opened = Speech(on=True, headset=True, row=row)
        stops |= {item.id for item in walk(reading, opened, words)}
    for item in reading.items:
        if item.acts and item.enabled and item.id not in stops:
            yield item.id


def _in_key(scene: Scene, target: int | None) -> bool:
    return target is not None and scene.boxes[target].name.split("-")[0] in ("key", "erase")


def _words(text: str) -> set[str]:
    return set(_WORD.findall(text.casefold()))
