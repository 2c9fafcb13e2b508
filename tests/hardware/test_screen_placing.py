"""A window on its output while outputs are plugged, pulled and changed; real screens of Qt."""

import os
import socket
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_QUICK_BACKEND", "software")

import pytest
from PySide6.QtCore import QEvent, QEventLoop, QRect, Qt, QTimer, QUrl, SignalInstance
from PySide6.QtGui import QGuiApplication
from PySide6.QtQuick import QQuickView

from tests.hardware.plugs import no_outputs_but_those_plugged, plug
from vuoro.core.service_manager import NOBODY, ServiceManager
from vuoro.hardware.screen import life
from vuoro.hardware.screen.citizen import NO_SCREEN, Citizen
from vuoro.hardware.screen.placing import size_on

ONE, TWO = "HDMI-A-1", "HDMI-A-2"
LEFT, RIGHT = QRect(0, 0, 1080, 1920), QRect(1080, 0, 1920, 1080)
LIMIT_MS = 5000
Make = Callable[..., Citizen]


@pytest.fixture(scope="module", autouse=True)
def app() -> QGuiApplication:
    here = QGuiApplication.instance()
    return here if isinstance(here, QGuiApplication) else QGuiApplication([])


@pytest.fixture(autouse=True)
def outputs() -> Iterator[None]:
    with no_outputs_but_those_plugged():
        yield


@pytest.fixture
def view(tmp_path: Path) -> Iterator[QQuickView]:
    scene = tmp_path / "Scene.qml"
    scene.write_text('import QtQuick\nRectangle { color: "teal" }\n')
    window = QQuickView()
    window.setResizeMode(QQuickView.ResizeMode.SizeRootObjectToView)
    window.setSource(QUrl.fromLocalFile(str(scene)))
    yield window
    window.close()
    window.setSource(QUrl())


@pytest.fixture
def citizen(view: QQuickView) -> Iterator[Make]:
    made: list[Citizen] = []

    def make(output: str, *, full_screen: bool = True, manager: ServiceManager = NOBODY) -> Citizen:
        made.append(Citizen(view, output, full_screen=full_screen, manager=manager))
        return made[-1]

    yield make
    for each in made:
        each.close()


def until(signal: SignalInstance) -> bool:
    """Whether it came before anybody would give up."""
    loop = QEventLoop()
    signal.connect(lambda *_: loop.exit(1))
    QTimer.singleShot(LIMIT_MS, loop.quit)
    return loop.exec() == 1


def settle() -> None:
    for _ in range(5):
        QGuiApplication.processEvents()


@pytest.mark.parametrize(
    ("output", "at"), [(ONE, LEFT), (TWO, RIGHT)], ids=["the first", "the second"]
)
def test_a_window_fills_its_own_output_in_whatever_order_they_are_told(
    output: str, at: QRect, citizen: Make, view: QQuickView
) -> None:
    plug({TWO: RIGHT, ONE: LEFT})

    citizen(output).show()
    settle()

    assert (view.isVisible(), view.geometry(), view.screen().name()) == (True, at, output)
    assert view.visibility() == QQuickView.Visibility.FullScreen
    assert view.flags() & Qt.WindowType.FramelessWindowHint


def test_a_window_waits_for_its_output_and_takes_no_other(citizen: Make, view: QQuickView) -> None:
    plug({TWO: RIGHT})

    citizen(ONE).show()
    settle()
    waited = view.isVisible()
    plug({TWO: RIGHT, ONE: LEFT})
    settle()

    assert not waited
    assert (view.isVisible(), view.geometry()) == (True, LEFT)


def test_an_unplugged_output_takes_the_window_with_it_and_brings_it_back(
    citizen: Make, view: QQuickView
) -> None:
    plug({ONE: LEFT, TWO: RIGHT})
    told: list[str] = []
    kiosk = citizen(ONE)
    assert kiosk.placing is not None
    kiosk.placing.placed.connect(told.append)
    kiosk.show()
    settle()

    for _ in range(3):
        plug({TWO: RIGHT})
        settle()
        gone = view.isVisible()
        plug({TWO: RIGHT, ONE: LEFT})
        settle()

        assert not gone
        assert (view.isVisible(), view.geometry(), view.screen().name()) == (True, LEFT, ONE)
    assert told == [ONE, "", ONE, "", ONE, "", ONE]


def test_the_other_output_may_come_and_go_without_a_flicker(
    citizen: Make, view: QQuickView
) -> None:
    plug({ONE: LEFT, TWO: RIGHT})
    citizen(ONE).show()
    settle()
    seen: list[bool] = []
    view.visibleChanged.connect(seen.append)

    plug({ONE: LEFT})
    settle()
    plug({ONE: LEFT, TWO: RIGHT})
    settle()

    assert seen == []


