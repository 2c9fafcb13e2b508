"""Orders about the backend: who this lobby is to it, and how they get on."""

from vuoro.core.wire.sync import Enrolled
from vuoro.lobby.admin.orders import Identity, SyncLook
from vuoro.queue.service import LobbyService, mirror, outbox
from vuoro.queue.service.identity import identity, keep_identity
from vuoro.queue.service.lobby import Committed
from vuoro.queue.store.rows import from_ms
from vuoro.sync.leaving import revoked_since


def identity_of(lobby: LobbyService) -> Identity:
    """Who this lobby is to the backend, and whom its office file makes it."""
    known, office = identity(lobby), lobby.office
    if known is None:
        return Identity("", "", 0, "", str(office.tenant), office.site)
    return Identity(
        known.device, known.tenant, known.site, known.office, str(office.tenant), office.site
    )


def take_identity(lobby: LobbyService, enrolled: Enrolled) -> Identity:
    """Become this device; the worker of a running service hears of it."""
    keep_identity(lobby, enrolled)
    lobby.tell(Committed())
    return identity_of(lobby)


def sync_of(lobby: LobbyService) -> SyncLook:
    """What a person asks first when something seems wrong."""
    known, now = identity(lobby), lobby.sync
    pulled, outgoing = mirror.pulled_at(lobby), outbox.state(lobby)
    return SyncLook(
        device=known.device if known is not None else "",
        level=now.level.value if now is not None else "",
        data_as_of=from_ms(pulled) if pulled is not None else None,
        events_waiting=outgoing.waiting,
        problems=now.problems if now is not None else outgoing.problems,
        clock=lobby.clock.state.value,
        revoked=revoked_since(lobby) is not None,
    )
