"""Events to the backend: in order, a batch at a time, until it has answered for each (§3.4)."""

from collections.abc import Sequence
from dataclasses import replace

from vuoro.core.wire.sync import (
    MOST_BYTES,
    MOST_EVENTS,
    PROTOCOL,
    PUSH_DEADLINE,
    Health,
    Push,
    Pushed,
    Quarantined,
    Told,
)
from vuoro.queue.service import dead_letters, outbox
from vuoro.queue.service.mirror import cursor
from vuoro.sync.answers import Heard
from vuoro.sync.contact import AnotherBackend, Contact
from vuoro.sync.outcome import Did, Outcome
from vuoro.sync.talk import Talk
from vuoro.sync.transport import NoAnswer


def push_batch(contact: Contact, size: int) -> Talk[Outcome]:
    """Push the oldest events, or none to say that there are none.

    Raises Turned, AnotherBackend, NoAnswer.
    """
    lobby, who = contact.lobby, contact.who()
    told = outbox.waiting(lobby, size, MOST_BYTES * size // MOST_EVENTS)
    contact.sent = len(told)
    state = outbox.state(lobby)
    push = Push(
        proto=PROTOCOL,
        device=who.device,
        epoch=state.epoch,
        server_epoch=who.server_epoch,
        events=told,
        sent_mono=int(contact.mono * 1000),
        boot=str(lobby.clock.boot_id),
        outbox_left=state.waiting - len(told),
        health=_health(contact, state),
    )
    contact.at("push.before_send")
    asked_at = contact.mono
    ask = replace(contact.signed("/push", push), timeout=PUSH_DEADLINE)
    pushed = yield from contact.exchange(ask, Pushed)
    if pushed.server_epoch != who.server_epoch:
        raise AnotherBackend
    contact.at("push.after_reply_before_commit")
    _acknowledge(contact, state.epoch, told, pushed)
    contact.told_time(pushed.server_ms, contact.mono - asked_at)
    contact.pushed_at = contact.mono
    contact.at("push.after_commit")
    return Outcome(Did.PUSHED if told else Did.NOTHING, len(pushed.results))


def _acknowledge(contact: Contact, epoch: int, told: Sequence[Told], pushed: Pushed) -> None:
    asked = {(event.seq, event.id) for event in told}
    results = [result for result in pushed.results if (result.seq, result.id) in asked]
    if told and not results:
        raise NoAnswer("the answer is about none of the events that were sent")
    if results:
        outbox.acknowledge(contact.lobby, epoch, results)


def quarantine_first(contact: Contact) -> Talk[Outcome]:
    """Set the oldest event aside, once the backend has it for its people to look at.

    It must take it first: a backend that fails on everything has no quarrel with this event.
    """
    event = outbox.waiting(contact.lobby, 1)[0]
    yield from _hand_over(contact, event)
    contact.at("quarantine.after_reply_before_commit")
    dead_letters.quarantine(contact.lobby, event.seq)
    dead_letters.handed_over(contact.lobby, event.id)
    return Outcome(Did.QUARANTINED, 1)


def hand_over_dead_letters(contact: Contact) -> Talk[None]:
    """Those that were set aside while a crash kept the backend from hearing of it."""
    for event in dead_letters.unsent(contact.lobby):
        yield from _hand_over(contact, event)
        dead_letters.handed_over(contact.lobby, event.id)


def _hand_over(contact: Contact, event: Told) -> Talk[None]:
    content = Quarantined(contact.who().device, outbox.state(contact.lobby).epoch, event)
    yield from contact.exchange(contact.signed("/quarantine", content), Heard)


def _health(contact: Contact, state: outbox.OutboxState) -> Health:
    lobby = contact.lobby
    return Health(
        version=contact.version,
        sqlite=str(lobby.store.read("SELECT sqlite_version()")[0][0]),
        clock=lobby.clock.state.value,
        waiting_events=state.waiting,
        oldest_waiting_ms=state.oldest_ms,
        problems=state.problems,
        cursor=cursor(lobby)[1],
        printers=dict(contact.printers()),
        last_digest_ms=contact.digest_at_ms,
        digest_ok=contact.digest_ok,
    )
