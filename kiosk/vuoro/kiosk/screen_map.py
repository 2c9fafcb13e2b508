"""Where things are on the glass, for a driver outside: a JSON file, rewritten with every change.

``{screen, language, targets: [{name, x, y, w, h, text, enabled}], texts: [...]}`` in pixels of the
window. Written once the kiosk listens to touches on the new screen.
"""

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from PySide6.QtCore import QPointF
from PySide6.QtQuick import QQuickItem


def screen_map(root: QQuickItem, screen: str, language: str) -> dict[str, Any]:
    """What is on the glass under this item."""
    items = tuple(visible_items(root))
    return {
        "screen": screen,
        "language": language,
        "targets": [_target(item) for item in items if item.property("touchable")],
        "texts": [text for item in items if (text := _text(item))],
    }


def write(path: Path, content: dict[str, Any]) -> None:
    """Replace the file as a whole: a reader never sees half of it."""
    half = path.with_name(path.name + ".part")
    half.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
    os.replace(half, path)


def visible_items(item: QQuickItem) -> Iterator[QQuickItem]:
    """This item and those in it that can be seen."""
    if not item.isVisible() or item.opacity() == 0:
        return
    yield item
    for child in item.childItems():
        yield from visible_items(child)


def is_text(item: QQuickItem) -> bool:
    """Whether an item is words on the glass."""
    return item.inherits("QQuickText")


def _text(item: QQuickItem) -> str:
    return str(item.property("text")) if is_text(item) else ""


def _target(item: QQuickItem) -> dict[str, Any]:
    at = item.mapToScene(QPointF(0, 0))
    return {
        "name": item.objectName(),
        "x": round(at.x()),
        "y": round(at.y()),
        "w": round(item.width()),
        "h": round(item.height()),
        "text": str(item.property("words") or ""),
        "enabled": item.isEnabled(),
    }
