"""What the backend tells a device to do, carried out once, its result an event (§3.17)."""

import base64
import binascii
import logging
from typing import Any

from vuoro.core.chain import canonical
from vuoro.core.passes.signing import fits
from vuoro.core.wire.sync import COMMAND_CONTEXT, CommandKind, Role
from vuoro.queue.service.commands import Command, finish, open_commands
from vuoro.queue.service.erasing import erase
from vuoro.queue.service.identity import DeviceIdentity, change_identity
from vuoro.queue.service.mirror_rows import COMMAND, rows_of
from vuoro.queue.store.meta import keep, kept
from vuoro.sync.contact import Contact
from vuoro.sync.device_key import BadKeyFile
from vuoro.sync.leaving import Leaving, leave

log = logging.getLogger(__name__)
NEXT_KEY = "next_key"
"""In the database: the public key that follows once the backend has heard of it."""
_RESULT = "result"
_DONE = {_RESULT: "done"}


def carry_out_commands(contact: Contact) -> int:
    """Carry out what is open, oldest first. Gives how many.

    A kill between a deed and its result does the deed again: each comes to the same twice.
    """
    open_ones = [each for each in open_commands(contact.lobby) if each.id not in contact.under_way]
    told = dict(rows_of(contact.lobby.store, COMMAND)) if open_ones else {}
    for command in open_ones:
        log.info("a command of the backend", extra={"kind": command.kind})
        try:
            result = _carry_out(contact, command, told[command.id])
        except BadKeyFile as error:
            # It stays open, and what is pulled meanwhile is none the worse for it.
            log.error("a command failed", extra={"kind": command.kind, "error": str(error)})
            continue
        contact.at("command.after_deed")
        if result is None:
            contact.under_way.add(command.id)
        else:
            finish(contact.lobby, command.id, command.kind, result)
    return len(open_ones)


def is_signed(who: DeviceIdentity, command: str, told: dict[str, Any]) -> bool:
    """Whether our area gave this command to this device, whoever carried it here."""
    content = {key: value for key, value in told.items() if key != "signature"}
    try:
        signature = base64.b64decode(str(told.get("signature", "")), validate=True)
    except binascii.Error:
        return False
    message = COMMAND_CONTEXT + canonical({"id": command, **content})
    return content.get("device") == who.device and fits(signature, message, who.sync_public)


def _carry_out(contact: Contact, command: Command, told: dict[str, Any]) -> dict[str, Any] | None:
    """The result, or None where it comes later."""
    lobby = contact.lobby
    if not is_signed(contact.who(), command.id, told):
        log.error("a command without a good signature", extra={"kind": command.kind})
        return {_RESULT: "bad_signature"}
    match command.kind:
        case CommandKind.DRAIN_THEN_WIPE:
            leave(lobby, Leaving.DRAIN, command.id)
            return None
        case CommandKind.WIPE_NOW:
            leave(lobby, Leaving.NOW, command.id)
            return _DONE
        case CommandKind.ROTATE_KEY:
            return _next_key(contact)
        case CommandKind.NEW_EPOCH:
            contact.recover_because = str(command.body.get("reason") or "command")
            return None
        case CommandKind.SET_LEADER:
            return _set_leader(contact, command)
        case CommandKind.ERASE:
            ids = [str(each) for each in command.body.get("ids", ())]
            return {**_DONE, "erased": erase(lobby, ids)}
        case CommandKind.DOCTOR | CommandKind.SCREENSHOT | CommandKind.SUPPORT:
            if contact.support is not None:
                contact.support(command.id, CommandKind(command.kind))
                return None
    return {_RESULT: "unknown"}


def _next_key(contact: Contact) -> dict[str, str]:
    public = contact.key.prepare()
    with contact.lobby.store.begin() as work:
        keep(work, NEXT_KEY, public)
    return {**_DONE, "public_key": public}


def use_next_key(contact: Contact) -> None:
    """Sign with the key that follows, once the backend has heard everything, so also of it."""
    public = kept(contact.lobby.store, NEXT_KEY)
    if not public:
        return
    if public == contact.key.other_public and contact.key.change():
        contact.session = None
    with contact.lobby.store.begin() as work:
        keep(work, NEXT_KEY, "")


def _set_leader(contact: Contact, command: Command) -> dict[str, str]:
    try:
        role = Role(command.body["role"])
        leader_epoch = int(command.body["leader_epoch"])
    except (KeyError, ValueError, TypeError):
        return {_RESULT: "malformed"}
    change_identity(contact.lobby, role=role, leader_epoch=leader_epoch)
    return _DONE
