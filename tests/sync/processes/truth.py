"""What must be true of the three databases once everything is told and the programs have ended."""

import uuid
from collections import Counter
from collections.abc import Iterable
from contextlib import ExitStack

from sqlalchemy import Table, select

from tests.sync.processes.clients import Everybody
from tests.sync.processes.house import NAMES, House
from vuoro.booking.backend import Backend
from vuoro.booking.fleet import pulling
from vuoro.booking.opening import opened
from vuoro.booking.store.tables import bookings, fleet
from vuoro.core.clock import SystemClock, local
from vuoro.core.wire.sync import DigestLine
from vuoro.lobby.opening import open_lobby
from vuoro.queue.service import LobbyService, mirror, outbox
from vuoro.queue.store.rebuild import rebuild, tables
from vuoro.queue.store.stream import first_break


def assert_one_story(house: House, everybody: Everybody) -> None:
    """The backend, both lobbies, and everybody who was told something, agree."""
    clock = SystemClock()
    with ExitStack() as stack:
        backend = stack.enter_context(opened(house.booking, clock))
        lobbies = {
            name: stack.enter_context(open_lobby(house.settings[name].lobby, clock))
            for name in NAMES
        }
        for name, lobby in lobbies.items():
            _assert_told(name, lobby, backend)
            _assert_same_rows(name, lobby, backend, house.devices[name])
            _assert_sound(name, lobby)
        _assert_every_number_once(everybody, lobbies, backend)
        _assert_one_visit_a_booking(backend)
        _assert_booked_once(house, everybody, backend)


def _assert_told(name: str, lobby: LobbyService, backend: Backend) -> None:
    state = outbox.state(lobby)
    assert (state.waiting, state.problems) == (0, 0), f"{name} has not told everything: {state}"
    own = {str(uuid.UUID(bytes=row[0])) for row in lobby.store.read("SELECT event_id FROM event")}
    missing = own - _ids(backend, fleet.applied_event, "event_id")
    assert not missing, f"the backend lacks events of {name}: {missing}"


def _assert_same_rows(name: str, lobby: LobbyService, backend: Backend, device: str) -> None:
    theirs = pulling.digest(backend, device)
    assert mirror.cursor(lobby) == (theirs.server_epoch, theirs.as_of), f"{name} has not heard all"
    today = local(SystemClock().now()).date().isoformat()
    ours = _from(today, mirror.digest(lobby))
    assert ours == _from(today, theirs.lines), f"{name} and the backend hold different rows"
    assert any(line.kind == "booking" and line.count for line in ours)


def _from(day: str, lines: Iterable[DigestLine]) -> set[DigestLine]:
    """A lobby drops a day with the day, the backend in the night."""
    return {line for line in lines if not line.day or line.day >= day}


def _assert_sound(name: str, lobby: LobbyService) -> None:
    assert first_break(lobby.store) is None, f"the chain of {name} is broken"
    before = tables(lobby.store)
    rebuild(lobby.store)
    assert tables(lobby.store) == before, f"the journal of {name} tells another story"


def _assert_every_number_once(
    everybody: Everybody, lobbies: dict[str, LobbyService], backend: Backend
) -> None:
    """What kiosks were told is what lobbies hold is what the backend knows, and no more."""
    query = "SELECT id, arrival, day, number, series, n FROM ticket"
    held = {row[0]: (name, *row[1:]) for name, lobby in lobbies.items()
            for row in lobby.store.read(query)}  # fmt: skip
    shown = {(name, slip.ticket, slip.number) for name, _, slip in everybody.slips}
    upon = {(press, slip.ticket) for _, press, slip in everybody.slips}
    again = _doubled(press for press, _ in upon)
    assert not again, f"presses with two tickets: {again}"
    assert shown == {(row[0], key, row[3]) for key, row in held.items()}
    # The number that is shown comes again after 999 others; ten minutes give more.
    doubled = _doubled((day, series, n) for _, _, day, _, series, n in held.values())
    assert not doubled, f"numbers on two tickets: {doubled}"
    t, v = fleet.ticket.c, fleet.visit.c
    with backend.read() as sql:
        known = {row.id: (row.arrival, row.day, row.number)
                 for row in sql.execute(select(t.id, t.arrival, t.day, t.number))}  # fmt: skip
        visits = set(sql.execute(select(v.id)).scalars())
    assert known == {key: row[1:4] for key, row in held.items()}
    assert visits == {row[1] for row in held.values()}


def _assert_one_visit_a_booking(backend: Backend) -> None:
    v = fleet.visit.c
    standing = select(v.booking).where(v.booking.is_not(None), v.voided_at.is_(None))
    with backend.read() as sql:
        doubled = _doubled(sql.execute(standing).scalars())
    assert not doubled, f"bookings with two visits that stand: {doubled}"


def _assert_booked_once(house: House, everybody: Everybody, backend: Backend) -> None:
    made = {*everybody.made, *house.last_words.values(), *(c.booking for c in house.clients)}
    assert _ids(backend, bookings.booking, "id") == made
    assert len(everybody.made) == len(set(everybody.made))


def _ids(backend: Backend, table: Table, column: str) -> set[str]:
    with backend.read() as sql:
        return set(sql.execute(select(table.c[column])).scalars())


def _doubled(values: Iterable[object]) -> list[object]:
    return [value for value, count in Counter(values).items() if count > 1]
