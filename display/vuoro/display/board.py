"""The board: the calls of today as the lobby service tells them, newest first."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from vuoro.core.wire.board import BoardCall, BoardFrame
from vuoro.core.wire.common import Lobby

KEPT = 64
"""So many calls are remembered, however busy the day; a screen shows nine at most."""
PREVIOUS = 2
HISTORY = 6


@dataclass(frozen=True, slots=True)
class Board:
    """What the lobby service last said. ``calls`` are newest first, by the time of their last call.

    Not by version: a ticket's version also grows when it is served, and that must not move it.
    """

    version: int = -1
    lobby: Lobby | None = None
    calls: tuple[BoardCall, ...] = ()

    def call(self, ident: str) -> BoardCall | None:
        """The call with this id, if it is on the board."""
        return next((call for call in self.calls if call.id == ident), None)


EMPTY = Board()


@dataclass(frozen=True, slots=True)
class Places:
    """Calls by their place on the screen."""

    newest: BoardCall | None = None
    previous: tuple[BoardCall, ...] = ()
    history: tuple[BoardCall, ...] = ()


def apply(board: Board, frame: BoardFrame) -> Board:
    """The board after a message of the stream.

    A full message replaces everything: the service may have been restored from a backup, with lower
    versions. A change older than the board, and a call older than the one known, is ignored.
    """
    if frame.full:
        return Board(frame.version, frame.lobby, _newest_first(frame.calls))
    if frame.version < board.version:
        return board
    calls = {call.id: call for call in board.calls} if not _new_day(board, frame) else {}
    for call in frame.calls:
        known = calls.get(call.id)
        if known is None or call.version >= known.version:
            calls[call.id] = call
    return Board(frame.version, _newer(board.lobby, frame.lobby), _newest_first(calls.values()))


def places(calls: tuple[BoardCall, ...]) -> Places:
    """Where each call stands: one large, two below it, six beside them."""
    if not calls:
        return Places()
    rest = calls[1:]
    return Places(calls[0], rest[:PREVIOUS], rest[PREVIOUS : PREVIOUS + HISTORY])


def recency(call: BoardCall) -> tuple[datetime, int, str]:
    """What sorts calls by their last call, oldest first."""
    return call.called_at, call.version, call.id


def _newest_first(calls: Iterable[BoardCall]) -> tuple[BoardCall, ...]:
    here = (call for call in calls if not call.gone)
    return tuple(islice(sorted(here, key=recency, reverse=True), KEPT))


def _newer(known: Lobby | None, told: Lobby | None) -> Lobby | None:
    if told is None or (known is not None and told.version < known.version):
        return known
    return told


def _new_day(board: Board, frame: BoardFrame) -> bool:
    """Whether a new service day began: yesterday's calls then leave the board."""
    if board.lobby is None or frame.lobby is None:
        return False
    return frame.lobby.service_day != board.lobby.service_day
