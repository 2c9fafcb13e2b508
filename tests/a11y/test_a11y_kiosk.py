"""The walk through the kiosk: it finds states, and faults that are planted in the real window."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtQml import QQmlComponent, QQmlEngine
from PySide6.QtQuick import QQuickItem

from vuoro.core.languages import FINNISH, Language
from vuoro.kiosk.flow.wishes import Contrast, Reach, Wishes
from vuoro.kiosk.samples import samples
from vuoro.lobby.a11y.finding import Notebook
from vuoro.lobby.a11y.kiosk import spoken, time_outs
from vuoro.lobby.a11y.kiosk.combinations import Job, Way
from vuoro.lobby.a11y.kiosk.hands import go_round
from vuoro.lobby.a11y.kiosk.happenings import happenings, unknown_events
from vuoro.lobby.a11y.kiosk.measuring import Measuring
from vuoro.lobby.a11y.kiosk.reachable import CONFIG, Reached, _next
from vuoro.lobby.a11y.kiosk.studio import Drawn, Studio

WAY = Way(0, Contrast.STANDARD, Reach.NONE, True, False)


@pytest.fixture(scope="module")
def studio(qapp: object) -> Iterator[Studio]:
    studio = Studio()
    yield studio
    studio.close()


def state(name: str) -> Reached:
    return Reached(name, dict(samples(Wishes()))[name], ())


def measured(studio: Studio, name: str, folder: Path, language: Language = FINNISH) -> Notebook:
    book = Notebook()
    drawn = studio.draw(state(name), Job(0, language, WAY))
    Measuring(book, folder, "t").measure(drawn)
    return book


def test_every_class_of_event_is_tried() -> None:
    assert unknown_events() == ()


def test_from_home_a_visitor_gets_to_other_screens() -> None:
    first = dict(samples(Wishes()))["home"]

    screens = {type(after.screen) for _, after in _next(first, CONFIG, thorough=True)}

    assert len(screens) > 5
    assert {name for name, _ in happenings(first)} >= {"number", "pass", "closed"}


def test_a_screen_that_ends_without_a_warning_is_found() -> None:
    pad = replace(state("identity-half"))
    (good,) = time_outs.play([pad])
    assert good.warned is not None
    assert good.warned >= time_outs.WARNED_SECONDS
    assert good.stayed >= time_outs.EXTENSIONS


def test_a_real_screen_is_measured_in_every_respect(studio: Studio, tmp_path: Path) -> None:
    book = measured(studio, "services", tmp_path)

    for name in ("text-fits", "text-contrast", "target-size", "names", "spoken", "edge-contrast"):
        assert book.checked.get(f"kiosk.{name}", 0) > 5, name


Plant = Callable[[str], QQuickItem]
PLANTED = """
import QtQuick
Item {
    id: planted
    property string wrong: "%s"
    property bool named: true
    width: 400; height: 400; x: 40; y: 500; z: 50
    Rectangle { anchors.fill: parent; color: "white" }
    Text { visible: planted.wrong === "cut"; width: 60; elide: Text.ElideRight
           text: "Kutsumme sinut"; font.pixelSize: 40 }
    Text { visible: planted.wrong === "pale"; x: 20; y: 20; color: "#bbbbbb"
           text: "Kutsumme sinut"; font.pixelSize: 40 }
    Item { visible: planted.wrong === "small"; objectName: "tiny"; width: 48; height: 48
           property bool touchable: true }
    Item { visible: planted.wrong === "nameless"; objectName: "nameless"; width: 200; height: 200
           property bool touchable: true
           Accessible.role: Accessible.Button }
    Item { visible: planted.wrong === "trap"; objectName: "trap"; width: 200; height: 200
           property bool touchable: true
           activeFocusOnTab: true
           Keys.onTabPressed: {} }
}
"""


@pytest.fixture
def plant(studio: Studio) -> Iterator[object]:
    """Puts a faulty item over the home screen."""
    easel = studio.easels[True]

    def put(wrong: str) -> QQuickItem:
        easel.show(dict(samples(Wishes()))["home"])
        component = QQmlComponent(easel.view.engine())
        component.setData((PLANTED % wrong).encode(), QUrl())
        item = component.create()
        assert isinstance(item, QQuickItem), component.errorString()
        QQmlEngine.setObjectOwnership(item, QQmlEngine.ObjectOwnership.CppOwnership)
        item.setParentItem(easel.root)
        item.setParent(easel.root)
        return item

    yield put
    for item in easel.root.childItems():
        if item.property("wrong"):
            item.setVisible(False)
            item.setParentItem(None)  # type: ignore[arg-type]  # the stub allows no end


@pytest.mark.parametrize(
    ("wrong", "measurement", "subject"),
    [
        ("cut", "kiosk.text-fits", "cut off"),
        ("pale", "kiosk.text-contrast", "standard"),
        ("small", "kiosk.target-size", "small: tiny"),
        ("nameless", "kiosk.names", "no name: nameless"),
        ("nameless", "kiosk.spoken", "not read: nameless"),
    ],
)
def test_a_planted_fault_is_found(
    studio: Studio, plant: Plant, tmp_path: Path, wrong: str, measurement: str, subject: str
) -> None:
    plant(wrong)
    book = Notebook()

    Measuring(book, tmp_path, "t").measure(_as_it_is(studio))

    found = [key for key in book.faults if key[0] == measurement and subject in key[1]]
    assert found, sorted(book.faults)
    picture = book.faults[found[0]].picture
    assert picture == "" or (tmp_path / picture).is_file()


def test_a_focus_trap_is_found(studio: Studio, plant: Plant) -> None:
    easel = studio.easels[True]
    easel.show(dict(samples(Wishes()))["home"])
    assert list(go_round(easel).faults()) == []

    plant("trap")

    assert list(go_round(easel).faults()) != []


def test_words_that_are_shown_and_not_read_are_found(studio: Studio) -> None:
    drawn = studio.draw(state("home"), Job(0, FINNISH, WAY))
    reading = spoken.read(drawn.state)
    without = replace(reading, items=tuple(i for i in reading.items if i.id != "lead"))

    assert list(spoken.unspoken_words(drawn.scene, reading)) == []
    assert list(spoken.unspoken_words(drawn.scene, without)) != []


def test_a_code_that_everybody_would_hear_is_found() -> None:
    pad = dict(samples(Wishes()))["identity-half"]
    reading = spoken.read(pad)
    aloud = replace(reading.items[0], id="typed", text="131052", said="1 3 1 0 5 2", private=False)

    assert list(spoken.overheard(pad, reading)) == []
    assert list(spoken.overheard(pad, replace(reading, items=(aloud,)))) == ["typed"]


def _as_it_is(studio: Studio) -> Drawn:
    """What is on the upright glass now."""
    easel = studio.easels[True]
    from vuoro.lobby.a11y.kiosk.studio import _names

    scene = studio.readers[True].scene(easel.root)
    shown = dict(samples(Wishes()))["home"]
    mm = float(easel.glass.look.value("mm"))
    names = _names(easel.root)
    job = Job(0, FINNISH, WAY)
    return Drawn("home", job, shown, scene, easel.picture(), mm, names, None)
