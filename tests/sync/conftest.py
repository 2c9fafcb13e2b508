"""The pair that most tests of the sync begin with."""

import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = str(Path(__file__).parents[2])
if ROOT not in sys.path:
    sys.path.insert(0, ROOT)

import pytest

from tests.booking.conftest import area, clock, sqlite_backend
from tests.sync.pair import Pair
from vuoro.booking.backend import Backend
from vuoro.core.clock import SteppingClock

__all__ = ["area", "clock", "sqlite_backend"]


@pytest.fixture
def pair(sqlite_backend: Backend, clock: SteppingClock) -> Iterator[Pair]:
    """An enrolled lobby and its backend, Monday 23 November 2026 at 08:00."""
    made = Pair(sqlite_backend, clock)
    yield made
    made.close()
