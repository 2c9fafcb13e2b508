"""The line as the database holds it, after a start."""

from collections.abc import Iterator

from vuoro.queue.domain.office import Office
from vuoro.queue.domain.ticket import Ticket
from vuoro.queue.domain.waiting import SAMPLES
from vuoro.queue.line import Line
from vuoro.queue.service.identity import identity_in
from vuoro.queue.service.mirror_rows import load
from vuoro.queue.store import Store
from vuoro.queue.store.rows import MAPPERS, Row

_IN_ORDER_OF_CALLS = (
    "LEFT JOIN (SELECT entity_id, max(n) AS n FROM event WHERE n > ? AND type = 'ticket.called' "
    "GROUP BY entity_id) AS call ON call.entity_id = ticket.id WHERE day = ? "
    "ORDER BY call.n, version"
)
"""The newest call is large on the board, whatever became of a ticket or the clock since."""


def load_line(store: Store, office: Office) -> Line:
    """Today's rows, the service times of the days before, and the mirror."""
    line = Line()
    line.apply(_rows(store, "service_day", "WHERE closed_at IS NULL ORDER BY day DESC LIMIT 1"))
    day = line.day.day if line.day is not None else ""
    opened = line.version
    for service in office.services:
        for ticket in _measured(store, service.id, day):
            line.sample(ticket)
    line.apply(_rows(store, "arrival", "WHERE day = ? ORDER BY version", (day,)))
    line.apply(_rows(store, "ticket", _IN_ORDER_OF_CALLS, (opened, day)))
    line.apply(_rows(store, "booking", "WHERE day = ?", (day,)))
    for name in ("counter", "service"):
        line.apply(_rows(store, name))
    line.version = store.journal.next_n - 1
    known = identity_in(store)
    line.device = known.device if known is not None else ""
    load(store, line.diary)
    line.recognise_all()
    return line


def _measured(store: Store, service: str, day: str) -> list[Ticket]:
    """The newest served tickets of earlier days, oldest first."""
    where = (
        "WHERE service = ? AND state = 'done' AND served_at IS NOT NULL AND day < ? "
        "ORDER BY version DESC LIMIT ?"
    )
    found = list(_rows(store, "ticket", where, (service, day, SAMPLES)))
    return [row for row in reversed(found) if isinstance(row, Ticket)]


def _rows(
    store: Store, name: str, where: str = "", values: tuple[object, ...] = ()
) -> Iterator[Row]:
    mapper = MAPPERS[name]
    table = mapper.table.name
    columns = [column.name for column in mapper.table.columns]
    wanted = ", ".join(f"{table}.{column}" for column in columns)
    for row in store.read(f"SELECT {wanted} FROM {table} {where}", values):
        yield mapper.value(dict(zip(columns, row, strict=True)))
