"""The live picture on the glass: where it may be, when it goes, and what tells that a code came."""

import queue
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial

import numpy as np
import pytest
from PySide6.QtCore import QCoreApplication
from PySide6.QtQuick import QQuickItem

from tests.kiosk.test_kiosk_glass import SIZES, WISHES, named
from tests.kiosk.visit import NEWS, Visit
from vuoro.core.clock import SystemClock
from vuoro.core.languages import FINNISH
from vuoro.core.settings.schema import ScannerSettings
from vuoro.core.wire.common import LobbyMode
from vuoro.hardware.scanners import camera_scanner, opening
from vuoro.hardware.scanners.reel import Reel
from vuoro.hardware.scanners.show import photograph
from vuoro.kiosk import measure
from vuoro.kiosk.easel import Easel
from vuoro.kiosk.flow import events, screens
from vuoro.kiosk.flow.buttons import Button
from vuoro.kiosk.flow.events import Scanned
from vuoro.kiosk.flow.state import State
from vuoro.kiosk.flow.wishes import Wishes
from vuoro.kiosk.listening import Listening
from vuoro.kiosk.live_picture import LivePicture
from vuoro.kiosk.reader import ScannerReader, shows_preview
from vuoro.kiosk.samples import LOBBY
from vuoro.kiosk.screen_map import visible_items

SEEN = np.full((720, 1280), 90, np.uint8)
PATIENCE = 20
MAY_SHOW = {"show-code", "idle-warning", "staff-scan"}


@pytest.fixture(scope="module", params=SIZES)
def window(request: pytest.FixtureRequest, qapp: object) -> Iterator[Easel]:
    easel = Easel(*SIZES[request.param])
    yield easel
    easel.close()


@pytest.fixture
def easel(window: Easel) -> Easel:
    """At home, with a camera that sees something."""
    window.look_through(SEEN)
    window.show(state_of(window, "home"))
    return window


def live(easel: Easel) -> list[QQuickItem]:
    items = visible_items(easel.root)
    return [item for item in items if isinstance(item, LivePicture) and item.property("live")]


def state_of(easel: Easel, name: str) -> State:
    return dict(easel.states(Wishes()))[name]


def test_visitors_see_themselves_only_where_they_hold_up_a_code(easel: Easel) -> None:
    shown = set()
    for name, state in easel.states(Wishes()):
        easel.show(state)
        if live(easel):
            shown.add(name)

    assert shown == MAY_SHOW


def test_the_live_picture_is_painted_where_it_is(easel: Easel) -> None:
    easel.show(state_of(easel, "show-code"))

    (item,) = live(easel)
    middle = item.mapToScene(item.boundingRect().center())
    colour = easel.picture().pixelColor(round(middle.x()), round(middle.y()))

    assert (colour.red(), colour.green(), colour.blue()) == (90, 90, 90)


def test_without_pictures_the_drawn_one_has_the_same_place(easel: Easel) -> None:
    easel.show(state_of(easel, "show-code"))
    with_camera = places(easel)

    easel.look_through(None)
    easel.show(state_of(easel, "home"))
    easel.show(state_of(easel, "show-code"))

    assert live(easel) == []
    assert {name: places(easel)[name] for name in with_camera} == with_camera


def test_a_picture_that_is_left_is_not_kept(easel: Easel) -> None:
    easel.show(state_of(easel, "show-code"))
    (item,) = live(easel)

    item.setVisible(False)

    assert isinstance(item, LivePicture)
    assert item._view is None
    assert not item._look_timer.isActive()


@pytest.mark.parametrize("wishes", WISHES, ids=named)
def test_every_screen_with_a_live_picture_fits(easel: Easel, wishes: Wishes) -> None:
    wrong = []
    for name, state in easel.states(wishes):
        if name not in MAY_SHOW - {"idle-warning"}:
            continue
        easel.show(state)
        (picture,) = live(easel)
        assert picture.height() >= easel.glass.look.value("mm") * 50, name
        mm = float(easel.glass.look.value("mm"))
        wrong += [f"{name}: {finding}" for finding in measure.findings(easel.root, mm)]
        wrong += easel.complaints
        easel.complaints.clear()

    assert wrong == []


def test_a_taken_code_is_told_on_the_next_screen_too_and_read_out(easel: Easel) -> None:
    state = state_of(easel, "number-admitted")
    easel.show(state)
    assert "Koodi luettu" not in words(easel)

    easel.show(replace(state, scans=1))

    assert "Koodi luettu" in words(easel)


