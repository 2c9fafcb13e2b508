"""The board as Qt paints it, without a screen."""

import json
import os
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_QUICK_BACKEND", "software")

import pytest
from PySide6.QtCore import QtMsgType, qInstallMessageHandler
from PySide6.QtGui import QFont, QFontInfo, QFontMetricsF, QGuiApplication
from PySide6.QtQuick import QQuickItem

from vuoro.core import look
from vuoro.core.clock import SteppingClock
from vuoro.core.settings import DisplaySettings
from vuoro.core.wire.board import BoardCall, BoardFrame
from vuoro.display import screen_map
from vuoro.display.director import Director
from vuoro.display.gallery import CALLS, LOBBY, NAMED, NOON, WIDE, on, pictures
from vuoro.display.geometry import LEAST_DEGREES, MOST_ROWS, Screen, solve
from vuoro.display.lettering import Lettering
from vuoro.display.stage import Framed, Linked, Passed
from vuoro.display.view import CallView, View
from vuoro.display.window import BoardWindow

SETTINGS = DisplaySettings(full_screen=False)
OpenBoard = Callable[..., BoardWindow]


@pytest.fixture(scope="module", autouse=True)
def app() -> QGuiApplication:
    here = QGuiApplication.instance()
    return here if isinstance(here, QGuiApplication) else QGuiApplication([])


@pytest.fixture
def complaints() -> Iterator[list[str]]:
    """What Qt and QML complained about; any of it fails the test."""
    found: list[str] = []

    def note(kind: QtMsgType, _context: object, message: str) -> None:
        if kind is not QtMsgType.QtDebugMsg and kind is not QtMsgType.QtInfoMsg:
            found.append(message)

    before = qInstallMessageHandler(note)
    yield found
    qInstallMessageHandler(before)
    assert found == []


@pytest.fixture
def open_board(complaints: list[str]) -> Iterator[OpenBoard]:
    boards: list[BoardWindow] = []

    def make(view: View, settings: DisplaySettings = SETTINGS) -> BoardWindow:
        board = BoardWindow(settings)
        boards.append(board)
        board.open(view)
        QGuiApplication.processEvents()
        return board

    yield make
    for board in boards:
        board.close()


def texts(board: BoardWindow) -> tuple[str, ...]:
    return screen_map.visible_texts(board.window.contentItem())


@pytest.mark.parametrize("name", pictures())
def test_every_picture_shows_what_it_should_and_nothing_complains(
    name: str, open_board: OpenBoard
) -> None:
    view = pictures()[name]

    shown = texts(open_board(view))

    expected = [view.foot.clock, *view.notice.title, *view.notice.detail, *view.lost.words]
    if view.newest is not None:
        expected += [view.newest.number, view.newest.counter]
    assert [text for text in expected if text not in shown] == []


def test_no_text_is_cut_off_or_leaves_the_screen(open_board: OpenBoard) -> None:
    for name in ("full", "wide-counters", "names", "lost", "closed", "locked", "message"):
        board = open_board(pictures()[name])
        for item in _texts_of(board.window.contentItem()):
            place = item.mapRectToScene(item.boundingRect())
            assert not item.property("truncated"), (name, item.property("text"))
            assert place.left() >= 0, (name, item.property("text"))
            assert place.right() <= 1920, (name, item.property("text"))


def test_numbers_and_counters_are_legible_at_eight_metres_on_a_55_inch_screen(
    open_board: OpenBoard,
) -> None:
    least = Screen(1920, 1080, 1210, 8.0).pixels(LEAST_DEGREES)
    shown = on(LOBBY, CALLS)
    board = open_board(shown)
    calls = (shown.newest, *shown.previous, *shown.history)
    large = {text for item in calls if item for text in (item.number, item.counter)}

    cap = Lettering().see(()).cap
    line = QFontMetricsF(QFont(look.FAMILY)).height() / QFontInfo(QFont(look.FAMILY)).pixelSize()
    heights = [
        item.property("contentHeight") / line * cap
        for item in _texts_of(board.window.contentItem())
        if item.property("text") in large
    ]

    assert len(heights) == 12
    assert min(heights) >= least - 1


def test_a_screen_that_is_near_enough_shows_all_nine_calls(open_board: OpenBoard) -> None:
    shown = texts(open_board(on(LOBBY, CALLS), replace(SETTINGS, distance_m=5.0)))

    assert all(item.number in shown for item in CALLS)


