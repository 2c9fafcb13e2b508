"""Codes on the glass are drawn by the thread of the window: no other and it wait for each other."""

import re
import subprocess
import sys
from pathlib import Path

from vuoro.kiosk.window import QML

CLOSES = """
import os, sys, time
os.environ["QT_QPA_PLATFORM"], os.environ["QT_QUICK_BACKEND"] = "offscreen", "software"

from PySide6.QtCore import QUrl
from PySide6.QtGui import QGuiApplication
from PySide6.QtQuick import QQuickView
from vuoro.kiosk import codes
from vuoro.kiosk.window import close_window

app, asked, draw = QGuiApplication([]), [], codes.code_image

def counted(text, pixels):
    asked.append(text)
    return draw(text, pixels)

codes.code_image = counted
for turn in range(20):
    view = QQuickView()
    view.engine().addImageProvider("code", codes.CodeImages())
    view.setSource(QUrl.fromLocalFile(sys.argv[1]))
    view.show()
    until = time.monotonic() + turn / 1000
    while time.monotonic() < until:
        app.processEvents()
    close_window(view)
print(len(asked))
"""
SCENE = """
import QtQuick
Item { Repeater {
    model: 6
    Image {
        required property int index
        source: "image://code/number" + index
        sourceSize.width: 90
    }
} }
"""
SECONDS = 60


def test_a_window_closes_while_its_codes_are_drawn(tmp_path: Path) -> None:
    scene = tmp_path / "Codes.qml"
    scene.write_text(SCENE, "utf-8")
    ended = subprocess.run(
        [sys.executable, "-c", CLOSES, str(scene)], capture_output=True, text=True, timeout=SECONDS
    )
    assert ended.returncode == 0, ended.stderr
    assert int(ended.stdout) > 0, "no code was asked for, so nothing was tried"


def test_no_screen_wants_its_code_from_another_thread() -> None:
    images = [
        found[0]
        for file in QML.glob("*.qml")
        for found in re.finditer(r"Image \{[^{}]*image://code/[^{}]*\}", file.read_text("utf-8"))
    ]
    assert len(images) == 2
    assert not any("asynchronous" in image for image in images)
