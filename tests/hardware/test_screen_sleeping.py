"""A screen is dark outside its hours, and who touches it lights it and presses nothing."""

import os
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_QUICK_BACKEND", "software")

import pytest
from PySide6.QtCore import QPoint, QUrl
from PySide6.QtGui import QGuiApplication, QPointingDevice
from PySide6.QtQuick import QQuickView
from PySide6.QtTest import QTest

from vuoro.core.clock import ClockState, SteppingClock
from vuoro.core.on_hours import week_of
from vuoro.hardware.screen.sleeping import DEAF_SECONDS, LIT_SECONDS, Sleeping

MORNING, EVENING = datetime(2026, 11, 18, 8, tzinfo=UTC), datetime(2026, 11, 18, 18, tzinfo=UTC)
CHRISTMAS = datetime(2026, 12, 25, 8, tzinfo=UTC)
"""A Friday."""
SCENE = """
import QtQuick
Rectangle {
    color: "white"
    property int pressed: 0
    MouseArea { anchors.fill: parent; onClicked: parent.pressed += 1 }
}
"""
LATE = timedelta(seconds=LIT_SECONDS + 1)


class Taken:
    """The orders that a compositor would have got."""

    def __init__(self) -> None:
        self.sent: list[tuple[str, ...]] = []

    def send(self, *words: str) -> None:
        self.sent.append(words)


@pytest.fixture(scope="module", autouse=True)
def app() -> QGuiApplication:
    here = QGuiApplication.instance()
    return here if isinstance(here, QGuiApplication) else QGuiApplication([])


@pytest.fixture
def view(tmp_path: Path) -> Iterator[QQuickView]:
    scene = tmp_path / "Scene.qml"
    scene.write_text(SCENE)
    window = QQuickView()
    window.setResizeMode(QQuickView.ResizeMode.SizeRootObjectToView)
    window.setSource(QUrl.fromLocalFile(str(scene)))
    window.resize(200, 100)
    window.show()
    settle()
    yield window
    window.close()
    window.setSource(QUrl())


def settle() -> None:
    for _ in range(5):
        QGuiApplication.processEvents()


def asleep(view: QQuickView, clock: SteppingClock, taken: Taken | None = None) -> Sleeping:
    week = week_of("mon-fri 08:00-17:00")
    assert week is not None
    # The stand-in has the one method that is used.
    made = Sleeping(view, week, clock, taken)  # type: ignore[arg-type]
    made.placed("HDMI-A-1")
    return made


def colour(view: QQuickView) -> str:
    settle()
    return view.grabWindow().pixelColor(100, 50).name()


@pytest.fixture(scope="module")
def finger(app: QGuiApplication) -> QPointingDevice:
    return QTest.createTouchDevice()


def touch(view: QQuickView, finger: QPointingDevice) -> int:
    """Press and lift, the whole way through Qt; how often the scene heard of it."""
    QTest.touchEvent(view, finger).press(0, QPoint(100, 50), view).commit()
    settle()
    QTest.touchEvent(view, finger).release(0, QPoint(100, 50), view).commit()
    settle()
    return int(view.rootObject().property("pressed"))


@pytest.mark.parametrize(
    ("now", "dark"), [(MORNING, False), (EVENING, True), (CHRISTMAS, True)], ids=str
)
def test_a_screen_is_dark_outside_its_hours_after_nobody_used_it(
    now: datetime, dark: bool, view: QQuickView
) -> None:
    clock, taken = SteppingClock(now), Taken()
    sleeping = asleep(view, clock, taken)

    sleeping.look()
    at_first = colour(view)
    clock.advance(LATE)
    sleeping.look()

    assert at_first == "#ffffff", "whoever starts it sees it for a while"
    assert colour(view) == ("#000000" if dark else "#ffffff")
    assert taken.sent == [("wlopm", "--off", "HDMI-A-1")] * dark


def test_a_touch_lights_a_dark_screen_and_presses_nothing(
    view: QQuickView, finger: QPointingDevice
) -> None:
    clock, taken = SteppingClock(EVENING), Taken()
    sleeping = asleep(view, clock, taken)
    clock.advance(LATE)
    sleeping.look()

    pressed_in_the_dark = touch(view, finger)
    lit = colour(view)
    clock.advance(timedelta(seconds=DEAF_SECONDS - 0.1))
    pressed_before_it_was_seen = touch(view, finger)
    clock.advance(timedelta(seconds=0.2))
    pressed_in_the_light = touch(view, finger)
    clock.advance(LATE)
    sleeping.look()

    assert lit == "#ffffff"
    assert (pressed_in_the_dark, pressed_before_it_was_seen, pressed_in_the_light) == (0, 0, 1)
    assert [words[1] for words in taken.sent] == ["--off", "--on", "--off"]


def test_news_light_a_dark_screen_for_a_while(view: QQuickView) -> None:
    clock = SteppingClock(EVENING)
    sleeping = asleep(view, clock)
    clock.advance(LATE)
    sleeping.look()

    sleeping.used()
    lit = colour(view)
    clock.advance(timedelta(seconds=LIT_SECONDS - 1))
    sleeping.look()
    still = colour(view)
    clock.advance(timedelta(seconds=2))
    sleeping.look()

    assert (lit, still, colour(view)) == ("#ffffff", "#ffffff", "#000000")


def test_the_hour_lights_it_in_the_morning(view: QQuickView) -> None:
    clock = SteppingClock(datetime(2026, 11, 18, 5, 55, tzinfo=UTC))
    sleeping = asleep(view, clock)
    clock.advance(timedelta(minutes=4))
    sleeping.look()
    before = sleeping.dark

    clock.advance(timedelta(minutes=1))
    sleeping.look()

    assert (before, sleeping.dark) == (True, False)


def test_a_computer_that_does_not_know_the_hour_stays_lit(view: QQuickView) -> None:
    clock = SteppingClock(EVENING, ClockState.UNSET)
    sleeping = asleep(view, clock)
    clock.advance(LATE)

    sleeping.look()
    lit = not sleeping.dark
    clock.state = ClockState.SYNC
    sleeping.look()

    assert (lit, sleeping.dark) == (True, True)


def test_an_output_that_comes_back_in_the_night_is_put_to_sleep_again(view: QQuickView) -> None:
    clock, taken = SteppingClock(EVENING), Taken()
    sleeping = asleep(view, clock, taken)
    clock.advance(LATE)
    sleeping.look()

    sleeping.placed("")
    sleeping.placed("HDMI-A-1")

    assert taken.sent == [("wlopm", "--off", "HDMI-A-1")] * 2


def test_a_program_that_ends_looks_after_its_screen_no_more(
    view: QQuickView, finger: QPointingDevice
) -> None:
    clock, taken = SteppingClock(EVENING), Taken()
    sleeping = asleep(view, clock, taken)
    clock.advance(LATE)
    sleeping.look()

    sleeping.close()

    assert touch(view, finger) == 1
    assert [words[1] for words in taken.sent] == ["--off"]
