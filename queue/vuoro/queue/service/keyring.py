"""Keys that the backend gives: those passes are checked with, and those of single days (§3.12).

A day key opens nothing but that day's index of identity codes, and is forgotten with the day. Kept
in memory only, it also goes with the power; kept in a file it lasts a restart without a network.
"""

import logging
import os
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

import msgspec

from vuoro.core.passes import BadKeyDocument, open_keys
from vuoro.core.passes.key_document import BadKeyReason
from vuoro.queue.service.identity import identity
from vuoro.queue.service.lobby import LobbyService
from vuoro.queue.service.mirror_rows import KEYS, rows_of
from vuoro.queue.store.meta import keep, kept

log = logging.getLogger(__name__)

FILE = ".day-keys"
_DOCUMENT = "key_document"


def take_key_document(lobby: LobbyService, text: str) -> BadKeyReason | None:
    """Believe these keys from now on, if the area's root key signed them and they are no older.

    Gives why not, if not; the keys that are here stay.
    """
    known = identity(lobby)
    if known is None:
        return BadKeyReason.BAD_SIGNATURE
    opened = open_keys(text, known.root_public, lobby.office.tenant, lobby.keys)
    if isinstance(opened, BadKeyDocument):
        log.error("a key document is refused", extra={"reason": opened.reason.value})
        return opened.reason
    lobby.keys = opened
    if kept(lobby.store, _DOCUMENT) != text:
        with lobby.store.begin() as work:
            keep(work, _DOCUMENT, text)
    return None


def take_day_keys(lobby: LobbyService, keys: Mapping[str, bytes]) -> None:
    """The keys of today and the coming days, by ISO date, in place of those that were here."""
    today = lobby.day()
    lobby.day_keys = {day: key for day, key in keys.items() if day >= today}
    _write(lobby)


def forget_day_keys(lobby: LobbyService, before: str) -> None:
    """Days before this ISO date are over, and what was indexed with their keys is noise now."""
    if any(day < before for day in lobby.day_keys):
        lobby.day_keys = {day: key for day, key in lobby.day_keys.items() if day >= before}
        _write(lobby)


def use_file(lobby: LobbyService) -> None:
    """Keep day keys in a file beside the database, of the owner alone, and read those in it."""
    if lobby.store.path is None:
        return
    lobby.day_key_file = lobby.store.path.with_suffix(FILE)
    with suppress(OSError, msgspec.DecodeError):
        found = msgspec.json.decode(lobby.day_key_file.read_bytes(), type=dict[str, bytes])
        lobby.day_keys = {**found, **lobby.day_keys}
    forget_day_keys(lobby, lobby.day())


def reopen_keys(lobby: LobbyService) -> None:
    """After a start: believe the document that was believed before, or a newer one that came."""
    came = [str(data.get("document", "")) for _, data in rows_of(lobby.store, KEYS)]
    for text in (kept(lobby.store, _DOCUMENT) or "", *came):
        if text:
            take_key_document(lobby, text)


def _write(lobby: LobbyService) -> None:
    if lobby.day_key_file is not None:
        _overwrite(lobby.day_key_file, msgspec.json.encode(lobby.day_keys))


def _overwrite(file: Path, content: bytes) -> None:
    """Write in place: a file that is replaced leaves its old blocks readable on the disk.

    A crash in between leaves a file that is not read, and the keys come again with the network.
    """
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        length = max(len(content), os.fstat(descriptor).st_size)
        os.pwrite(descriptor, content.ljust(length), 0)
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
