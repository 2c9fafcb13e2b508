"""What follows from a refusal, and the one recovery there is (offline_sync §3.7).

Every anomaly of the stream, whatever it was (a restored card, a cloned one, a restored backend,
an epoch that differs), takes the same way: a new epoch, everything that is kept told again under
it, and a snapshot. Events are known by their ids, so that telling them twice does nothing.
"""

import enum

from vuoro.core.wire.sync import CommandKind, EpochGranted, EpochRequest, SessionBegun, SyncProblem
from vuoro.queue.service.commands import finish, open_commands
from vuoro.queue.service.epochs import begin_epoch
from vuoro.queue.service.identity import DeviceIdentity, db_uuid
from vuoro.queue.service.outbox import OutboxState, state
from vuoro.sync.contact import Contact
from vuoro.sync.outcome import Did, Outcome
from vuoro.sync.talk import Talk


class Remedy(enum.Enum):
    """What to do about a refusal."""

    NEW_SESSION = enum.auto()
    NEW_EPOCH = enum.auto()
    SNAPSHOT = enum.auto()
    SMALLER = enum.auto()
    DRAIN = enum.auto()
    OTHER_KEY = enum.auto()
    """The signature did not fit: the backend may know our other key (rotation)."""
    LATER = enum.auto()
    PEOPLE = enum.auto()
    """Only a human can help: keep trying, slowly, and show it."""


REMEDIES: dict[str, Remedy] = {
    SyncProblem.FORK: Remedy.NEW_EPOCH,
    SyncProblem.GAP: Remedy.NEW_EPOCH,
    SyncProblem.CURSOR_TOO_OLD: Remedy.SNAPSHOT,
    SyncProblem.SESSION_OVER: Remedy.NEW_SESSION,
    SyncProblem.REVOKED: Remedy.DRAIN,
    SyncProblem.LOCKED: Remedy.PEOPLE,
    SyncProblem.UPGRADE: Remedy.PEOPLE,
    SyncProblem.TOO_LARGE: Remedy.SMALLER,
    "bad_signature": Remedy.OTHER_KEY,
}
_BY_STATUS = {
    401: Remedy.NEW_SESSION,
    410: Remedy.SNAPSHOT,
    413: Remedy.SMALLER,
    426: Remedy.PEOPLE,
    429: Remedy.LATER,
}


def remedy_of(code: str, status: int) -> Remedy:
    """What to do about a refusal; of an unknown one a human must hear."""
    return REMEDIES.get(code) or _BY_STATUS.get(status, Remedy.PEOPLE)


def difference(begun: SessionBegun, who: DeviceIdentity, ours: OutboxState) -> str:
    """In what the backend's story of this device differs from ours; empty where it does not."""
    if begun.server_epoch != who.server_epoch:
        return "server_epoch"
    if begun.epoch != ours.epoch:
        return "epoch"
    if begun.last_seq > ours.last_seq:
        return "restored"
    return ""


def recover(contact: Contact) -> Talk[Outcome]:
    """Get a new epoch and tell everything that is kept again. Raises Turned, NoAnswer.

    Cut off anywhere it is begun again: the backend's epoch then differs from ours.
    """
    why = contact.recover_because
    request = EpochRequest(
        device=contact.who().device,
        old_epoch=state(contact.lobby).epoch,
        db_uuid=db_uuid(contact.lobby),
        reason=why,
    )
    contact.at("recovery.before_send")
    granted = yield from contact.exchange(contact.signed("/epoch", request), EpochGranted)
    contact.at("recovery.after_grant_before_commit")
    begin_epoch(contact.lobby, granted)
    contact.recover_because = ""
    contact.snapshot_wanted = True
    contact.digest_of = ""
    for command in open_commands(contact.lobby):
        if command.kind == CommandKind.NEW_EPOCH:
            finish(contact.lobby, command.id, command.kind, {"result": "done"})
    contact.at("recovery.after_commit")
    return Outcome(Did.RECOVERED, more=True, why=why)
