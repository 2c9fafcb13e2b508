"""How the sync stands, for staff: fresh, behind, or in need of a person (offline_sync §3.18)."""

from datetime import timedelta

from vuoro.core.wire.desk import SyncLevel
from vuoro.queue.domain.sync_state import SyncState, level
from vuoro.queue.service import LobbyService, mirror, outbox
from vuoro.queue.store.rows import from_ms
from vuoro.sync.contact import Contact
from vuoro.sync.leaving import revoked_since

CLOCK_WRONG_MS = 120_000


def sync_state(contact: Contact) -> SyncState:
    """As of now."""
    lobby = contact.lobby
    outgoing = outbox.state(lobby)
    pulled = mirror.pulled_at(lobby)
    problems = problem_count(contact, outgoing.problems)
    oldest = outgoing.oldest_ms
    return SyncState(
        data_as_of=None if pulled is None else from_ms(pulled),
        events_waiting=outgoing.waiting,
        problems=problems,
        clock=lobby.clock.state,
        level=level(
            data_age=None if pulled is None else lobby.now - from_ms(pulled),
            waiting_for=None if oldest is None else timedelta(milliseconds=oldest),
            problems=problems,
            clock=lobby.clock.state,
            revoked=revoked_since(lobby) is not None,
        ),
    )


def not_in_touch(lobby: LobbyService) -> SyncState:
    """Of a lobby that was to have a backend and was not enrolled: everything waits."""
    return SyncState(None, outbox.state(lobby).waiting, 0, lobby.clock.state, SyncLevel.AMBER)


def problem_count(contact: Contact, set_aside: int) -> int:
    """How many matters want a person: each of these is one."""
    matters = (
        bool(contact.troubles),
        contact.digest_ok is False,
        abs(contact.clock_ahead_ms) > CLOCK_WRONG_MS,
        bool(contact.unreadable),
    )
    return set_aside + sum(matters)
