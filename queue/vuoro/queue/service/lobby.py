"""The lobby service: the store, the line, and the one way to change them."""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import TypeVar

from vuoro.core.clock import Clock, local
from vuoro.core.ids import Ids
from vuoro.core.passes import KeySet
from vuoro.queue.domain.office import Office
from vuoro.queue.domain.opening import Hours
from vuoro.queue.domain.states import CounterState
from vuoro.queue.domain.sync_state import SyncState
from vuoro.queue.domain.tries import Tries
from vuoro.queue.line import Line
from vuoro.queue.service.anchors import anchor_clock
from vuoro.queue.service.identity import identity_in
from vuoro.queue.service.loading import load_line
from vuoro.queue.service.marks import marks
from vuoro.queue.service.restoring import note, notice_restore
from vuoro.queue.store import Store, Work
from vuoro.queue.store.rows import Row, from_ms, to_ms

log = logging.getLogger(__name__)
T = TypeVar("T")

FORGET_AFTER = timedelta(days=8)
"""The mirror reaches so far ahead."""


@dataclass(frozen=True, slots=True)
class Refused:
    """A command that can't be carried out now.

    ``code`` is for programs, ``detail`` tells what to do.
    """

    code: str
    detail: str
    status: int = 409
    retry_after: int | None = None


@dataclass(frozen=True, slots=True)
class Committed:
    """What one transaction changed; told to the readers after COMMIT."""

    rows: tuple[Row, ...] = ()
    devices: bool = False
    emergency: str | None = None
    series: str | None = None
    """Commands of desks carry another one from now on."""
    sync: SyncState | None = None


@dataclass(frozen=True, slots=True)
class Press:
    """Who pressed, and the key that makes pressing twice the same as once.

    ``actor`` is a staff id or device id. ``deadline``: later than this the press does nothing.
    """

    key: str
    actor: str
    actor_name: str = ""
    deadline: datetime | None = None


