"""Once a night, and after every recovery: do lobby and backend hold the same rows? (§3.5)"""

import logging

from vuoro.core.clock import local
from vuoro.core.wire.sync import Digest
from vuoro.queue.service import mirror
from vuoro.queue.store.rows import to_ms
from vuoro.sync.contact import Contact
from vuoro.sync.talk import Talk
from vuoro.sync.transport import Ask

log = logging.getLogger(__name__)
NIGHT_ENDS = 3
"""Local hour. The backend's window of days turns at three; before that there is nothing to see."""


def digest_is_due(contact: Contact) -> bool:
    """Whether they were not compared yet in this run, after a recovery or since the night."""
    now = local(contact.lobby.now)
    today = now.date().isoformat()
    return not contact.digest_of or (contact.digest_of < today and now.hour >= NIGHT_ENDS)


def check_digest(contact: Contact) -> Talk[None]:
    """Compare; where they differ, a snapshot follows and staff see a problem.

    Does nothing while the mirror is behind. Raises Turned, NoAnswer.
    """
    _, at = mirror.cursor(contact.lobby)
    theirs = yield from contact.exchange(Ask("GET", f"/digest?cursor={at}"), Digest)
    if theirs.as_of != mirror.cursor(contact.lobby)[1]:
        return
    was_wrong = contact.digest_ok is False
    contact.digest_ok = set(theirs.lines) == set(mirror.digest(contact.lobby))
    contact.digest_at_ms = to_ms(contact.lobby.now)
    contact.digest_of = local(contact.lobby.now).date().isoformat()
    if contact.digest_ok:
        return
    log.error("lobby and backend hold different rows", extra={"at": at})
    contact.snapshot_wanted = True
    if not was_wrong:
        # Look once more after the snapshot; a second difference waits for people.
        contact.digest_of = ""
