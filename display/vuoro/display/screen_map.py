"""What the board shows, as JSON for the tour and the bench (``VUORO_SCREEN_MAP``)."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import orjson
from PySide6.QtQuick import QQuickItem

from vuoro.display.view import CallView, View


def write(path: Path, view: View, texts: tuple[str, ...], painted_version: int) -> None:
    """Write the map in one step, so that a reader never sees half of it."""
    newest = _call(view.newest) if view.newest else None
    content = {
        "screen": str(view.scene),
        "newest": newest,
        "previous": [_call(call) for call in view.previous],
        "history": [_call(call) for call in view.history],
        "waiting": view.foot.waiting,
        "texts": texts,
        "link": "lost" if view.lost.words else "up",
        "painted_version": painted_version,
    }
    partial = path.with_name(f".{path.name}.{os.getpid()}")
    partial.write_bytes(orjson.dumps(content))
    partial.replace(path)


def visible_texts(item: QQuickItem) -> tuple[str, ...]:
    """Every text a visitor can read below an item, as Qt shows it."""
    return tuple(_texts(item))


def _texts(item: QQuickItem) -> Iterator[str]:
    if not item.isVisible() or item.opacity() == 0:
        return
    text = item.property("text")
    if isinstance(text, str) and text and item.inherits("QQuickText"):
        yield text
    for child in item.childItems():
        yield from _texts(child)


def _call(call: CallView) -> dict[str, Any]:
    return {"number": call.number, "counter": call.counter}
