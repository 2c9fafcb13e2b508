"""The folder that every story begins from, made once."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.sync.model.stage import template
from tests.sync.model.telling import MEMORY, at_once


@pytest.fixture(autouse=True)
def _in_one_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    """A story is told by one thread: threads would take nine tenths of its time."""
    monkeypatch.setattr("vuoro.booking.fleet.api.run_in_threadpool", at_once)


@pytest.fixture(scope="session")
def beginning() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(dir=MEMORY) as folder:
        template(Path(folder))
        yield Path(folder)
