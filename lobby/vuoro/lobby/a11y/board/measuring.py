"""What is measured of each state of the board."""

import logging
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from vuoro.core.languages import Language
from vuoro.core.settings import DisplaySettings
from vuoro.display import gallery
from vuoro.display.view import CallView, View
from vuoro.lobby.a11y import fits, letters, pixels
from vuoro.lobby.a11y.finding import Notebook
from vuoro.lobby.a11y.scene import Box, Reader, Scene

LEAST_CONTRAST = 4.5
LEAST_NAME = 0.27
"""16 minutes of arc, the least that ISO 9241-303 recommends."""
ROUNDING = 0.005
LONGEST_LABEL = 3
Fault = Callable[[str, str, str, Box], None]


@dataclass(frozen=True, slots=True)
class Wall:
    """A screen on a wall: pixels, millimetres across, metres to the furthest seat."""

    window: str
    width_mm: int
    distance_m: float


SCREENS = {
    "Full HD, 55 inches, 7.2 m": Wall("1920x1080", 1210, 7.2),
    "4K, 65 inches, 8 m": Wall("3840x2160", 1430, 8.0),
    "Full HD, 32 inches, 4 m": Wall("1920x1080", 700, 4.0),
    "upright, 43 inches, 4 m": Wall("1080x1920", 535, 4.0),
}


def draw(job: tuple[str, tuple[Language, ...]], folder: Path) -> Notebook:
    """Every state on a screen in one or two languages."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    os.environ["QT_QUICK_BACKEND"] = "software"
    from PySide6.QtGui import QGuiApplication

    from vuoro.display.window import BoardWindow

    # The board says that a screen is small for its distance; here that is measured.
    logging.disable(logging.WARNING)
    app = QGuiApplication.instance() or QGuiApplication([])
    name, languages = job
    wall, book = SCREENS[name], Notebook()
    settings = replace(
        DisplaySettings(full_screen=False),
        window=wall.window,
        screen_width_mm=wall.width_mm,
        distance_m=wall.distance_m,
        languages=languages,
    )
    for state, view in gallery.pictures(languages).items():
        board = BoardWindow(settings)
        board.open(view)
        app.processEvents()
        measure(board, view, f"{state} · {'/'.join(languages)} · {name}", wall, book, folder)
        board.close()
        board.deleteLater()
    return book


def measure(
    board: object, view: View, where: str, wall: Wall, book: Notebook, folder: Path
) -> None:
    """Measure a board that is on its screen."""
    from vuoro.display.window import BoardWindow
    from vuoro.lobby.a11y.kiosk.studio import as_pixels, save_crop

    assert isinstance(board, BoardWindow)
    scene = Reader(board.window).scene(board.window.rootObject())
    image = board.window.grabWindow()
    shot = as_pixels(image)

    def fault(name: str, subject: str, what: str, box: Box) -> None:
        file = f"{name.replace('.', '-')}-{abs(hash((where, subject))) % 10**8}.png"

        def shoot() -> str:
            save_crop(image, box.rect, folder / file)
            return file

        book.fault(name, subject, what, where, shoot)

    book.check("board.text-fits", len(scene.texts))
    for misfit in fits.misfits(scene):
        box = min((box for _, box in scene.texts), key=lambda each: abs(each.y - misfit.rect.y))
        fault("board.text-fits", misfit.subject, misfit.what, box)
    for place, box in scene.texts:
        area = box.painted
        ratio = pixels.text_contrast(pixels.crop(shot, area.x, area.y, area.width, area.height))
        if ratio is None:
            continue
        words = fits.shortened(box.text)
        book.check("board.text-contrast")
        book.value("board.text-contrast", ratio, f"“{words}”", where)
        if ratio < LEAST_CONTRAST - 0.05:
            what = f"“{words}”: {ratio:.1f}:1"
            fault("board.text-contrast", f"pale: {fits.owner(scene, place)}", what, box)
    _capitals(scene, view, wall, where, book, fault)
    _heard(scene, view, where, book, fault)


def _capitals(
    scene: Scene, view: View, wall: Wall, where: str, book: Notebook, fault: Fault
) -> None:
    """Numbers and counters; of counters that have names, the name in the newest call."""
    mm = scene.window.width / wall.width_mm
    calls = list(_calls(view))
    wanted = {word for call in calls for word in (call.number, call.counter) if _is_label(word)}
    newest = view.newest.counter if view.newest and not _is_label(view.newest.counter) else ""
    named = 0.0
    foot = min((box.y for box in scene.boxes if box.name == "foot"), default=scene.window.height)
    for text in letters.letters(scene, mm, wall.distance_m * 1000):
        words = text.box.text
        if newest and words == newest:
            named = max(named, text.degrees)
        if words not in wanted or text.box.y >= foot:
            # How many wait stands in the foot, and may be any counter's number.
            continue
        book.check("board.capital-height")
        book.value("board.capital-height", text.degrees, f"“{words}”", where)
        if text.degrees < letters.LEAST_DEGREES - ROUNDING:
            what = f"“{words}” has capitals of {text.degrees:.2f}°"
            fault("board.capital-height", "small number or counter", what, text.box)
    if newest:
        book.check("board.name-height")
        book.value("board.name-height", named, f"“{newest}”", where)
        if named < LEAST_NAME - ROUNDING:
            what = f"“{newest}” has capitals of {named:.2f}°"
            fault("board.name-height", "small name", what, scene.boxes[0])


def _is_label(words: str) -> bool:
    """Whether it is a number or a counter's number, not a name."""
    return len(words) <= LONGEST_LABEL or any(part.isdecimal() for part in (words[1:],))


def _heard(scene: Scene, view: View, where: str, book: Notebook, fault: Fault) -> None:
    """What is announced, a number and where to go, is on the screen in letters."""
    if view.newest is None:
        return
    shown = " ".join(box.text for _, box in scene.texts)
    for words in (view.newest.number, view.newest.counter):
        book.check("board.sound-as-text")
        if words not in shown:
            what = f"{words} is said and not shown"
            fault("board.sound-as-text", "said, not shown", what, scene.boxes[0])


def _calls(view: View) -> Iterator[CallView]:
    if view.newest is not None:
        yield view.newest
    yield from view.previous
    yield from view.history
