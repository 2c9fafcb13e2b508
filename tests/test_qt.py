"""Qt as it is installed here."""

import sys

from PySide6.QtCore import QObject


def test_this_pyside_keeps_its_references_to_none() -> None:
    thing = QObject()

    before = sys.getrefcount(None)
    for _ in range(1000):
        thing.setObjectName("x")

    # PySide6 6.12.0 on Python 3.11 lost one per call: docs/decisions/0012-pyside-below-6-12.md
    assert abs(sys.getrefcount(None) - before) < 500