class LobbyService:
    """Everything the use cases stand on. Call them from one thread."""

    def __init__(
        self,
        office: Office,
        store: Store,
        clock: Clock,
        ids: Ids,
        *,
        public_url: str,
        follow_url: str = "",
        publish: Callable[[Committed], None],
    ) -> None:
        self.office, self.store, self.clock, self.ids = office, store, clock, ids
        self.public_url, self._follow_url = public_url, follow_url
        self.hours = Hours(office)
        notice_restore(store, ids, local(clock.now()).date().isoformat())
        anchor_clock(store, clock)
        self.clock_ahead: float | None = None
        """Wall time minus monotonic time at the last look (anchors)."""
        self.mark = marks(store)[-1]
        """What stands after the letter of new numbers (marks)."""
        self.sync: SyncState | None = None
        """How the sync with the backend stands; None where there is no backend."""
        self.line: Line = load_line(store, office)
        self.keys: KeySet | None = None
        self.day_keys: dict[str, bytes] = {}
        self.day_key_file: Path | None = None
        """Where they are kept over a restart, if anywhere (keyring)."""
        self.forget_after = FORGET_AFTER
        """How long bookings and day keys are kept without a word of the backend."""
        self.tries: dict[str, Tries] = {}
        self.emergency = _kept_emergency(store)
        self.heard_at: float | None = None
        """When the backend was last heard, in monotonic seconds of this run."""
        self.in_step_ms: int | None = None
        """When the mirror was last in step with the backend; kept less often (mirror)."""
        self.stand_in_key = ids.event().bytes + ids.event().bytes
        """In place of a day key that did not come; a code finds its number until a restart."""
        self.kiosk_names = dict(store.read("SELECT id, name FROM device"))
        self._publish = publish
        self._answered: set[str] = {key for (key,) in store.read("SELECT key FROM idem")}
        """The presses that have an answer, so that a new one need not look at the disk."""

    @property
    def now(self) -> datetime:
        """In whole milliseconds, as rows keep it: a restart changes no moment and no order."""
        return from_ms(to_ms(self.clock.now()))

    @property
    def follow_url(self) -> str:
        """Where the pages of turns are: with the backend, once this lobby is known to it."""
        return self._follow_url if self._follow_url and self.line.device else self.public_url

    @contextmanager
    def change(self) -> Iterator[Work]:
        """A transaction whose rows reach the line and the readers once it is committed."""
        with self.store.begin() as work:
            yield work
        if work.rows:
            self.line.apply(work.rows)
            self.tell(Committed(rows=tuple(work.rows)))
        self.line.version = max(self.line.version, self.store.journal.next_n - 1)

    def tell(self, committed: Committed) -> None:
        """Tell the readers."""
        self._publish(committed)

    def tell_sync(self, state: SyncState) -> None:
        """Tell staff how the sync stands, if they would see a difference."""
        before, self.sync = self.sync, state
        if before is None or before.seen() != state.seen():
            self.tell(Committed(sync=state))

    def look_again(self) -> None:
        """The stream to the backend or the series has changed: go on from what the store says."""
        self.store.look_again()
        self.mark = marks(self.store)[-1]
        known = identity_in(self.store)
        self.line.device = known.device if known is not None else ""
        anchor_clock(self.store, self.clock)
        note(self.store, local(self.now).date().isoformat())
        self.tell(Committed(series=self.store.journal.series))

    def kept(self, press: Press, action: str) -> bytes | None:
        """The answer that this press was given before, if it was."""
        key = _key(press, action)
        return self._kept(key) if key in self._answered else None

    def once(
        self, press: Press, action: str, make: Callable[[Work], T], encode: Callable[[T], bytes]
    ) -> bytes | Refused:
        """Carry out a command and keep its answer; the same press again gets it and does nothing.

        A refusal is not kept: nothing was done, so the press may be tried again.
        """
        kept = self.kept(press, action)
        if kept is not None:
            return kept
        if press.deadline is not None and self.now > press.deadline:
            return Refused("too_late", "The press came too late and did nothing. Press again.")
        try:
            with self.change() as work:
                result = make(work)
                if isinstance(result, Refused):
                    raise _RolledBack(result)
                answer = encode(result)
                work.execute(
                    "INSERT INTO idem (key, response, at) VALUES (?, ?, ?)",
                    (_key(press, action), answer, to_ms(self.now)),
                )
                work.at("after_idem")
        except _RolledBack as undone:
            return undone.refused
        self._answered.add(_key(press, action))
        return answer

    def forget_answers(self, work: Work, before: datetime) -> None:
        """Drop the answers to presses that nobody repeats any more."""
        work.execute("DELETE FROM idem WHERE at < ?", (to_ms(before),))
        self._answered = {key for (key,) in work.execute("SELECT key FROM idem")}

    def _kept(self, key: str) -> bytes:
        return bytes(self.store.read("SELECT response FROM idem WHERE key = ?", (key,))[0][0])

    def audit(
        self,
        work: Work,
        press: Press,
        action: str,
        *,
        number: str = "",
        counter: str = "",
        detail: str = "",
    ) -> None:
        """Who did what, in the same transaction as the deed."""
        work.execute(
            "INSERT INTO audit (at, actor, action, number, counter, detail) "
            "VALUES (?, ?, ?, ?, ?, ?)",
            (to_ms(self.now), press.actor_name or press.actor, action, number, counter, detail),
        )

    def day(self) -> str:
        """The service day that is open, or an empty string before the first."""
        return self.line.day.day if self.line.day is not None else ""

    def counter_of(self, staff: str) -> CounterState | None:
        """The counter where a staff member sits."""
        return next((c for c in self.line.counters.values() if c.staff == staff), None)


def _key(press: Press, action: str) -> str:
    return f"{press.actor}|{action}|{press.key}"


def _kept_emergency(store: Store) -> str:
    rows = store.read("SELECT v FROM meta WHERE k = 'emergency'")
    return str(rows[0][0]) if rows else ""


class _RolledBack(Exception):
    """Leaves a transaction without a trace."""

    def __init__(self, refused: Refused) -> None:
        super().__init__(refused.code)
        self.refused = refused