@pytest.mark.parametrize("metres", [1.0, 4.0, 6.0, 8.0, 12.0, 20.0])
@pytest.mark.parametrize("size", ["1920x1080", "3840x2160", "1366x768", "1080x1920"])
def test_the_layout_fits_every_screen_and_says_when_it_is_not_legible(
    metres: float, size: str
) -> None:
    width, height = (int(part) for part in size.split("x"))
    screen = Screen(width, height, 1210, metres)
    for calls in (CALLS, WIDE, NAMED):
        view = on(LOBBY, calls)
        letters = Lettering().see([item for item in (view.newest, *view.history) if item])
        layout = solve(screen, letters)
        cap = min(layout.row_fonts) * letters.cap
        rows = len(layout.row_fonts)

        used = layout.margin + layout.list_y + rows * layout.row_pitch + layout.foot_height
        assert used <= height
        assert 3 <= rows <= MOST_ROWS
        assert layout.row_fonts == tuple(sorted(layout.row_fonts, reverse=True))
        assert layout.number_font >= layout.row_fonts[0]
        assert not layout.legible or cap >= screen.pixels(LEAST_DEGREES) * 0.999
        row_em = letters.number if letters.named else letters.number + 0.3 + letters.counter
        room = layout.left - 2 * layout.card_padding
        assert not layout.below or layout.row_fonts[0] * row_em <= room
        assert layout.list_x >= layout.left or layout.list_y >= layout.card_height


@pytest.mark.parametrize("calls", [CALLS, WIDE, NAMED])
def test_an_upright_screen_has_its_earlier_calls_below_the_newest(
    open_board: OpenBoard, calls: tuple[BoardCall, ...]
) -> None:
    upright = replace(SETTINGS, window="1080x1920", screen_width_mm=535, distance_m=4.0)
    board = open_board(on(LOBBY, calls), upright)
    layout = board._layout(on(LOBBY, calls))

    assert layout["legible"]
    assert layout["left"] == layout["right"]
    assert len(layout["row_fonts"]) >= 4
    assert layout["number_font"] > 1.5 * layout["row_fonts"][0]


def test_two_numbers_of_one_visit_leave_no_small_letters_once_the_board_was_empty() -> None:
    lettering = Lettering()
    usual = lettering.see([CallView("A001", "1", "1", ())])
    double = lettering.see([CallView("A001 / BH004", "1", "1", ())])

    assert double.number > usual.number
    assert lettering.see([CallView("A002", "1", "1", ())]) == double, "nothing shrinks in sight"
    lettering.see(())
    assert lettering.see([CallView("A003", "1", "1", ())]) == usual


class Mute:
    """A voice that says nothing and remembers what it should have said."""

    speaking = False

    def __init__(self) -> None:
        self.said: list[str] = []

    def announce(self, call: BoardCall) -> None:
        self.said.append(call.number)


def test_a_call_goes_from_the_stream_to_the_screen_and_the_voice(
    open_board: OpenBoard, tmp_path: Path
) -> None:
    clock, voice = SteppingClock(NOON), Mute()
    views: list[View] = []
    director = Director(clock, ("fi", "sv"), views.append, voice)
    board = open_board(director.picture())
    path = tmp_path / "board.json"
    board.painted.connect(lambda view: screen_map.write(path, view, texts(board), 2))

    director.take(Linked(True))
    director.take(Framed(BoardFrame(1, True, NOON, LOBBY, CALLS[3:])))
    director.take(Framed(BoardFrame(2, False, NOON, LOBBY, CALLS[:1])))
    board.show(views[-1])
    board.window.grabWindow()
    board.painted.emit(views[-1])

    told = json.loads(path.read_text())
    assert told["newest"] == {"number": "A017", "counter": "3"}
    assert told["screen"] == "calls"
    assert "A017" in told["texts"]
    assert voice.said == ["A017"]


def test_the_line_about_the_lost_link_is_on_the_screen_after_five_seconds(
    open_board: OpenBoard,
) -> None:
    clock = SteppingClock(NOON)
    views: list[View] = []
    director = Director(clock, ("fi", "sv"), views.append, Mute())
    director.take(Linked(True))
    director.take(Framed(BoardFrame(1, True, NOON, LOBBY, CALLS)))
    board = open_board(director.picture())
    director.take(Linked(False))

    clock.advance(timedelta(seconds=5))
    director.take(Passed())
    board.show(views[-1])

    shown = texts(board)
    assert "Yhteys katkesi klo 10.42 – numerot päivittyvät, kun yhteys palaa" in shown
    assert "A017" in shown


def _texts_of(item: QQuickItem) -> Iterator[QQuickItem]:
    if not item.isVisible():
        return
    if item.inherits("QQuickText") and item.property("text"):
        yield item
    for child in item.childItems():
        yield from _texts_of(child)
