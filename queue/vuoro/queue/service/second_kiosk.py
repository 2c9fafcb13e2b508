"""A second kiosk's side: what it has told the leader of its lobby, and leaves to it (§3.1).

It gives numbers by itself, with its own mark in them, and tells the leader of each. From then on
the ticket is the leader's: only the leader calls, routes and closes it.
"""

from dataclasses import replace

from vuoro.core.wire.sync import MOST_EVENTS, EventResult, Role, Told
from vuoro.queue.service.identity import identity
from vuoro.queue.service.lobby import LobbyService, Refused
from vuoro.queue.store.meta import keep, kept
from vuoro.queue.store.stream import bare

_POSITION = "leader_has"
_TODAYS = "type = 'ticket.issued' AND service_day = ?"
NOT_HERE = Refused(
    "not_the_leader", "This is a second kiosk. Open the page of the first one.", status=409
)


def is_companion(lobby: LobbyService) -> bool:
    """Whether another lobby service leads this lobby."""
    known = identity(lobby)
    return known is not None and known.role is Role.COMPANION


def to_tell(lobby: LobbyService, limit: int = MOST_EVENTS) -> tuple[Told, ...]:
    """Today's numbers for the leader, oldest first, after the last one that it has.

    That one comes along: by its id, and by ``prev``, the id of the one before each, the leader
    sees whether it has lost any. ``seq`` is the local position.
    """
    day = lobby.day()
    events = bare(lobby.store, f"n >= ? AND {_TODAYS} ORDER BY n LIMIT ?",
                  (position(lobby), day, limit + 1))  # fmt: skip
    chosen: list[Told] = []
    for event in events:
        before = chosen[-1].id if chosen else _before(lobby, event.seq, day)
        chosen.append(replace(event, prev=before))
    return tuple(chosen)


def has_news(lobby: LobbyService) -> bool:
    """Whether a number of today waits to be told."""
    newer = f"SELECT 1 FROM event WHERE n > ? AND {_TODAYS} LIMIT 1"
    return bool(lobby.store.read(newer, (position(lobby), lobby.day())))


def position(lobby: LobbyService) -> int:
    """The newest event that the leader has."""
    return int(kept(lobby.store, _POSITION) or 0)


def heard(lobby: LobbyService, results: tuple[EventResult, ...]) -> None:
    """The leader has answered for these.

    For none: it does not know what came before, because it was restored; all of today is told again
    and it knows by the ids what it still has.
    """
    has = max((result.seq for result in results), default=0)
    if has != position(lobby):
        with lobby.store.begin() as work:
            keep(work, _POSITION, str(has))


def _before(lobby: LobbyService, n: int, day: str) -> str:
    earlier = tuple(bare(lobby.store, f"n < ? AND {_TODAYS} ORDER BY n DESC LIMIT 1", (n, day)))
    return earlier[0].id if earlier else ""


def with_leader(lobby: LobbyService) -> frozenset[str]:
    """Today's tickets that are the leader's now; none where this lobby leads itself."""
    if not is_companion(lobby):
        return frozenset()
    theirs = f"SELECT entity_id FROM event WHERE n <= ? AND {_TODAYS}"
    rows = lobby.store.read(theirs, (position(lobby), lobby.day()))
    return frozenset(ticket for (ticket,) in rows)
