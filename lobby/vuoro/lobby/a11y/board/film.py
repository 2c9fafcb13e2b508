"""Films a new call on the board: 12 seconds at 60 pictures a second; prints what moved as JSON.

A process of its own, because ``QSG_FIXED_ANIMATION_STEP`` is read when Qt begins: with it every
picture is a sixtieth of a second later for all animations, however long it took to draw.
"""

import os
import sys
from collections.abc import Iterator
from dataclasses import asdict
from datetime import timedelta
from typing import TYPE_CHECKING

import msgspec

from vuoro.lobby.a11y.motion import moved

if TYPE_CHECKING:
    from vuoro.lobby.a11y.pixels import Pixels

PER_SECOND = 60
SECONDS = 12


def frames(still: bool) -> Iterator["Pixels"]:
    """The board while two calls come, one 3 s after the other."""
    from PySide6.QtGui import QGuiApplication

    from vuoro.core.settings import DisplaySettings
    from vuoro.core.wire.board import BoardFrame
    from vuoro.display import gallery
    from vuoro.display.link import Link
    from vuoro.display.stage import Framed, Linked, Passed, Stage, step
    from vuoro.display.view import picture
    from vuoro.display.window import BoardWindow
    from vuoro.lobby.a11y.kiosk.studio import as_pixels

    app = QGuiApplication.instance() or QGuiApplication([])
    board = BoardWindow(DisplaySettings(full_screen=False, window="960x540", still=still))
    start, calls = gallery.NOON, tuple(reversed(gallery.CALLS[:4]))
    stage = Stage(Link(since=0.0, at=start))
    for number in range(PER_SECOND * SECONDS):
        mono = 30.0 + number / PER_SECOND
        now = start + timedelta(seconds=number / PER_SECOND)
        event: Linked | Framed | Passed = Passed()
        if number == 0:
            stage = step(stage, Linked(True), now=now, mono=mono, speaking=False)
            event = Framed(BoardFrame(1, True, now, gallery.LOBBY, calls[:2]))
        elif number in (PER_SECOND, 4 * PER_SECOND):
            call = calls[2 if number == PER_SECOND else 3]
            event = Framed(BoardFrame(2 + number, False, now, None, (call,)))
        stage = step(stage, event, now=now, mono=mono, speaking=False)
        view = picture(stage, gallery.LANGUAGES, now=now, mono=mono)
        if number == 0:
            board.open(view)
        board.show(view)
        board.window.update()
        app.processEvents()
        yield as_pixels(board.window.grabWindow())
    board.close()


def main() -> None:
    """Film it as it is, and still."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    os.environ["QT_QUICK_BACKEND"] = "software"
    os.environ["QSG_FIXED_ANIMATION_STEP"] = "1"
    told = {name: asdict(moved(frames(still), PER_SECOND)) for name, still in FILMS}
    sys.stdout.write(msgspec.json.encode(told).decode())


FILMS = (("a call", False), ("a call, still mode", True))


if __name__ == "__main__":
    main()
