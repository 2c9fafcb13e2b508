"""The two errands of a lobby, push and pull, and what follows where one fails.

They share the session and what was heard of the backend, and nothing else: a push that fails never
stops the pull (offline_sync §2, P4).
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from vuoro.queue.service import outbox
from vuoro.queue.service.mirror import cursor
from vuoro.sync import schedule
from vuoro.sync.answers import ServerFailed, Turned
from vuoro.sync.chores import chores_are_due, do_chores
from vuoro.sync.commands import carry_out_commands, use_next_key
from vuoro.sync.contact import AnotherBackend, Contact, NotEnrolled
from vuoro.sync.leaving import go_on_leaving, keep_stopped, note_revoked
from vuoro.sync.outcome import Did, Outcome
from vuoro.sync.puller import PAGE, pull_page
from vuoro.sync.pusher import hand_over_dead_letters, push_batch, quarantine_first
from vuoro.sync.recovery import Remedy, recover, remedy_of
from vuoro.sync.schedule import Pace
from vuoro.sync.session import ensure_session
from vuoro.sync.snapshots import take_snapshot
from vuoro.sync.talk import Talk
from vuoro.sync.transport import NoAnswer, WrongDates
from vuoro.sync.true_time import learn_time

HEARTBEAT_SECONDS = 60.0
"""So often the backend hears that nothing waits here; only then may it note who did not come."""
RECOVERY_SECONDS = 1.0
"""A snapshot of a restored backend waits for the new epoch: what was told must be told again."""
UNWELCOME_SECONDS = 600.0
"""A revoked device asks so often whether it is welcome again."""


@dataclass
class Way:
    """One of the two ways, and how it gets on. ``key``: what its requests are signed with."""

    name: str
    pace: Pace = field(default_factory=Pace)
    key: str = ""


class Errands:
    """Push and pull of one lobby, a go at a time."""

    def __init__(self, contact: Contact) -> None:
        self.contact = contact
        self.pushing, self.pulling = Way("push"), Way("pull")

    def push(self) -> Talk[Outcome]:
        """One go at the stream: recover it, push a batch, or tell that there is nothing."""
        keep_stopped(self.contact.lobby)
        self.contact.sent = 0
        outcome = yield from self._attempt(self._push, self.pushing)
        if outcome.did is Did.NOT_ENROLLED:
            return outcome
        if go_on_leaving(self.contact.lobby):
            return Outcome(Did.WIPE)
        more = outcome.more or (not outcome.wait and self._waiting() > 0)
        return replace(outcome, more=more)

    def pull(self, wait: int = 0) -> Talk[Outcome]:
        """One go at the changes: a snapshot, or a page, kept open for ``wait`` seconds."""
        return (yield from self._attempt(lambda: self._pull(wait), self.pulling))

    def _push(self) -> Talk[Outcome]:
        contact = self.contact
        yield from self._be_known()
        if contact.recover_because:
            return (yield from recover(contact))
        waiting = self._waiting()
        if not waiting and (contact.drains or not self._is_silent()):
            return Outcome(Did.NOTHING)
        try:
            outcome = yield from push_batch(contact, self.pushing.pace.size)
        except ServerFailed:
            if not schedule.must_quarantine(self.pushing.pace, contact.mono):
                raise
            return (yield from quarantine_first(contact))
        if not waiting:
            yield from hand_over_dead_letters(contact)
        if not self._waiting():
            use_next_key(contact)
        return outcome

    def _pull(self, wait: int) -> Talk[Outcome]:
        contact = self.contact
        yield from self._be_known()
        if contact.drains:
            return Outcome(Did.NOTHING, wait=UNWELCOME_SECONDS)
        known, _ = cursor(contact.lobby)
        if contact.snapshot_wanted or known != contact.backend:
            if known and contact.recover_because:
                return Outcome(Did.NOTHING, wait=RECOVERY_SECONDS)
            rows = yield from take_snapshot(contact)
            carry_out_commands(contact)
            return Outcome(Did.SNAPSHOT, rows, more=True)
        due = chores_are_due(contact)
        limit = max(1, PAGE * self.pulling.pace.size // Pace().size)
        outcome = yield from pull_page(contact, limit, 0 if due else wait)
        carry_out_commands(contact)
        if due and not outcome.more:
            yield from do_chores(contact)
        return outcome

    def _be_known(self) -> Talk[None]:
        contact = self.contact
        if contact.drains and contact.mono >= contact.unwelcome_until:
            contact.session, contact.drains = None, False
        yield from ensure_session(contact)

    def _waiting(self) -> int:
        return outbox.state(self.contact.lobby).waiting

    def _is_silent(self) -> bool:
        pushed_at = self.contact.pushed_at
        return pushed_at is None or self.contact.mono - pushed_at >= HEARTBEAT_SECONDS

    def _attempt(self, errand: Callable[[], Talk[Outcome]], way: Way) -> Talk[Outcome]:
        contact = self.contact
        way.key = contact.key.public
        try:
            outcome = yield from errand()
        except NotEnrolled:
            return Outcome(Did.NOT_ENROLLED)
        except Turned as turned:
            return self._turned(turned, way)
        except AnotherBackend:
            return self._another_backend()
        except WrongDates as error:
            return (yield from self._wrong_dates(error, way))
        except NoAnswer as error:
            return self._failed(error, way)
        contact.troubles.pop(way.name, None)
        way.pace = schedule.after_success(way.pace)
        return outcome

    def _another_backend(self) -> Outcome:
        """It was restored: tell everything again, unless that has begun, and take a snapshot."""
        contact = self.contact
        if contact.backend != contact.who().server_epoch:
            contact.recover_because = contact.recover_because or "server_epoch"
        wait = schedule.spread(contact.chance)
        return Outcome(Did.TURNED, wait=wait, why="server_epoch")

    def _turned(self, turned: Turned, way: Way) -> Outcome:
        code = turned.refusal.code
        remedy = self._remedy(turned, way)
        self._take(remedy, code, way)
        way.pace = schedule.after_refusal(way.pace)
        is_first = way.pace.failures == 1 and remedy not in (Remedy.LATER, Remedy.PEOPLE)
        if is_first or (remedy is Remedy.SMALLER and self.contact.sent > 1):
            return Outcome(Did.TURNED, more=True, why=code)
        wait = schedule.delay(way.pace, self.contact.chance, turned.retry_after)
        return Outcome(Did.TURNED, wait=wait, why=code)

    def _remedy(self, turned: Turned, way: Way) -> Remedy:
        remedy = remedy_of(turned.refusal.code, turned.refusal.status)
        if remedy is Remedy.OTHER_KEY and self.contact.key.public == way.key:
            # Unless the other way has just changed it.
            return remedy if self.contact.key.change() else Remedy.PEOPLE
        return remedy

    def _take(self, remedy: Remedy, code: str, way: Way) -> None:
        contact = self.contact
        match remedy:
            case Remedy.NEW_SESSION | Remedy.OTHER_KEY:
                contact.session = None
            case Remedy.NEW_EPOCH:
                contact.recover_because = code
            case Remedy.SNAPSHOT:
                contact.snapshot_wanted = True
            case Remedy.SMALLER:
                # A single event that is too large is one that the backend fails on.
                halved = schedule.smaller(way.pace, contact.sent)
                way.pace = schedule.stuck(halved, contact.mono, contact.sent)
            case Remedy.DRAIN:
                contact.session, contact.drains = None, True
                contact.unwelcome_until = contact.mono + UNWELCOME_SECONDS
                contact.day_keys_of = ""
                note_revoked(contact.lobby)
            case Remedy.PEOPLE:
                contact.troubles[way.name] = code
            case Remedy.LATER:
                pass

    def _wrong_dates(self, error: WrongDates, way: Way) -> Talk[Outcome]:
        try:
            yield from learn_time(self.contact)
        except (NoAnswer, Turned, NotEnrolled):
            return self._failed(error, way)
        way.pace = schedule.after_refusal(way.pace)
        return Outcome(Did.TURNED, more=way.pace.failures == 1, why="clock")

    def _failed(self, error: NoAnswer, way: Way) -> Outcome:
        sent = self.contact.sent if way is self.pushing else 0
        way.pace = schedule.after_failure(way.pace, sent)
        if isinstance(error, ServerFailed):
            way.pace = schedule.stuck(way.pace, self.contact.mono, sent)
        wait = schedule.delay(way.pace, self.contact.chance, error.retry_after)
        return Outcome(Did.FAILED, wait=wait, why=str(error))
