"""The backend's ground: transactions, change numbers, the vault, the same on both databases."""

import pytest
from sqlalchemy import select

from vuoro.booking.area import Area
from vuoro.booking.backend import Backend
from vuoro.booking.service.furnishing import furnish
from vuoro.booking.store.tables import calendar, fleet
from vuoro.booking.vault import Sealed

OFFICE = "5b0b5b1e-0000-4000-8000-000000000017"


def test_an_area_is_furnished_once_however_often(backend: Backend, area: Area) -> None:
    furnish(backend, area)

    with backend.read() as sql:
        assert len(sql.execute(select(calendar.office)).all()) == 2
        assert len(sql.execute(select(calendar.working_hours)).all()) == 14


def test_changes_are_numbered_without_a_gap_and_told_after_the_commit(backend: Backend) -> None:
    heard: list[frozenset[str]] = []
    backend.listen(heard.append)

    with backend.begin() as work:
        work.tell(OFFICE, "booking", "a", 1)
        work.tell(OFFICE, "booking", "b", 1)
        assert heard == []
    with backend.begin() as work:
        work.tell(OFFICE, "booking", "a", 2)

    with backend.read() as sql:
        log = fleet.change_log.c
        rows = sql.execute(select(log.change, log.entity, log.rev).order_by(log.change)).all()
    assert [tuple(row) for row in rows] == [(1, "a", 1), (2, "b", 1), (3, "a", 2)]
    assert heard == [frozenset({OFFICE})] * 2


def test_a_transaction_that_fails_leaves_nothing_and_tells_nobody(backend: Backend) -> None:
    heard: list[frozenset[str]] = []
    backend.listen(heard.append)

    with pytest.raises(RuntimeError):
        _tell_then_fail(backend)

    with backend.read() as sql:
        assert sql.execute(select(fleet.change_log)).all() == []
    assert heard == []


def test_the_server_has_one_epoch(backend: Backend) -> None:
    assert backend.server_epoch() == backend.server_epoch()


def test_what_is_sealed_opens_in_its_own_place_only(sqlite_backend: Backend) -> None:
    vault = sqlite_backend.vault
    sealed = vault.seal_json({"name": "Nobody"}, "client.person|1")

    assert vault.open_json(sealed, "client.person|1") == {"name": "Nobody"}
    with pytest.raises(Sealed):
        vault.open(sealed, "client.person|2")


def _tell_then_fail(backend: Backend) -> None:
    with backend.begin() as work:
        work.tell(OFFICE, "booking", "a", 1)
        raise RuntimeError
