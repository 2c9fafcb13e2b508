"""Which picture the board shows: calls, a welcome, or that the office is closed or locked."""

import enum
from datetime import datetime, timedelta

from vuoro.core.wire.board import BoardCall
from vuoro.core.wire.common import Lobby, LobbyMode

LAST_CALL_STAYS = timedelta(minutes=10)
"""After closing time the last calls stay so long, for those who still look for their number."""


class Scene(enum.StrEnum):
    """What fills the board."""

    BLANK = "blank"
    """Nothing is known yet."""
    WELCOME = "welcome"
    CALLS = "calls"
    CLOSED = "closed"
    LOCKED = "locked"


def scene(lobby: Lobby | None, calls: tuple[BoardCall, ...], now: datetime) -> Scene:
    """The picture for the calls shown (newest first) at this moment.

    An office that lets nobody in still serves those who wait: the numbers go when nobody is left.
    """
    if lobby is None:
        return Scene.BLANK
    if lobby.mode is not LobbyMode.OPEN and lobby.waiting == 0 and not _is_recent(calls, now):
        return Scene.CLOSED if lobby.mode is LobbyMode.CLOSED else Scene.LOCKED
    return Scene.CALLS if calls else Scene.WELCOME


def scene_changes_at(
    lobby: Lobby | None, calls: tuple[BoardCall, ...], now: datetime
) -> datetime | None:
    """When the picture changes by the passing of time alone; None where it does not."""
    if lobby is None or lobby.mode is LobbyMode.OPEN or not _is_recent(calls, now):
        return None
    return calls[0].called_at + LAST_CALL_STAYS


def _is_recent(calls: tuple[BoardCall, ...], now: datetime) -> bool:
    return bool(calls) and now - calls[0].called_at < LAST_CALL_STAYS
