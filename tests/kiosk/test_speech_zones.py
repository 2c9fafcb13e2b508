"""The glass of somebody who listens and has no keys: four large buttons, and nothing else."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtQuick import QQuickItem
from PySide6.QtTest import QTest

from vuoro.core.languages import Language
from vuoro.hardware.keypads.keys import NavKey
from vuoro.kiosk.easel import Easel
from vuoro.kiosk.flow.speech import Speech
from vuoro.kiosk.flow.state import State
from vuoro.kiosk.flow.wishes import Wishes
from vuoro.kiosk.gallery import LANDSCAPE_MM, PORTRAIT_MM
from vuoro.kiosk.samples import samples
from vuoro.kiosk.screen_map import is_text, visible_items
from vuoro.kiosk.speech.telling import ZONES

SIZES = {"portrait": (1080, 1920, PORTRAIT_MM), "landscape": (1920, 1080, LANDSCAPE_MM)}


@pytest.fixture(scope="module", params=SIZES)
def easel(request: pytest.FixtureRequest, qapp: object) -> Iterator[Easel]:
    easel = Easel(*SIZES[request.param])
    yield easel
    easel.close()


def listening(language: str, *, zones: bool = True, at: str = "number") -> State:
    home = dict(samples(Wishes(Language(language))))["home"]
    return replace(home, speech=Speech(on=True, zones=zones, at=at))


def zones_on(easel: Easel) -> dict[str, QQuickItem]:
    found = (item for item in visible_items(easel.root) if item.property("touchable"))
    return {item.objectName(): item for item in found if item.objectName().startswith("zone-")}


def middle(item: QQuickItem) -> QPoint:
    return item.mapToScene(QPointF(item.width() / 2, item.height() / 2)).toPoint()


@pytest.mark.parametrize("language", ["fi", "ar"])
def test_four_zones_fill_the_glass(easel: Easel, language: str) -> None:
    easel.show(listening(language))
    zones = zones_on(easel)

    assert set(zones) == {f"zone-{key.value}" for key in ZONES}
    area = sum(item.width() * item.height() for item in zones.values())
    assert area > 0.97 * easel.root.width() * easel.root.height()
    assert easel.complaints == []


def test_each_zone_is_where_it_is_said_to_be(easel: Easel) -> None:
    for language, back_is_left in (("fi", True), ("ar", False)):
        easel.show(listening(language))
        at = {name: middle(item) for name, item in zones_on(easel).items()}

        assert (at["zone-back"].x() < at["zone-next"].x()) is back_is_left
        assert (at["zone-repeat"].x() < at["zone-choose"].x()) is back_is_left
        assert at["zone-back"].y() == at["zone-next"].y() < at["zone-choose"].y()


def test_a_zone_acts_when_the_finger_is_lifted(easel: Easel) -> None:
    easel.show(listening("fi"))
    easel.pressed.clear()
    at = middle(zones_on(easel)[f"zone-{NavKey.CHOOSE.value}"])

    QTest.mousePress(easel.view, Qt.MouseButton.LeftButton, pos=at)
    assert easel.pressed == []
    QTest.mouseRelease(easel.view, Qt.MouseButton.LeftButton, pos=at)

    assert easel.pressed == [("zone", "choose")]


def test_what_is_under_the_zones_cannot_be_touched(easel: Easel) -> None:
    easel.show(listening("fi"))
    easel.pressed.clear()
    for across in range(60, int(easel.root.width()), 240):
        for down in range(60, int(easel.root.height()), 240):
            QTest.mouseClick(easel.view, Qt.MouseButton.LeftButton, pos=QPoint(across, down))

    assert easel.pressed
    # Between the zones a touch says no more than that somebody is there.
    assert {button for button, _ in easel.pressed} <= {"zone", "stay"}


@pytest.mark.parametrize("language", ["fi", "sv", "en", "ar"])
def test_every_zone_has_its_word(easel: Easel, language: str) -> None:
    easel.show(listening(language))
    words = easel.glass.view.value("zones")

    for item in zones_on(easel).values():
        texts = [str(each.property("text")) for each in visible_items(item) if is_text(each)]
        assert texts == [each["text"] for each in words if each["key"] == item.property("value")]
        for each in visible_items(item):
            assert not is_text(each) or each.property("contentWidth") <= item.width()


def test_the_cursor_is_seen_as_well(easel: Easel) -> None:
    easel.show(listening("fi", zones=False, at="number"))
    ringed = [
        item.objectName() for item in visible_items(easel.root) if item.property("ringed")
    ]  # fmt: skip

    assert ringed == ["number"]
    easel.show(replace(listening("fi"), speech=Speech()))
    assert not any(item.property("ringed") for item in visible_items(easel.root))
