"""A new server epoch: what every device must hear after the database came from a backup."""

from sqlalchemy import delete, func, insert, select, update

from vuoro.booking.backend import Backend
from vuoro.booking.service.keys import rotate_restored
from vuoro.booking.service.revisions import FLOOR
from vuoro.booking.store import Work
from vuoro.booking.store.tables import bookings, calendar

LOST_CHANGES = 16
"""More often than this no single booking is changed between a backup and the loss of what came
after it; a pass has room for revisions up to 255."""
_DAY_MS = 86_400_000


def renew_server_epoch(backend: Backend) -> str:
    """Begin a new epoch; the epoch.

    Every lobby sees it at its next contact, takes a snapshot, and pushes again what it still has:
    what the backup lacks comes back, and what it has is known by its event id (offline_sync §3.7).
    The keys of passes come first: who sees the new epoch pulls a document that lobbies believe.
    Bookings go on with revisions that no lost change can have had: a pass of one would pass for
    the pass of whoever has the time now.
    """
    backend.server_epoch()
    rotate_restored(backend)
    epoch = backend.ids.token()
    with backend.begin() as work:
        _raise_revisions(work)
        mine = update(calendar.meta).where(calendar.meta.c.k == "server_epoch")
        work.sql.execute(mine.values(v=epoch))
    return epoch


def _raise_revisions(work: Work) -> None:
    booking = bookings.booking.c
    alive = booking.starts_at > work.now_ms - _DAY_MS
    highest = work.sql.execute(select(func.max(booking.rev)).where(alive)).scalar_one() or 0
    work.sql.execute(delete(calendar.meta).where(calendar.meta.c.k == FLOOR))
    floor = {"k": FLOOR, "v": str(highest + LOST_CHANGES + 1)}
    work.sql.execute(insert(calendar.meta), floor)
