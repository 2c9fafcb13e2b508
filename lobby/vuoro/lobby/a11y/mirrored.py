"""Whether a screen read from the right is the mirror image of the one read from the left."""

from collections.abc import Iterator

from vuoro.lobby.a11y.scene import Box, Rect, Scene

PIXEL = 2.0
"""Rounding of positions on both sides."""


def unmirrored(right: Scene, left: Scene) -> Iterator[tuple[Box, Rect]]:
    """Boxes of the screen read from the right that are not where the mirror has them, and where.

    Both scenes show the same words; they are compared item by item. What stands below a box that
    is marked as ``unmirrored`` is left out: keypads, numbers, the picture of the scanner.
    """
    if len(right.boxes) != len(left.boxes):
        yield right.boxes[0], left.window
        return
    width = left.window.width
    for place, (box, other) in enumerate(zip(right.boxes, left.boxes, strict=True)):
        if any(right.boxes[each].unmirrored for each in right.above(place)[1:]):
            continue
        if not (box.text or box.touchable or box.kind == "Icon"):
            continue
        # Words in a right-to-left script go to the right of their place by themselves.
        one, two = box.rect, other.rect
        wanted = Rect(width - two.right, two.y, two.width, two.height)
        if abs(one.x - wanted.x) > PIXEL or abs(one.y - wanted.y) > PIXEL:
            yield box, wanted
