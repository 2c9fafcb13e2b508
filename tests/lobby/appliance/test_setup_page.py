"""The page of setup: what stands on the screens while a device is set up, and touches on it."""

import itertools
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_QUICK_BACKEND", "software")

import numpy as np
import pytest
import zxingcpp
from PySide6.QtCore import QPoint, QPointF, QRectF, QSize, Qt, QtMsgType, qInstallMessageHandler
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtQuick import QQuickItem
from PySide6.QtTest import QTest

from vuoro.core.catalogue import catalogue
from vuoro.kiosk.window import set_fonts
from vuoro.lobby.appliance.setup import PACKAGE
from vuoro.lobby.appliance.setup.page import PageWindow
from vuoro.lobby.appliance.setup.pairing import Paired, pair
from vuoro.lobby.appliance.setup.shown import Pressed, Row, Shown, pressed_line, read_shown
from vuoro.lobby.appliance.setup.stage import Page, Terminal
from vuoro.lobby.appliance.setup.stations import PLACES

FI = catalogue(PACKAGE, "fi")
URL = "https://ajanvaraus.example.fi"
CODE = {"url": URL, "code": "BCDF-GHJK", "words": ["talvi", "omena", "silta", "kuningas"]}
SIZES = [QSize(1080, 1920), QSize(1920, 1080), QSize(1280, 800)]


@pytest.fixture(scope="module", autouse=True)
def app() -> QGuiApplication:
    here = QGuiApplication.instance()
    made = here if isinstance(here, QGuiApplication) else QGuiApplication([])
    set_fonts()
    return made


@pytest.fixture
def complaints() -> Iterator[list[str]]:
    """What Qt and QML complained about."""
    found: list[str] = []

    def note(kind: QtMsgType, _context: object, message: str) -> None:
        if kind is not QtMsgType.QtDebugMsg and kind is not QtMsgType.QtInfoMsg:
            found.append(message)

    before = qInstallMessageHandler(note)
    yield found
    qInstallMessageHandler(before)


Open = Callable[[Shown, QSize], tuple[PageWindow, list[Pressed]]]


@pytest.fixture
def opened(complaints: list[str]) -> Iterator[Open]:
    """A page in a window of some size, and the touches on it."""
    windows: list[PageWindow] = []

    def open_page(shown: Shown, size: QSize) -> tuple[PageWindow, list[Pressed]]:
        pressed: list[Pressed] = []
        window = PageWindow(pressed.append, "HDMI-A-1")
        windows.append(window)
        window.size(size)
        window.show(shown)
        QTest.qWaitForWindowExposed(window.view)
        window.view.grabWindow()  # all of it is laid out now
        return window, pressed

    yield open_page
    for window in windows:
        window.close()
    assert complaints == []


def texts(window: PageWindow) -> list[QQuickItem]:
    """Everything that is written on the page."""
    found: list[QQuickItem] = []

    def walk(item: QQuickItem) -> None:
        if item.isVisible():
            if isinstance(item.property("text"), str) and item.property("text"):
                found.append(item)
            for child in item.childItems():
                walk(child)

    walk(window.view.rootObject())
    return found


def box(item: QQuickItem, *, centred: bool = False) -> tuple[str, QRectF]:
    """What is written, and where the letters are."""
    wide, high = float(item.property("contentWidth")), float(item.property("contentHeight"))
    left = (item.width() - wide) / 2 if centred else 0.0
    at = item.mapToScene(QPointF(left, item.height() - high))
    return str(item.property("text")), QRectF(at.x(), at.y(), wide, high)


def pairing_page() -> Shown:
    pages: list[Shown] = []

    class Stage(Terminal):
        def show(self, shown: Shown) -> None:
            pages.append(shown)

    pair(iter([CODE]), Stage(), FI, "Raspberry Pi 5 · 10.0.0.23")
    return pages[-1]


PAGES = {
    "pairing": pairing_page(),
    "working": Shown(
        FI.text("working.title"), (FI.text("working.lead"),),
        (Row("Asetukset", "done"), Row("Verkko", "now"), Row("Laitteen ohjelmat")), foot="Pi 5",
    ),
    "trouble": Shown(
        FI.text("trouble.title"), (FI.text("trouble.lead", file="vuoro-setup.toml"),),
        (Row('kiosk.pin: must be text such as "2580" or "". ' * 3, "bad"),), foot="Pi 5",
    ),
    "welcome": Shown(
        FI.text("welcome.title"),
        tuple(catalogue(PACKAGE, tag).text("welcome.lead") for tag in ("fi", "sv", "en")),
    ),
}  # fmt: skip


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size.width()}x{size.height()}")
@pytest.mark.parametrize("name", PAGES)
def test_every_word_of_a_page_is_on_the_screen(opened: Open, name: str, size: QSize) -> None:
    window, _ = opened(PAGES[name], size)

    boxes = [box(item) for item in texts(window)]
    assert boxes
    whole = QRectF(0, 0, size.width() + 1, size.height() + 1)
    for words, at in boxes:
        assert whole.contains(at), (words, at)
    for (words, at), (others, there) in itertools.combinations(boxes, 2):
        assert not at.intersects(there.adjusted(1, 1, -1, -1)), (words, others)


