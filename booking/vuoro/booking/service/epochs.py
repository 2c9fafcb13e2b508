"""A new server epoch: what every device must hear after the database came from a backup."""

from sqlalchemy import update

from vuoro.booking.backend import Backend
from vuoro.booking.service.keys import rotate_restored
from vuoro.booking.store.tables import calendar


def renew_server_epoch(backend: Backend) -> str:
    """Begin a new epoch; the epoch.

    Every lobby sees it at its next contact, takes a snapshot, and pushes again what it still has:
    what the backup lacks comes back, and what it has is known by its event id (offline_sync §3.7).
    The keys of passes come first: who sees the new epoch pulls a document that lobbies believe.
    """
    backend.server_epoch()
    rotate_restored(backend)
    epoch = backend.ids.token()
    with backend.begin() as work:
        mine = update(calendar.meta).where(calendar.meta.c.k == "server_epoch")
        work.sql.execute(mine.values(v=epoch))
    return epoch
