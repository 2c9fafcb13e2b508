"""Nobody is booked twice: each specialist's five minutes belong to one holder at most.

The guard is the primary key of ``occupied``. A lock on the specialist's row comes first, so that
changes that cross each other wait instead of dying of a deadlock (docs/decisions/0015).
"""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import delete, func, select, update

from vuoro.booking.service.refusals import taken
from vuoro.booking.store import Work
from vuoro.booking.store.inserting import insert_new
from vuoro.booking.store.tables import bookings, calendar

_cells = bookings.occupied


@dataclass(frozen=True, slots=True)
class Slot:
    """The cells of a meeting with its buffers, of one specialist."""

    tenant: str
    specialist: str
    cells: range


def lock(work: Work, specialists: Collection[str]) -> None:
    """Wait until these specialists' time is this transaction's alone: all at once, before cells."""
    who = calendar.specialist.c
    work.sql.execute(
        select(who.id)
        .where(who.id.in_(sorted(specialists)))
        .order_by(who.id)
        .with_for_update(key_share=True)
    )


def occupy(
    work: Work,
    slot: Slot,
    holder: str,
    *,
    expires_at: int | None = None,
    beside: str | None = None,
) -> None:
    """Take the cells of a slot, all or none. Refused: taken.

    Holds that are over give way. Cells of ``beside``, the booking that moves, stay its own and
    count as got.
    """
    here = (
        _cells.c.specialist == slot.specialist,
        _cells.c.cell.between(slot.cells[0], slot.cells[-1]),
    )
    work.sql.execute(delete(_cells).where(*here, _cells.c.expires_at <= work.now_ms))
    shared = {"specialist": slot.specialist, "tenant": slot.tenant}
    mine = {"holder": holder, "expires_at": expires_at}
    rows = [{**shared, **mine, "cell": cell} for cell in slot.cells]
    got = insert_new(work.sql, _cells, rows)
    if got < len(rows) and beside is not None:
        its = select(func.count()).where(*here, _cells.c.holder == beside)
        got += work.sql.execute(its).scalar_one()
    if got < len(rows):
        raise taken()


def free(work: Work, *holders: str) -> None:
    """Let go of every cell of these holders."""
    work.sql.execute(delete(_cells).where(_cells.c.holder.in_(holders)))


def keep(work: Work, holder: str, expires_at: int) -> None:
    """Let a hold last longer."""
    mine = update(_cells).where(_cells.c.holder == holder)
    work.sql.execute(mine.values(expires_at=expires_at))
