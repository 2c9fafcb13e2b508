"""The pair that most tests of the sync begin with."""

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from tests import reused
from tests.booking.conftest import area, clock, furnished
from tests.sync.pair import Pair
from vuoro.booking.area import Area
from vuoro.booking.backend import Backend
from vuoro.booking.store.tables import metadata
from vuoro.core.clock import SteppingClock

__all__ = ["area", "clock"]
_MEMORY = Path("/dev/shm")


@pytest.fixture(scope="session")
def memory() -> Iterator[Path]:
    """A folder in memory where there is room: nothing here is about the backend's disk."""
    with TemporaryDirectory(dir=_MEMORY if _MEMORY.is_dir() else None) as folder:
        yield Path(folder)


@pytest.fixture
def backend(memory: Path, clock: SteppingClock, area: Area) -> Iterator[Backend]:
    """A backend on SQLite."""
    db = reused.database(f"sqlite:///{reused.emptied(memory / 'booking.db')}")
    metadata.create_all(db.engine)
    yield furnished(db, clock, area)
    db.close()


@pytest.fixture
def pair(backend: Backend, clock: SteppingClock) -> Iterator[Pair]:
    """An enrolled lobby and its backend, Monday 23 November 2026 at 08:00."""
    made = Pair(backend, clock)
    yield made
    made.close()