def test_a_panel_of_another_size_on_the_same_plug_is_filled(
    citizen: Make, view: QQuickView
) -> None:
    plug({ONE: LEFT})
    citizen(ONE).show()
    settle()

    plug({ONE: QRect(0, 0, 768, 1366)})
    settle()
    changed = view.geometry()
    plug({})
    plug({ONE: QRect(0, 0, 1200, 1600)})
    settle()

    assert changed == QRect(0, 0, 768, 1366)
    assert view.geometry() == QRect(0, 0, 1200, 1600)


def test_a_window_is_measured_on_its_output_before_it_is_shown(view: QQuickView) -> None:
    plug({ONE: LEFT})

    assert size_on(ONE, view.size()) == LEFT.size()
    assert size_on(TWO, view.size()) == view.size()


def test_nobody_at_the_screen_can_close_it_and_the_program_can(
    citizen: Make, view: QQuickView
) -> None:
    plug({ONE: LEFT})
    kiosk = citizen(ONE)
    kiosk.show()
    settle()

    view.close()
    refused = view.isVisible()
    QGuiApplication.sendEvent(view, QEvent(QEvent.Type.Close))
    cursor = QGuiApplication.overrideCursor()

    assert refused
    assert view.isVisible()
    assert cursor is not None
    assert cursor.shape() is Qt.CursorShape.BlankCursor


class Manager:
    """systemd's end of the line."""

    def __init__(self, folder: Path) -> None:
        self._line = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self._line.bind(str(folder / "notify"))
        self._line.setblocking(False)
        self.told = ServiceManager(
            {"NOTIFY_SOCKET": str(folder / "notify"), "WATCHDOG_USEC": "60000"}
        )

    def heard(self) -> list[str]:
        """All that has been said up to now."""
        words = []
        while True:
            try:
                words.append(self._line.recv(200).decode())
            except BlockingIOError:
                return words

    def close(self) -> None:
        self._line.close()


@pytest.fixture
def manager(tmp_path: Path) -> Iterator[Manager]:
    made = Manager(tmp_path)
    yield made
    made.close()


def test_systemd_hears_of_the_first_picture_and_then_of_life(
    citizen: Make, manager: Manager, view: QQuickView
) -> None:
    plug({ONE: LEFT})
    kiosk = citizen(ONE, manager=manager.told)

    kiosk.show()
    before = manager.heard()
    assert until(kiosk.ready)
    words = _until_alive(manager)
    frames: list[None] = []
    view.frameSwapped.connect(lambda: frames.append(None))
    for _ in range(3):
        _until_alive(manager)

    assert before == [f"STATUS=on {ONE}"]
    assert words.count("READY=1") == 1
    assert frames, "each sign of life stands on a frame that was asked for"


def test_without_a_screen_a_program_is_ready_and_lives_and_paints_when_one_comes(
    citizen: Make, manager: Manager, view: QQuickView, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(life, "NO_SCREEN_MS", 20)
    kiosk = citizen(ONE, manager=manager.told)

    kiosk.show()
    assert until(kiosk.ready)
    words = _until_alive(manager)
    plug({ONE: LEFT})

    assert until(view.frameSwapped)
    assert words[0] == f"STATUS={NO_SCREEN}"
    assert words.count("READY=1") == 1
    assert "READY=1" not in manager.heard()


def _until_alive(manager: Manager) -> list[str]:
    words: list[str] = []
    for _ in range(LIMIT_MS // 20):
        words += manager.heard()
        if "WATCHDOG=1" in words:
            return words
        loop = QEventLoop()
        QTimer.singleShot(20, loop.quit)
        loop.exec()
    raise AssertionError("no sign of life")


class Stuck(QQuickView):
    """A window whose renderer hangs: it is asked for frames and none comes out."""

    def __init__(self) -> None:
        super().__init__()
        self.stuck = threading.Event()

    def event(self, event: QEvent) -> bool:
        if self.stuck.is_set() and event.type() == QEvent.Type.UpdateRequest:
            return True
        return super().event(event)


def test_a_window_that_paints_no_more_is_silent_though_its_thread_lives(manager: Manager) -> None:
    plug({ONE: LEFT})
    view = Stuck()
    kiosk = Citizen(view, ONE, full_screen=True, manager=manager.told)
    kiosk.show()
    assert until(view.frameSwapped)
    _until_alive(manager)

    view.stuck.set()
    _beats(3)
    manager.heard()
    _beats(5)
    silent = manager.heard()
    view.stuck.clear()
    view.requestUpdate()
    words = _until_alive(manager)
    kiosk.close()
    view.close()

    assert silent == []
    assert "WATCHDOG=1" in words
    assert manager.heard()[-1] == "STOPPING=1"


def _beats(count: int) -> None:
    """So many beats of the watchdog pass, 20 ms each."""
    loop = QEventLoop()
    QTimer.singleShot(count * 20 + 5, loop.quit)
    loop.exec()
