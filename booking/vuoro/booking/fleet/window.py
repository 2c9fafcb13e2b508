"""The days a lobby knows: today and the seven that follow, so that a week offline still works.

A day begins at 03:00 for this purpose, after the lobby has closed the one before. The bounds that
an office was told of are kept, and change in the transaction that tells of it: pull, snapshot and
digest agree whatever the hour.
"""

from datetime import date, datetime, timedelta

from sqlalchemy import select, update

from vuoro.booking.backend import Backend
from vuoro.booking.store import Work
from vuoro.booking.store.tables import bookings, fleet
from vuoro.core.clock import local

AHEAD = timedelta(days=7)
_TURNS_AT = 3


def first_day(now: datetime) -> date:
    """The first day of the window."""
    here = local(now)
    return here.date() - timedelta(days=here.hour < _TURNS_AT)


def is_behind(window_from: str, now: datetime) -> bool:
    """Whether an office must be told of a new day. The window never moves backwards."""
    return window_from < first_day(now).isoformat()


def advance(backend: Backend, office: str) -> bool:
    """Tell an office of the days that have come into sight, and take away those that are over."""
    first = first_day(backend.now).isoformat()
    last = (first_day(backend.now) + AHEAD).isoformat()
    with backend.begin() as work:
        s = fleet.site.c
        query = select(s.window_from, s.window_until).where(s.office == office)
        row = work.sql.execute(backend.db.for_update(query)).one()
        if row.window_from >= first:
            return False
        if row.window_from:
            _tell(work, office, (row.window_from, row.window_until), (first, last))
        new = update(fleet.site).where(s.office == office)
        work.sql.execute(new.values(window_from=first, window_until=last))
    return True


def advance_all(backend: Backend) -> bool:
    """The nightly job: every office that is behind. Lobbies that pull do it by themselves."""
    with backend.read() as sql:
        rows = sql.execute(select(fleet.site.c.office, fleet.site.c.window_from)).all()
    behind = [
        row.office for row in rows if row.window_from and is_behind(row.window_from, backend.now)
    ]
    for office in behind:
        advance(backend, office)
    return bool(behind)


def _tell(work: Work, office: str, was: tuple[str, str], now: tuple[str, str]) -> None:
    b, v = bookings.booking.c, fleet.visit.c
    came = (b.day > was[1], b.day >= now[0], b.day <= now[1])
    for row in work.sql.execute(select(b.id, b.rev).where(b.office == office, *came)):
        work.tell(office, "booking", row.id, row.rev)
    for kind, table in (("booking", b), ("visit", v)):
        over = select(table.id, table.rev).where(
            table.office == office, table.day >= was[0], table.day < now[0]
        )
        for row in work.sql.execute(over):
            work.tell(office, kind, row.id, row.rev, "del")
