"""A device that is no longer wanted: it takes no clients, tells what it holds, is wiped (§3.17).

What must survive a restart is in the database: since when it is revoked, and how it is to leave.
"""

import enum
import logging

from vuoro.core.clock import ClockState
from vuoro.core.wire.desk import DeskCommand
from vuoro.core.wire.sync import CommandKind
from vuoro.queue.service import LobbyService, dead_letters, managing, outbox
from vuoro.queue.service.commands import finish
from vuoro.queue.service.keyring import forget_day_keys
from vuoro.queue.service.lobby import Press
from vuoro.queue.store.meta import keep, kept
from vuoro.queue.store.rows import to_ms
from vuoro.sync.words import out_of_order

log = logging.getLogger(__name__)

KEPT_MS = 14 * 24 * 3600 * 1000
"""A revoked device keeps what it could not tell for so long."""
_REVOKED, _LEAVING, _COMMAND = "revoked_at", "leaving", "leaving_command"
_ACTOR = "backend"
_NO_DAY = "9999"


class Leaving(enum.StrEnum):
    """How a device goes. The result of the command is the last it tells."""

    DRAIN = "drain"
    """Once everything is told."""
    LAST_WORD = "last_word"
    """Everything is told but the result of the command."""
    NOW = "now"


def revoked_since(lobby: LobbyService) -> int | None:
    """When the backend said that it wants this device no more, in milliseconds."""
    since = kept(lobby.store, _REVOKED)
    return int(since) if since else None


def note_revoked(lobby: LobbyService) -> None:
    """The backend wants this device no more: no clients, no keys to their identity codes."""
    if revoked_since(lobby) is None:
        log.error("the backend has revoked this device")
        _note(lobby, {_REVOKED: str(to_ms(lobby.now))})
        forget_day_keys(lobby, _NO_DAY)
    stop_intake(lobby)


def note_welcome(lobby: LobbyService) -> None:
    """The backend takes this device as its own, perhaps again."""
    if revoked_since(lobby) is not None:
        _note(lobby, {_REVOKED: ""})
        if leaving(lobby) is None:
            _lock(lobby, locked=False)


def leaving(lobby: LobbyService) -> Leaving | None:
    """How this device is to go, if it is."""
    how = kept(lobby.store, _LEAVING)
    return Leaving(how) if how else None


def leave(lobby: LobbyService, how: Leaving, command: str) -> None:
    """Stop taking clients, and go; the command is answered when all else is told."""
    _note(lobby, {_LEAVING: how.value, _COMMAND: command})
    stop_intake(lobby)


def stop_intake(lobby: LobbyService) -> None:
    """Kiosks say that they are out of order and that staff help."""
    if not lobby.line.is_locked():
        _lock(lobby, locked=True)


def keep_stopped(lobby: LobbyService) -> None:
    """Stop the intake again where somebody has opened it meanwhile."""
    if not lobby.line.is_locked() and (leaving(lobby) or revoked_since(lobby) is not None):
        stop_intake(lobby)


def go_on_leaving(lobby: LobbyService) -> bool:
    """Take the next step of leaving, if there is one. Whether the device must be wiped now."""
    how = leaving(lobby)
    if how is Leaving.NOW:
        return True
    if how is None:
        return _is_long_revoked(lobby)
    if outbox.state(lobby).waiting or dead_letters.unsent(lobby):
        return False
    if how is Leaving.LAST_WORD:
        return True
    command = kept(lobby.store, _COMMAND) or ""
    finish(lobby, command, CommandKind.DRAIN_THEN_WIPE, {"result": "done"})
    _note(lobby, {_LEAVING: Leaving.LAST_WORD.value})
    return False


def _is_long_revoked(lobby: LobbyService) -> bool:
    since = revoked_since(lobby)
    # A clock that was never set proves nothing.
    if since is None or lobby.clock.state is ClockState.UNSET:
        return False
    return to_ms(lobby.now) - since >= KEPT_MS


def _lock(lobby: LobbyService, *, locked: bool) -> None:
    message = out_of_order() if locked else {}
    command = DeskCommand(locked=locked, message=message)
    managing.lock(lobby, command, Press(str(lobby.ids.event()), _ACTOR, _ACTOR))


def _note(lobby: LobbyService, values: dict[str, str]) -> None:
    with lobby.store.begin() as work:
        for key, value in values.items():
            keep(work, key, value)
