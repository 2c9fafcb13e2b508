"""Commands of the backend that came with the mirror, and what became of them (§3.17)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from vuoro.core.wire.codec import encode
from vuoro.queue.service.lobby import LobbyService
from vuoro.queue.service.mirror_rows import COMMAND, rows_of
from vuoro.queue.store.rows import to_ms

DONE = "command.done"
ACTOR = "lobby"


@dataclass(frozen=True, slots=True)
class Command:
    """One command that was not carried out yet. ``kind``: a CommandKind, or of a newer backend."""

    id: str
    kind: str
    body: Mapping[str, Any] = field(default_factory=dict, repr=False)


def open_commands(lobby: LobbyService) -> list[Command]:
    """What is left to do, oldest first."""
    done = {key for (key,) in lobby.store.read("SELECT command_id FROM inbox")}
    return [
        Command(key, str(data.get("kind", "")), dict(data.get("body") or {}))
        for key, data in rows_of(lobby.store, COMMAND)
        if key not in done
    ]


def finish(lobby: LobbyService, command: str, kind: str, result: Mapping[str, Any]) -> None:
    """Remember that a command was carried out, and tell the backend how. Once."""
    with lobby.change() as work:
        known = work.execute("SELECT 1 FROM inbox WHERE command_id = ?", (command,)).fetchone()
        if known is not None:
            return
        told = {**result, "command": command, "kind": kind}
        work.note(DONE, told, day=lobby.day(), actor=ACTOR)
        work.execute(
            "INSERT INTO inbox (command_id, result, at) VALUES (?, ?, ?)",
            (command, encode(told), to_ms(lobby.now)),
        )
