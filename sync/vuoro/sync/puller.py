"""Changes from the backend: a page at a time, a request kept open while there are none (§3.5)."""

import base64

from vuoro.core.clock import local
from vuoro.core.wire.sync import DayKeys, Pulled
from vuoro.queue.service import keyring, mirror
from vuoro.sync.contact import QUICK_SECONDS, AnotherBackend, Contact
from vuoro.sync.outcome import Did, Outcome
from vuoro.sync.talk import Talk
from vuoro.sync.transport import Ask

PAGE = 100
"""Changes at once: what the thread that serves visitors can spare for one transaction."""


def pull_page(contact: Contact, limit: int, wait: int) -> Talk[Outcome]:
    """Pull the next page; with nothing new the backend answers after ``wait`` seconds.

    Raises Turned, AnotherBackend, NoAnswer.
    """
    known, after = mirror.cursor(contact.lobby)
    path = f"/pull?cursor={after}&limit={limit}&wait={wait}"
    contact.at("pull.before_send")
    asked_at = contact.mono
    pulled = yield from contact.exchange(Ask("GET", path, timeout=wait + QUICK_SECONDS), Pulled)
    if pulled.server_epoch != known:
        raise AnotherBackend
    contact.at("pull.after_reply_before_commit")
    taken = mirror.take_page(contact.lobby, pulled)
    if not wait:
        contact.told_time(pulled.server_ms, contact.mono - asked_at)
    if pulled.changes:
        contact.unreadable = mirror.not_understood(contact.lobby)
    contact.at("pull.after_page")
    did = Did.PULLED if pulled.changes else Did.NOTHING
    return Outcome(did, taken, more=pulled.more)


def day_keys_are_due(contact: Contact) -> bool:
    """Once in a run, as they may be kept in memory only, and again every day (§3.12)."""
    return contact.day_keys_of != local(contact.lobby.now).date().isoformat()


def take_day_keys(contact: Contact) -> Talk[None]:
    """Fetch the keys for identity codes of the coming days. Raises Turned, NoAnswer."""
    answer = yield from contact.exchange(Ask("GET", "/day-keys"), DayKeys)
    keys = {day: base64.b64decode(key) for day, key in answer.keys.items()}
    keyring.take_day_keys(contact.lobby, keys)
    contact.day_keys_of = local(contact.lobby.now).date().isoformat()
