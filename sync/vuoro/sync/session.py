"""Sessions: the device proves by a signature over a fresh nonce who it is (offline_sync §3.16).

A nonce and no date, so that a wrong clock does not matter.
"""

from urllib.parse import quote

from vuoro.core.wire.codec import encode
from vuoro.core.wire.sync import (
    PROTOCOL,
    SESSION_CONTEXT,
    SessionBegun,
    SessionNonce,
    SessionRequest,
)
from vuoro.queue.service import outbox
from vuoro.queue.service.epochs import restored
from vuoro.queue.service.identity import change_identity
from vuoro.sync.contact import Contact
from vuoro.sync.leaving import note_revoked, note_welcome
from vuoro.sync.recovery import difference
from vuoro.sync.talk import Talk
from vuoro.sync.transport import Ask

CAPABILITIES = ("commands", "leases", "visits")
_RENEW_AFTER = 0.9
"""Of its time: a session must not end between a question and its answer."""


def ensure_session(contact: Contact) -> Talk[SessionBegun]:
    """The session, begun anew where there is none or it nears its end. Raises Turned, NoAnswer."""
    if contact.session is not None and contact.mono < contact.session_until:
        return contact.session
    contact.session = None
    return (yield from _begin(contact))


def _begin(contact: Contact) -> Talk[SessionBegun]:
    device = contact.who().device
    nonce = yield from contact.exchange(
        Ask("GET", f"/session?device={quote(device)}"), SessionNonce
    )
    ask = Ask(
        "POST",
        "/session",
        {"Content-Type": "application/json"},
        encode(_request(contact, device, nonce.nonce)),
    )
    asked_at, asked_in = contact.mono, outbox.state(contact.lobby).epoch
    begun = yield from contact.exchange(ask, SessionBegun)
    contact.session = begun
    contact.session_until = asked_at + begun.expires_in * _RENEW_AFTER
    contact.drains = begun.drain_only
    contact.told_time(begun.server_ms, contact.mono - asked_at)
    if asked_in == outbox.state(contact.lobby).epoch:
        # A recovery that was granted meanwhile is no difference.
        _compare(contact, begun)
    return begun


def _compare(contact: Contact, begun: SessionBegun) -> None:
    """What follows from how the backend greets us."""
    lobby, who = contact.lobby, contact.who()
    if begun.drain_only:
        note_revoked(lobby)
    else:
        note_welcome(lobby)
    if (begun.role, begun.leader_epoch) != (who.role, who.leader_epoch):
        change_identity(lobby, role=begun.role, leader_epoch=begun.leader_epoch)
    different = "restored" if restored(lobby) else difference(begun, who, outbox.state(lobby))
    if different:
        contact.recover_because = different


def _request(contact: Contact, device: str, nonce: str) -> SessionRequest:
    epoch = outbox.state(contact.lobby).epoch
    boot = str(contact.lobby.clock.boot_id)
    words = (nonce, device, str(epoch), boot, contact.version)
    return SessionRequest(
        proto=PROTOCOL,
        device=device,
        nonce=nonce,
        epoch=epoch,
        boot=boot,
        version=contact.version,
        signature=contact.key.signature(SESSION_CONTEXT + "\0".join(words).encode()),
        drain=contact.drains,
        capabilities=CAPABILITIES,
    )
