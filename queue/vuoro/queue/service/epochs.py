"""Beginning anew with the backend: the one way to recover, whatever happened (§3.7)."""

from vuoro.core.wire.sync import EpochGranted
from vuoro.queue.service.identity import identity, keep_as
from vuoro.queue.service.lobby import LobbyService
from vuoro.queue.service.marks import fresh_mark, marks
from vuoro.queue.service.restoring import is_restored, new_series
from vuoro.queue.store.meta import keep
from vuoro.queue.store.stream import restream


def restored(lobby: LobbyService) -> bool:
    """Whether this database is an older one than the device has written: ask for a new epoch."""
    return is_restored(lobby.store)


def begin_epoch(lobby: LobbyService, granted: EpochGranted) -> None:
    """Tell every retained event again under the new epoch, and give numbers a new series.

    Presses at desks that were bound to the old series do nothing but say that the page must be
    loaded again. The mirror stays as it is until a snapshot takes its place.
    """
    known, used = identity(lobby), marks(lobby.store)
    mark = granted.series
    if mark in used[:-1]:
        # The backend can't know what was given while it was away.
        mark = fresh_mark(used, known.spare_series if known is not None else ())
    with lobby.store.begin() as work:
        restream(work.sql, granted.epoch)
        keep(work, "epoch", str(granted.epoch))
        keep(work, "restored", "no")
        work.execute("UPDATE dead_letter SET sent_at = NULL")
        new_series(work, lobby.ids, (*used, mark))
        if known is not None:
            keep_as(work, known, server_epoch=granted.server_epoch)
    lobby.look_again()
