"""A finger on the glass, and what it makes the kiosk do."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtQuick import QQuickView
from PySide6.QtTest import QTest

from vuoro.core import look
from vuoro.core.clock import SteppingClock
from vuoro.core.ids import seeded_ids
from vuoro.core.wire.kiosk import KioskFrame
from vuoro.kiosk.controller import Controller
from vuoro.kiosk.flow import effects, events, screens
from vuoro.kiosk.flow.state import Config
from vuoro.kiosk.gallery import PORTRAIT_MM
from vuoro.kiosk.glass import Glass
from vuoro.kiosk.painter import Painter
from vuoro.kiosk.samples import LOBBY, NOW, SERVICES
from vuoro.kiosk.screen_map import screen_map
from vuoro.kiosk.window import close_window, open_window, set_fonts

CODE = "010190-900P"


class Desk:
    """A kiosk with a real glass, a clock that stands still, and a note of what it wanted done."""

    def __init__(self) -> None:
        from PySide6.QtCore import QSize

        set_fonts()
        self.clock = SteppingClock(NOW, elapsed=100.0)
        self.asked: list[effects.Effect] = []
        self.glass = Glass(look.load(), PORTRAIT_MM, self._press)
        config = Config(pin="2468")
        painter = Painter(self.glass, self.clock, config)
        new_press = seeded_ids(self.clock, seed=1).event
        self.controller = Controller(self.clock, config, new_press, painter.paint, self)
        self.controller.start()
        self.view: QQuickView = open_window(self.glass, QSize(1080, 1920))
        self.view.show()
        frame = KioskFrame(1, True, NOW, LOBBY, SERVICES)
        self.happens(events.LobbyChanged(frame))

    def run(self, effect: effects.Effect) -> None:
        self.asked.append(effect)

    def happens(self, event: events.Event) -> None:
        self.controller.post(event)
        self.settle()

    def settle(self) -> None:
        QTest.qWait(0)
        self.view.grabWindow()

    def touch(self, name: str, *, later: float = 1.0) -> None:
        self.clock.advance(timedelta(seconds=later))
        QTest.mouseClick(self.view, Qt.MouseButton.LeftButton, pos=self.middle(name))
        self.settle()

    def middle(self, name: str) -> QPoint:
        targets = self.map()["targets"]
        (at,) = [target for target in targets if target["name"] == name]
        return QPoint(at["x"] + at["w"] // 2, at["y"] + at["h"] // 2)

    def map(self) -> dict[str, Any]:
        return screen_map(self.view.rootObject(), "", "")

    @property
    def screen(self) -> screens.Screen:
        return self.controller.state.screen

    def close(self) -> None:
        self.controller.stop()
        close_window(self.view)

    def _press(self, button: str, value: str) -> None:
        self.controller.press(button, value)


@pytest.fixture
def desk(qapp: object) -> Iterator[Desk]:
    desk = Desk()
    yield desk
    desk.close()


def test_fingers_type_an_identity_code_and_check_in(desk: Desk) -> None:
    desk.touch("appointment")
    desk.touch("identity-code")
    for key in CODE:
        desk.touch(f"key-{key}", later=0.4)
    words = "".join(str(text) for text in desk.map()["texts"])
    desk.touch("confirm")

    assert "010190" not in words
    (asked,) = desk.asked
    assert isinstance(asked, effects.CheckIn)
    assert asked.request.text == CODE


def test_a_double_tap_on_the_glass_gives_one_request(desk: Desk) -> None:
    desk.touch("number")
    desk.touch("service-info")
    QTest.mouseDClick(desk.view, Qt.MouseButton.LeftButton, pos=QPoint(540, 600))
    desk.settle()

    assert len(desk.asked) == 1


def test_a_finger_that_slips_off_a_button_does_nothing(desk: Desk) -> None:
    desk.clock.advance(timedelta(seconds=1))
    QTest.mousePress(desk.view, Qt.MouseButton.LeftButton, pos=desk.middle("number"))
    assert desk.screen == screens.Home()
    QTest.mouseMove(desk.view, QPoint(20, 300))
    QTest.mouseRelease(desk.view, Qt.MouseButton.LeftButton, pos=QPoint(20, 300))
    desk.settle()

    assert desk.screen == screens.Home()


def test_a_language_is_one_touch_away_and_changes_every_word(desk: Desk) -> None:
    before = set(map(str, desk.map()["texts"]))
    desk.touch("language-sv")
    after = set(map(str, desk.map()["texts"]))

    assert "Välkommen" in after
    assert not {"Tervetuloa", "Tarvitsen numeron"} & after
    assert "Tervetuloa" in before


def test_an_answer_from_another_thread_reaches_the_glass(desk: Desk) -> None:
    import threading

    desk.touch("number")
    desk.touch("service-info")
    press = desk.asked[0].press if isinstance(desk.asked[0], effects.Issue) else UUID(int=0)
    thread = threading.Thread(target=lambda: desk.controller.post(events.Unanswered(press)))
    thread.start()
    thread.join()
    assert isinstance(desk.screen, screens.Asking)
    assert desk.screen.attempt == 1
    desk.settle()

    asking = desk.controller.state.screen
    assert isinstance(asking, screens.Asking)
    assert asking.attempt == 2


def test_a_closed_lobby_shows_at_once(desk: Desk) -> None:
    from vuoro.core.wire.common import LobbyMode

    closed = replace(LOBBY, mode=LobbyMode.CLOSED)
    desk.happens(events.LobbyChanged(KioskFrame(2, False, NOW, closed)))

    assert "Olemme nyt kiinni" in desk.map()["texts"]
