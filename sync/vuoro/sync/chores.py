"""What a pull does beside its pages, at most once a minute: day keys, and the nightly digest."""

from vuoro.sync.contact import Contact
from vuoro.sync.digest_check import check_digest, digest_is_due
from vuoro.sync.puller import day_keys_are_due, take_day_keys
from vuoro.sync.talk import Talk

_BETWEEN_TRIES = 60.0


def chores_are_due(contact: Contact) -> bool:
    """Whether one of them is due, and was not tried just now."""
    tried = contact.chores_at
    if tried is not None and contact.mono - tried < _BETWEEN_TRIES:
        return False
    return day_keys_are_due(contact) or digest_is_due(contact)


def do_chores(contact: Contact) -> Talk[None]:
    """Do what is due. Raises Turned, NoAnswer."""
    contact.chores_at = contact.mono
    if day_keys_are_due(contact):
        yield from take_day_keys(contact)
    if digest_is_due(contact):
        yield from check_digest(contact)
