"""A release is tried on a copy of the data before it gets the data."""

import sqlite3
from datetime import UTC, datetime
from pathlib import Path

import pytest

from vuoro.core.clock import SteppingClock
from vuoro.core.settings import Settings
from vuoro.lobby.appliance.trial import TrialFailed, copied, try_out
from vuoro.lobby.opening import DATABASE, open_lobby
from vuoro.queue.store import DatabaseUnusable

SUNDAY_NIGHT = datetime(2026, 11, 22, 1, 0, tzinfo=UTC)


@pytest.fixture
def night() -> SteppingClock:
    return SteppingClock(SUNDAY_NIGHT)


@pytest.fixture
def data(settings: Settings, night: SteppingClock) -> Path:
    """The data of a lobby that has been open."""
    with open_lobby(settings.lobby, night):
        pass
    return settings.lobby.data


def contents(file: Path) -> list[str]:
    with sqlite3.connect(file) as sql:
        return list(sql.iterdump())


def test_at_night_a_number_is_drawn_printed_and_called_and_the_data_stays_as_it_is(
    settings: Settings, data: Path, night: SteppingClock, tmp_path: Path
) -> None:
    before = contents(data / DATABASE)
    copied(data, tmp_path / "copy")

    done = try_out(settings.lobby, tmp_path / "copy", night)

    assert done.number.endswith("001")
    assert done.slip_bytes > 10_000
    assert contents(data / DATABASE) == before
    assert any(done.number in line for line in contents(tmp_path / "copy" / DATABASE))


def test_a_lobby_that_has_no_data_yet_can_be_tried(
    settings: Settings, night: SteppingClock, tmp_path: Path
) -> None:
    copied(tmp_path / "nothing", tmp_path / "copy")

    assert try_out(settings.lobby, tmp_path / "copy", night).number


def test_data_that_the_release_can_not_read_fails_the_trial(
    settings: Settings, data: Path, night: SteppingClock, tmp_path: Path
) -> None:
    copied(data, tmp_path / "copy")
    with sqlite3.connect(tmp_path / "copy" / DATABASE) as sql:
        sql.execute("PRAGMA user_version = 999")
    sql.close()

    with pytest.raises(DatabaseUnusable):
        try_out(settings.lobby, tmp_path / "copy", night)


def test_an_office_that_never_opens_can_not_be_tried(
    settings: Settings, night: SteppingClock, tmp_path: Path
) -> None:
    office = settings.lobby.office
    lines = office.read_text(encoding="utf-8").splitlines()
    office.write_text("\n".join(_closed(line) for line in lines), encoding="utf-8")

    with pytest.raises(TrialFailed, match="no service is open"):
        try_out(settings.lobby, tmp_path / "copy", night)


def _closed(line: str) -> str:
    return "" if line.startswith("mon") else line
