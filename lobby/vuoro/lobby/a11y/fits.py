"""Whether every text is there as a whole: not cut, not over its edges, not over anything else."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from vuoro.lobby.a11y.scene import Box, Rect, Scene
from vuoro.lobby.a11y.targets import HELD

PIXEL = 1.0
"""Rounding of positions."""
_PARTS = re.compile(r"[^\s\-–/]+[\s\-–/]*")
_UNSPACED = re.compile(r"[\u0e00-\u0e7f\u3000-\u9fff]")
"""Thai and Chinese."""
TOUCHING = 2.0
"""Line boxes have air above and below their letters; so much of it may meet."""


@dataclass(frozen=True, slots=True)
class Misfit:
    """A text that is not where it can be read. ``subject`` says how, without figures."""

    subject: str
    what: str
    rect: Rect


def misfits(scene: Scene) -> Iterator[Misfit]:
    """Every fault of a scene."""
    for place, box in scene.texts:
        words = shortened(box.text)
        if box.truncated:
            yield Misfit(f"cut off in {owner(scene, place)}", f"“{words}” is cut off", box.rect)
        if _is_broken(box):
            what = f"“{words}” goes on in the middle of a word on another line"
            yield Misfit(f"broken word in {owner(scene, place)}", what, box.painted)
        if not scene.window.grown(PIXEL).contains(box.painted):
            subject = f"over the edge of the screen: {owner(scene, place)}"
            yield Misfit(subject, f"“{words}” is over the edge of the screen", box.painted)
        yield from _out_of_its_holder(scene, place, box)
    yield from _overlaps(scene)


def fullness(scene: Scene) -> tuple[float, str, Rect] | None:
    """How full the fullest target with words is: what is left of its height, as a share of it."""
    left = []
    for place, box in scene.texts:
        target = scene.target_of(place)
        if target is None or scene.boxes[target].name in HELD or box.decoration:
            continue
        around = scene.boxes[target].rect
        spare = min(box.painted.y - around.y, around.bottom - box.painted.bottom) / around.height
        beside = min(box.painted.x - around.x, around.right - box.painted.right) / around.width
        left.append((min(spare, beside), shortened(box.text), around))
    return min(left, key=lambda each: each[0], default=None)


def owner(scene: Scene, place: int) -> str:
    """Which part of the screen a box belongs to, by name."""
    for each in scene.above(place)[1:]:
        box = scene.boxes[each]
        if box.name and box.name not in ("kiosk", "screen"):
            return box.name.split("-")[0] if box.name.startswith("service-") else box.name
        if not box.kind.startswith(("QQuick", "Words")):
            return box.kind
    return "the screen"


def shortened(text: str, most: int = 60) -> str:
    """A text for a sentence."""
    line = " ".join(text.split())
    return line if len(line) <= most else line[: most - 1] + "…"


def _is_broken(box: Box) -> bool:
    """More lines than words; scripts without spaces between words are left out."""
    return not _UNSPACED.search(box.text) and box.lines > max(1, len(_PARTS.findall(box.text)))


def _out_of_its_holder(scene: Scene, place: int, box: Box) -> Iterator[Misfit]:
    """A text that sticks out of its button, or out of something that cuts it."""
    for above in scene.above(place)[1:]:
        holder = scene.boxes[above]
        if not (holder.touchable or holder.clip):
            continue
        if not holder.rect.grown(PIXEL).contains(box.painted):
            what = f"“{shortened(box.text)}” sticks out of {holder.name or holder.kind}"
            yield Misfit(f"sticks out of {owner(scene, place)}", what, box.painted)
        return


def _overlaps(scene: Scene) -> Iterator[Misfit]:
    """Texts over texts, and texts that run into a button they are no part of."""
    texts = [(place, box, scene.target_of(place)) for place, box in scene.texts]
    for number, (place, box, mine) in enumerate(texts):
        for _, other, _ in texts[number + 1 :]:
            if box.painted.gap(other.painted) < -TOUCHING:
                what = f"“{shortened(box.text)}” and “{shortened(other.text)}” overlap"
                yield Misfit("text over text", what, box.painted)
        for target, around in scene.targets:
            if target != mine and mine is None and box.painted.gap(around.rect) < -TOUCHING:
                what = f"“{shortened(box.text)}” runs into {around.name}"
                yield Misfit(f"text over button: {owner(scene, place)}", what, box.painted)
