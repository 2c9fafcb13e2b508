"""A snapshot: everything the lobby should hold, laid out beside the mirror and swapped in (§3.5).

Cut anywhere, the mirror stays what it was, and the next try begins afresh.
"""

from collections.abc import Iterator

from vuoro.core.wire.codec import Malformed, decode
from vuoro.core.wire.sync import ChangeTold, SnapshotEnd, SnapshotHead
from vuoro.queue.service import mirror
from vuoro.queue.service.snapshots import CutSnapshot, Snapshot
from vuoro.sync.answers import lines_of
from vuoro.sync.contact import Contact
from vuoro.sync.talk import Talk, breathe
from vuoro.sync.transport import Ask, NoAnswer

SNAPSHOT_SECONDS = 60.0
ROWS_AT_ONCE = 100
"""Rows laid out before the thread is left to others for a moment."""
_END = b'{"rows"'


def take_snapshot(contact: Contact) -> Talk[int]:
    """Replace the mirror by a snapshot. Gives how many rows it has. Raises Turned, NoAnswer."""
    reply = yield from contact.reply(Ask("GET", "/snapshot", timeout=SNAPSHOT_SECONDS))
    lines = iter(lines_of(reply).splitlines())
    try:
        rows = yield from _take(contact, lines)
    except (Malformed, CutSnapshot) as error:
        raise NoAnswer(f"no whole snapshot came: {error}") from None
    contact.unreadable = mirror.not_understood(contact.lobby)
    return rows


def _take(contact: Contact, lines: Iterator[bytes]) -> Talk[int]:
    head = decode(next(lines, b""), SnapshotHead)
    snapshot = Snapshot(contact.lobby, head)
    rows: list[ChangeTold] = []
    for line in lines:
        if line.startswith(_END):
            snapshot.stage(rows)
            end = decode(line, SnapshotEnd)
            contact.at("snapshot.before_swap")
            snapshot.finish(end)
            contact.backend = head.server_epoch
            contact.snapshot_wanted = False
            contact.at("snapshot.after_swap")
            return end.rows
        rows.append(decode(line, ChangeTold))
        if len(rows) >= ROWS_AT_ONCE:
            snapshot.stage(rows)
            rows.clear()
            contact.at("snapshot.after_stage")
            yield from breathe()
    raise CutSnapshot("without an end")
