"""The kiosk as it is laid out: every screen, every size of text, both orientations."""

from collections.abc import Iterable, Iterator

import pytest
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtQuick import QQuickItem

from vuoro.core.languages import ENGLISH, FINNISH, SWEDISH, Language
from vuoro.kiosk.easel import Easel
from vuoro.kiosk.flow.wishes import Contrast, Reach, Wishes
from vuoro.kiosk.gallery import LANDSCAPE_MM, PORTRAIT_MM
from vuoro.kiosk.screen_map import is_text, visible_items

LEAST_TARGET_MM = 20.0
LEAST_GAP_MM = 2.5
PIXEL = 1.0

SIZES = {"portrait": (1080, 1920, PORTRAIT_MM), "landscape": (1920, 1080, LANDSCAPE_MM)}
WISHES = [
    *(Wishes(language, size) for language in (FINNISH, SWEDISH, ENGLISH) for size in (0, 1, 2)),
    Wishes(FINNISH, 0, Contrast.DARK, Reach.RIGHT),
    Wishes(SWEDISH, 2, Contrast.BRIGHT, Reach.LEFT),
]


def named(wishes: Wishes) -> str:
    return f"{wishes.language}-{wishes.text_size}{'' if wishes.reach is Reach.NONE else '-reach'}"


@pytest.fixture(scope="module", params=SIZES)
def easel(request: pytest.FixtureRequest, qapp: object) -> Iterator[Easel]:
    easel = Easel(*SIZES[request.param])
    yield easel
    easel.close()


@pytest.mark.parametrize("wishes", WISHES, ids=named)
def test_every_screen_fits_and_every_target_can_be_touched(easel: Easel, wishes: Wishes) -> None:
    wrong = []
    for name, state in easel.states(wishes):
        easel.show(state)
        top = sheet(easel.root) if state.warned else easel.root
        items = list(visible_items(top))
        wrong += [
            f"{name}: {what}" for what in (*misfits(items, easel), *bad_targets(items, easel))
        ]
        wrong += [f"{name}: {words}" for words in easel.complaints]
        easel.complaints.clear()

    assert wrong == []


def test_a_capital_letter_is_as_high_as_a_person_with_low_vision_needs(easel: Easel) -> None:
    from PySide6.QtGui import QRawFont

    from vuoro.core.look import fonts

    _, state = next(iter(easel.states(Wishes(Language("fi")))))
    easel.show(state)
    body = float(easel.glass.look.value("body"))
    regular = next(file for file in fonts() if "Regular" in file.name)

    capital = QRawFont(str(regular), body).capHeight() / float(easel.glass.look.value("mm"))

    assert capital >= 7.25


@pytest.mark.parametrize("size", [0, 1, 2])
def test_a_service_says_what_it_is_for_in_every_size_of_text(easel: Easel, size: int) -> None:
    states = dict(easel.states(Wishes(text_size=size)))
    easel.show(states["services"])

    assert "Yleiset kysymykset" in [
        item.property("text") for item in texts(visible_items(easel.root))
    ]


def test_no_code_is_in_any_word_on_the_glass_but_masked(easel: Easel) -> None:
    for name, state in easel.states(Wishes()):
        if not name.startswith("identity"):
            continue
        easel.show(state)
        words = "".join(str(item.property("text")) for item in texts(visible_items(easel.root)))

        assert "010190" not in words
        assert "900" not in words


def sheet(root: QQuickItem) -> QQuickItem:
    """What lies over everything else."""
    return root.childItems()[-1]


def texts(items: Iterable[QQuickItem]) -> list[QQuickItem]:
    return [item for item in items if is_text(item) and item.property("text")]


def misfits(items: list[QQuickItem], easel: Easel) -> Iterator[str]:
    """Words that are cut off, or stick out of their button, their screen or the window."""
    window = QRectF(0, 0, easel.root.width(), easel.root.height())
    for item in texts(items):
        words = str(item.property("text"))
        if item.property("truncated"):
            yield f"cut off: {words}"
        painted = place(item)
        painted.setHeight(max(painted.height(), item.property("contentHeight")))
        painted.setWidth(max(painted.width(), item.property("contentWidth")))
        if not grown(window).contains(painted):
            yield f"outside the window: {words}"
        button = holder(item)
        if button is not None and not grown(place(button)).contains(painted):
            yield f"sticks out of {button.objectName()}: {words}"
    yield from overlaps(items, easel)


def overlaps(items: list[QQuickItem], easel: Easel) -> Iterator[str]:
    """Words of the screen that run into a button they don't belong to."""
    targets = [item for item in items if item.property("touchable")]
    for item in texts(items):
        mine = holder(item)
        for target in targets:
            if target is mine or mine is not None:
                continue
            inside = place(target).adjusted(2, 2, -2, -2)
            if inside.intersects(place(item)):
                yield f"{item.property('text')!r} runs into {target.objectName()}"


def bad_targets(items: list[QQuickItem], easel: Easel) -> Iterator[str]:
    """Targets that are too small, too close to each other, or out of the window."""
    mm = float(easel.glass.look.value("mm"))
    targets = [item for item in items if item.property("touchable")]
    for number, item in enumerate(targets):
        at = place(item)
        if min(at.width(), at.height()) < LEAST_TARGET_MM * mm - PIXEL:
            yield f"{item.objectName()} is {at.width() / mm:.1f} × {at.height() / mm:.1f} mm"
        for other in targets[number + 1 :]:
            gap = distance(at, place(other)) / mm
            if gap < LEAST_GAP_MM - 0.01:
                yield f"{item.objectName()} and {other.objectName()} are {gap:.1f} mm apart"


def distance(a: QRectF, b: QRectF) -> float:
    """Between two rectangles, along the axis that separates them; negative where they overlap."""
    across = max(a.left(), b.left()) - min(a.right(), b.right())
    down = max(a.top(), b.top()) - min(a.bottom(), b.bottom())
    return max(across, down)


def holder(item: QQuickItem) -> QQuickItem | None:
    """The target that an item is part of."""
    parent = item.parentItem()
    while parent is not None and not parent.property("touchable"):
        parent = parent.parentItem()
    return parent


def place(item: QQuickItem) -> QRectF:
    at = item.mapToScene(QPointF(0, 0))
    return QRectF(at.x(), at.y(), item.width(), item.height())


def grown(rectangle: QRectF) -> QRectF:
    return rectangle.adjusted(-PIXEL, -PIXEL, PIXEL, PIXEL)