def test_the_code_on_the_page_leads_to_the_page_that_approves(opened: Open) -> None:
    window, _ = opened(PAGES["pairing"], SIZES[0])

    image = window.view.grabWindow().convertToFormat(QImage.Format.Format_Grayscale8)
    picture = np.frombuffer(image.constBits(), np.uint8)
    picture = picture.reshape(image.height(), image.bytesPerLine())[:, : image.width()]

    (code,) = zxingcpp.read_barcodes(np.ascontiguousarray(picture))

    assert code.text == f"{URL}/staff/devices/pair?code=BCDFGHJK"
    said = [item.property("text") for item in texts(window)]
    assert "BCDF-GHJK" in said
    assert "talvi  ·  omena  ·  silta  ·  kuningas" in said


@pytest.mark.parametrize("size", SIZES[:2], ids=["portrait", "landscape"])
@pytest.mark.parametrize("place", [*PLACES, (0.2, 0.14), (0.8, 0.34), (0.34, 0.86)])
def test_a_cross_is_where_a_touch_is_told_and_no_word_lies_on_it(
    opened: Open, place: tuple[float, float], size: QSize
) -> None:
    page = Shown(
        FI.text("cross.title"), (FI.text("cross.which"), FI.text("cross.beside")),
        crosses={"HDMI-A-1": place},
    )  # fmt: skip
    window, touches = opened(page, size)
    x, y = round(place[0] * size.width()), round(place[1] * size.height())

    QTest.mouseClick(window.view, Qt.MouseButton.LeftButton, pos=QPoint(x, y))

    (pressed,) = touches
    assert pressed.output == "HDMI-A-1"
    assert pressed.at == pytest.approx(place, abs=0.01)
    arm = 90 * min(size.width(), size.height()) / 1080
    cross = QRectF(x - arm, y - arm, 2 * arm, 2 * arm)
    for words, at in (box(item, centred=True) for item in texts(window)):
        assert not at.intersects(cross), words


def test_a_screen_without_a_cross_keeps_its_words(opened: Open) -> None:
    page = Shown("Kosketa ristiä", crosses={"HDMI-A-2": (0.5, 0.5)})

    window, _ = opened(page, SIZES[0])

    assert [item.property("text") for item in texts(window)] == ["Kosketa ristiä"]


def test_pairing_ends_with_who_this_device_became() -> None:
    office = {"office_tenant": "b", "office_site": 1}
    told: list[dict[str, Any] | None] = [
        None, {"url": URL, "trouble": "timed out"}, CODE, None,
        {"identity": {"device": "d", "tenant": "a", "site": 3, "office": "c", **office}},
    ]  # fmt: skip

    paired = pair(iter(told), Terminal(lambda line: None), FI, "")

    assert paired == Paired("a", 3, "b", 1)
    assert not paired.fits
    assert pair(iter([CODE, None]), Terminal(lambda line: None), FI, "") is None


def test_the_terminal_says_each_thing_once() -> None:
    said: list[str] = []
    terminal = Terminal(said.append)

    for _ in range(3):
        terminal.show(PAGES["working"])
        terminal.show(PAGES["pairing"])

    assert said.count("Verkko") == 1
    assert said.count("    BCDF-GHJK") == 1


ECHO = """\
import sys
for line in sys.stdin:
    print('{"output": "HDMI-A-1", "at": [0.5, 0.25]}', flush=True)
    if "end" in line:
        break
"""


def test_a_page_that_ended_is_started_anew_and_shows_the_same() -> None:
    started: list[subprocess.Popen[bytes]] = []

    def start() -> "subprocess.Popen[bytes]":
        pipe = subprocess.PIPE
        started.append(subprocess.Popen([sys.executable, "-c", ECHO], stdin=pipe, stdout=pipe))
        return started[-1]

    page = Page(start)
    try:
        page.show(Shown("end"))
        assert page.pressed(10) == Pressed("HDMI-A-1", (0.5, 0.25))
        started[0].wait(10)
        assert page.pressed(10) == Pressed("HDMI-A-1", (0.5, 0.25))
        assert len(started) == 2
    finally:
        page.close()
    assert all(each.poll() is not None for each in started)


def test_without_a_compositor_nothing_is_shown_and_nobody_waits_for_ever() -> None:
    now = [0.0]

    def pause(seconds: float) -> None:
        now[0] += seconds

    page = Page(lambda: None, lambda: now[0], pause)
    page.show(Shown("Kosketa ristiä"))

    assert page.pressed(5.0) is None
    assert now[0] >= 5.0


def test_the_program_of_the_page_shows_and_ends_with_its_input() -> None:
    words = [sys.executable, "-m", "vuoro.lobby", "appliance", "setup", "--page"]
    line = json.dumps({"title": "Kosketa ristiä", "crosses": {"": [0.5, 0.5]}}) + "\n"

    done = subprocess.run(
        words, input=line, capture_output=True, text=True, timeout=120,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
    )  # fmt: skip

    assert (done.returncode, done.stdout) == (0, "")
    assert read_shown(line).crosses == {"": (0.5, 0.5)}
    assert json.loads(pressed_line(Pressed("A", (0.1, 0.2)))) == {"output": "A", "at": [0.1, 0.2]}
