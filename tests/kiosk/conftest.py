"""Qt draws into memory, as on the bench: no screen, software rendering."""

import os

import pytest

from tests.kiosk.visit import Visit

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_QUICK_BACKEND", "software")


@pytest.fixture
def visit() -> Visit:
    """A visitor at a kiosk that is at rest."""
    return Visit()
