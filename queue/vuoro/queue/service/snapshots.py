"""A snapshot: the whole mirror anew, laid out beside the old one and swapped at once (§3.5).

Laid out in slices, so that people can arrive in between; cut anywhere, it leaves the mirror as it
was, never empty.
"""

from collections.abc import Sequence

from vuoro.core.wire.sync import ChangeTold, LeaseRow, Op, SnapshotEnd, SnapshotHead
from vuoro.queue.diary import Diary
from vuoro.queue.domain.booking import Booking
from vuoro.queue.service.days import ensure_day
from vuoro.queue.service.lobby import LobbyService
from vuoro.queue.service.mirror import cursor, follow, learn, move_cursor
from vuoro.queue.service.mirror_rows import BOOKING, TAKEN_AWAY, News, take
from vuoro.queue.store import Work

_NOT_SEEN_BEFORE = Diary()
_TOMBSTONES = (
    "INSERT OR IGNORE INTO mirror_new (kind, id, rev, change, removed, data, day) "
    "SELECT kind, id, rev, change, removed, data, day FROM mirror "
    "WHERE kind = ? AND removed = ? AND day >= ?"
)
_SWAP = (
    "ALTER TABLE mirror RENAME TO mirror_old",
    "ALTER TABLE mirror_new RENAME TO mirror",
    "ALTER TABLE mirror_old RENAME TO mirror_new",
)


class CutSnapshot(Exception):
    """Fewer rows came than were sent: the snapshot is thrown away."""


class Snapshot:
    """One snapshot being taken in. A newer one takes its place."""

    def __init__(self, lobby: LobbyService, head: SnapshotHead) -> None:
        self._lobby, self._head = lobby, head
        self._news, self._rows = News(), 0
        ensure_day(lobby)
        self.abandon()

    def stage(self, rows: Sequence[ChangeTold]) -> None:
        """Lay out some rows; some hundred at a time hold nobody up."""
        with self._lobby.store.begin() as work:
            news = take(work, "mirror_new", rows, _NOT_SEEN_BEFORE, self._lobby.day())
        self._news.bookings.update(news.bookings)
        self._news.visits.update(news.visits)
        self._news.leases |= news.leases
        self._news.unread |= news.unread
        self._news.documents += news.documents
        self._rows += len(rows)

    def finish(self, end: SnapshotEnd) -> int:
        """Swap, in one transaction. Gives how many bookings changed by it. Raises CutSnapshot."""
        if end.rows != self._rows:
            self.abandon()
            raise CutSnapshot(f"{self._rows} of {end.rows} rows")
        lobby, head = self._lobby, self._head
        with lobby.store.begin() as work:
            self._carry_tombstones(work)
            for statement in _SWAP:
                work.execute(statement)
            move_cursor(lobby, work, head.server_epoch, head.as_of)
            news = self._what_is_new()
            follow(lobby, work, news)
        learn(lobby, work, news, told=True)
        self.abandon()
        return len(news.bookings)

    def abandon(self) -> None:
        """Throw away what was laid out."""
        with self._lobby.store.begin() as work:
            work.execute("DELETE FROM mirror_new")

    def _carry_tombstones(self, work: Work) -> None:
        """A pass whose booking was taken away must not look brand-new after the swap either.

        A backend that was restored may have lost the booking by mistake: that is no taking away,
        and its pass is good as before (§3.9 row 17).
        """
        today = self._lobby.day()
        work.execute(_TOMBSTONES, (BOOKING, TAKEN_AWAY, today))
        if cursor(self._lobby)[0] == self._head.server_epoch:
            gone = [
                ChangeTold(self._head.as_of, BOOKING, booking.id, booking.rev, Op.DEL)
                for booking in self._missing()
            ]
            take(work, "mirror_new", gone, self._lobby.line.diary, today)

    def _missing(self) -> list[Booking]:
        here = self._lobby.line.bookings
        there = self._news.bookings.keys() | self._news.unread
        return [booking for key, booking in here.items() if key not in there]

    def _what_is_new(self) -> News:
        """Only what differs from the line: most of a snapshot is known already."""
        diary, told = self._lobby.line.diary, self._news
        bookings = {k: b for k, b in told.bookings.items() if diary.bookings.get(k) != b}
        visits = {k: v for k, v in told.visits.items() if diary.visits.get(k) != v}
        for booking in self._missing():
            bookings[booking.id] = None
        for key in diary.visits.keys() - told.visits.keys():
            visits[key] = None
        gone: dict[str, LeaseRow | None] = dict.fromkeys(diary.leases.keys() - told.leases.keys())
        leases = {**told.leases, **gone}
        return News(bookings, visits, told.unread, told.documents, leases)
