"""A second kiosk's side: what it has told the leader of its lobby, and leaves to it (§3.1).

It gives numbers by itself, with its own mark in them, and tells the leader of each. From then on
the ticket is the leader's: only the leader calls, routes and closes it.
"""

from vuoro.core.wire.sync import MOST_EVENTS, EventResult, Role, Told
from vuoro.queue.service.identity import identity
from vuoro.queue.service.lobby import LobbyService, Refused
from vuoro.queue.store.meta import keep, kept
from vuoro.queue.store.stream import bare

_POSITION, _SERIES = "leader_has", "leader_series"
NOT_HERE = Refused(
    "not_the_leader", "This is a second kiosk. Open the page of the first one.", status=409
)


def is_companion(lobby: LobbyService) -> bool:
    """Whether another lobby service leads this lobby."""
    known = identity(lobby)
    return known is not None and known.role is Role.COMPANION


def untold(lobby: LobbyService, limit: int = MOST_EVENTS) -> tuple[Told, ...]:
    """Today's numbers that the leader has not answered for, oldest first; ``seq`` is local."""
    where = "n > ? AND type = 'ticket.issued' AND service_day = ? ORDER BY n LIMIT ?"
    return tuple(bare(lobby.store, where, (position(lobby), lobby.day(), limit)))


def position(lobby: LobbyService) -> int:
    """The newest event that the leader has."""
    return int(kept(lobby.store, _POSITION) or 0)


def leader_series(lobby: LobbyService) -> str:
    """What tells the leader's database from an older copy of itself; empty: not heard yet."""
    return kept(lobby.store, _SERIES) or ""


def heard(lobby: LobbyService, series: str, results: tuple[EventResult, ...]) -> None:
    """The leader has answered.

    Where it was restored, all of today is told again: it knows by the ids what it still has.
    """
    before = leader_series(lobby)
    if before == series and not results:
        return
    through = max((result.seq for result in results), default=0)
    # The answer of a restored leader says nothing of what it was told before.
    has = max(through, position(lobby)) if before in ("", series) else 0
    with lobby.store.begin() as work:
        keep(work, _SERIES, series)
        keep(work, _POSITION, str(has))


def with_leader(lobby: LobbyService) -> frozenset[str]:
    """Today's tickets that are the leader's now; none where this lobby leads itself."""
    if not is_companion(lobby):
        return frozenset()
    rows = lobby.store.read(
        "SELECT entity_id FROM event WHERE n <= ? AND type = 'ticket.issued' AND service_day = ?",
        (position(lobby), lobby.day()),
    )
    return frozenset(ticket for (ticket,) in rows)
