"""The mirror: what the backend told, a page and a transaction at a time (offline_sync §3.5)."""

from vuoro.core.wire.digest import digest_lines
from vuoro.core.wire.sync import DigestLine, Pulled
from vuoro.queue.service.days import ensure_day
from vuoro.queue.service.keyring import take_key_document
from vuoro.queue.service.lobby import Committed, LobbyService
from vuoro.queue.service.mirror_rows import NOT_UNDERSTOOD, TAKEN_AWAY, News, learn_bookings, take
from vuoro.queue.service.overlay import settle
from vuoro.queue.service.rerouting import reroute
from vuoro.queue.store import Work
from vuoro.queue.store.rows import to_ms

STREAM = "site"
KEPT_EVERY_MS = 600_000
"""So often it is written that nothing is new, which the backend says several times a minute."""


class OtherBackend(Exception):
    """The page is of a backend that was restored since: its numbers mean something else (§3.7)."""


def take_page(lobby: LobbyService, page: Pulled) -> int:
    """Take in a page and its cursor in one transaction. Gives how many rows changed.

    A page that was taken before, or a part of it, does nothing. Tickets of changed bookings follow
    in the same transaction. Raises OtherBackend.
    """
    ensure_day(lobby)
    server_epoch, had = cursor(lobby)
    if server_epoch not in ("", page.server_epoch):
        raise OtherBackend(page.server_epoch)
    changes = [change for change in page.changes if change.c > had]
    with lobby.store.begin() as work:
        news = take(work, "mirror", changes, lobby.line.diary, lobby.day())
        _follow_page(lobby, work, page, (server_epoch, had))
        follow(lobby, work, news)
    learn(lobby, work, news, told=bool(changes))
    return len(changes)


def cursor(lobby: LobbyService) -> tuple[str, int]:
    """The backend's epoch and the change up to which the mirror follows it; "" and 0 for none."""
    rows = lobby.store.read(
        "SELECT server_epoch, cursor FROM pull_state WHERE stream = ?", (STREAM,)
    )
    return (str(rows[0][0]), int(rows[0][1])) if rows else ("", 0)


def pulled_at(lobby: LobbyService) -> int | None:
    """When the mirror was last in step with the backend, in milliseconds; None for never."""
    return _kept_pulled_at(lobby) if lobby.in_step_ms is None else lobby.in_step_ms


def digest(lobby: LobbyService) -> tuple[DigestLine, ...]:
    """What the mirror holds, by kind and day, to be compared with the backend's."""
    kept = "SELECT kind, day, id, rev FROM mirror WHERE removed != ?"
    return digest_lines(lobby.store.read(kept, (TAKEN_AWAY,)))


def not_understood(lobby: LobbyService) -> int:
    """How many rows this program can't read."""
    found = lobby.store.read("SELECT count(*) FROM mirror WHERE removed = ?", (NOT_UNDERSTOOD,))
    return int(found[0][0])


def move_cursor(lobby: LobbyService, work: Work, server_epoch: str, to: int) -> None:
    """From here on the mirror is as of this change."""
    work.execute(
        "INSERT OR REPLACE INTO pull_state (stream, server_epoch, cursor, pulled_at) "
        "VALUES (?, ?, ?, ?)",
        (STREAM, server_epoch, to, to_ms(lobby.now)),
    )


def _follow_page(lobby: LobbyService, work: Work, page: Pulled, had: tuple[str, int]) -> None:
    to = (page.server_epoch, max(page.next, had[1]))
    kept = _kept_pulled_at(lobby)
    if to != had or kept is None or abs(to_ms(lobby.now) - kept) >= KEPT_EVERY_MS:
        move_cursor(lobby, work, *to)


def _kept_pulled_at(lobby: LobbyService) -> int | None:
    rows = lobby.store.read("SELECT pulled_at FROM pull_state WHERE stream = ?", (STREAM,))
    return None if not rows else int(rows[0][0])


def follow(lobby: LobbyService, work: Work, news: News) -> None:
    """Bring tickets and arrivals in line with the news, before the line knows it."""
    reroute(lobby, work, news.bookings)
    settle(lobby, work, news.visits)


def learn(lobby: LobbyService, work: Work, news: News, *, told: bool) -> None:
    """The news is committed: the line learns it, and the readers."""
    lobby.heard_at, lobby.in_step_ms = lobby.clock.mono(), to_ms(lobby.now)
    for document in news.documents:
        take_key_document(lobby, document)
    if told:
        lobby.line.apply(work.rows)
        learn_bookings(lobby.store, lobby.line, news)
        lobby.tell(Committed(rows=tuple(work.rows)))