def test_the_hint_says_that_no_picture_is_kept(easel: Easel) -> None:
    easel.show(replace(state_of(easel, "show-code"), wishes=Wishes(FINNISH)))

    assert "Kohdista koodi kehykseen. Kuvaa ei tallenneta." in words(easel)


@pytest.mark.parametrize(
    ("kind", "preview", "shows"),
    [("camera", True, True), ("camera", False, False), ("serial", True, False)],
)
def test_only_a_camera_shows_its_picture_and_only_if_it_may(
    kind: str, preview: bool, shows: bool
) -> None:
    settings = ScannerSettings(kind=kind, preview=preview)  # type: ignore[arg-type]

    assert shows_preview(settings) is shows


def test_what_the_camera_sees_gets_to_the_glass_and_its_code_to_the_flow(
    easel: Easel, monkeypatch: pytest.MonkeyPatch
) -> None:
    reel = Reel([photograph("VU1MINE")], fps=60)
    simulated = partial(camera_scanner.camera_scanner, open_capture=reel.open)
    monkeypatch.setattr(opening, "camera_scanner", simulated)
    monkeypatch.setattr(camera_scanner, "camera_device", lambda source: reel.find())
    reader = ScannerReader(ScannerSettings(kind="camera"), SystemClock())
    heard: queue.SimpleQueue[events.Event] = queue.SimpleQueue()
    easel.look_through(None)
    easel.glass.viewfinder.preview = None
    easel.show(state_of(easel, "show-code"))

    # The scanner is built while visitors can use the screen already.
    reader.start(heard.put)
    easel.glass.viewfinder.preview = reader.preview
    becomes(lambda: live(easel) != [])
    first, second = heard.get(timeout=PATIENCE), heard.get(timeout=PATIENCE)
    reader.listen(False)
    becomes(lambda: live(easel) == [])
    resting = reader.state()
    reader.close()

    assert first == events.DeviceChanged(scanner="ok")
    assert second == Scanned("VU1MINE", 7)
    assert resting == "ok"
    assert reader.stats() is not None
    assert reel.opened == 0


# What the scanner does as screens come and go


class Ear:
    """What a kiosk tells its scanner, and how often a code was acknowledged."""

    def __init__(self, visit: Visit) -> None:
        self.listens: list[bool] = []
        self.notes = 0
        self.visit = visit
        self.listening = Listening(self.listens.append, self._note)

    def _note(self) -> None:
        self.notes += 1

    def happens(self, event: events.Event) -> None:
        self.visit.happens(event)
        self.listening.follow(self.visit.state)


def test_the_camera_is_off_while_the_lobby_is_closed_and_on_again_before_it_is_needed(
    visit: Visit,
) -> None:
    ear = Ear(visit)

    ear.happens(events.LobbyChanged(replace(NEWS, lobby=replace(LOBBY, mode=LobbyMode.CLOSED))))
    ear.happens(events.LobbyChanged(replace(NEWS, lobby=replace(LOBBY, mode=LobbyMode.CLOSED))))
    ear.happens(events.LobbyChanged(NEWS))

    assert ear.listens == [False, True]


def test_a_code_taken_is_acknowledged_once_for_as_long_as_it_is_held(visit: Visit) -> None:
    ear = Ear(visit)

    for _ in range(3):
        ear.happens(Scanned("VU1.abc", 7))
        visit.now += 1.0

    assert ear.notes == 1


def test_a_code_that_comes_when_none_is_taken_is_not_acknowledged(visit: Visit) -> None:
    visit.asks_for_info()
    assert isinstance(visit.sees(), screens.Asking)
    ear = Ear(visit)

    ear.happens(Scanned("VU1.abc", 7))

    assert ear.notes == 0


def test_a_test_scan_of_staff_is_acknowledged(visit: Visit) -> None:
    visit.touches(Button.STAFF)
    visit.types("2468")
    visit.touches(Button.CONFIRM)
    visit.touches(Button.STAFF_SCAN)
    ear = Ear(visit)

    ear.happens(Scanned("anything", 8))

    assert ear.notes == 1


def becomes(true: Callable[[], bool]) -> None:
    """Let the glass live until something is so."""
    pause, ends = threading.Event(), time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < ends, "it never came true"
        QCoreApplication.processEvents()
        pause.wait(0.005)


def words(easel: Easel) -> set[str]:
    return {str(item.property("text")) for item in visible_items(easel.root)}


def places(easel: Easel) -> dict[str, tuple[int, int]]:
    """Where every button is."""
    targets = (item for item in visible_items(easel.root) if item.property("touchable"))
    corners = (
        (item.objectName(), item.mapToScene(item.boundingRect().center())) for item in targets
    )
    return {name: (round(at.x()), round(at.y())) for name, at in corners}
