"""A lobby device for tests of the backend: keeps the journal's rules, speaks to functions."""

import base64
import uuid
from collections.abc import Callable, Sequence
from copy import deepcopy
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from vuoro.booking.backend import Backend, to_ms
from vuoro.booking.domain.values import (
    Actor,
    ActorKind,
    BookingView,
    Contact,
    FreeTime,
    NewBooking,
)
from vuoro.booking.fleet import enrolling, epochs, pulling, pushing
from vuoro.booking.service.booking import book_at
from vuoro.core.chain import FIRST_HASH, canonical, chained
from vuoro.core.clock import local
from vuoro.core.passes.signing import SigningKey
from vuoro.core.wire.desk import Channel
from vuoro.core.wire.sync import (
    ChangeTold,
    Enrolled,
    EnrolPending,
    EnrolRequest,
    EpochRequest,
    EventResult,
    Health,
    Op,
    Push,
    Pushed,
    Role,
    SnapshotHead,
    Told,
)

TENANT = "5b0b5b1e-0000-4000-8000-000000000001"
CENTRE = "5b0b5b1e-0000-4000-8000-000000000017"
HERVANTA = "5b0b5b1e-0000-4000-8000-000000000018"
TALK = "5b0b5b1e-0000-4000-8000-000000000101"
ADVICE = "5b0b5b1e-0000-4000-8000-000000000102"
AINO = "00000000-0000-4000-8000-000000000003"
MIKAEL = "00000000-0000-4000-8000-000000000004"
SOFIA = "00000000-0000-4000-8000-000000000005"
ADMIN = Actor(ActorKind.STAFF, "admin", "Admin")
STAFF = Actor(ActorKind.STAFF, "staff", "Staff")
CODE = "BCDFGHJK"


def key(number: int) -> SigningKey:
    return SigningKey(bytes([number]) * 32)


def enrol(
    backend: Backend, office: str = CENTRE, role: Role = Role.LEADER, number: int = 1
) -> Enrolled:
    """A device let in by an administrator; ``number`` makes its key and code."""
    public = base64.b64encode(key(number).public()).decode()
    code = CODE[number % 8 :] + CODE[: number % 8]
    asked = EnrolRequest(1, public, code, "Pi 5", f"serial-{number}", "0.3")
    assert isinstance(enrolling.ask(backend, asked), EnrolPending)
    enrolling.approve(backend, ADMIN, TENANT, code, office, f"Kiosk {number}", role)
    enrolled = enrolling.ask(backend, asked)
    assert isinstance(enrolled, Enrolled)
    return enrolled


def booked(
    backend: Backend,
    start: datetime,
    specialist: str = AINO,
    office: str = CENTRE,
    service: str = ADVICE,
    minutes: int = 15,
    contact: Contact | None = None,
) -> BookingView:
    """A booking made by staff for somebody."""
    answers = (("tulkki", "no"),) if service == TALK else ()
    time = FreeTime(start, minutes, office, specialist)
    whom = contact or Contact("Testi Asiakas", "testi@example.fi")
    new = NewBooking(TENANT, service, Channel.IN_PERSON, time, contact=whom, answers=answers)
    return book_at(backend, STAFF, new)


@dataclass
class Lobby:
    """One device. Events wait in ``events`` until ``push``; rows pulled are in ``mirror``."""

    backend: Backend
    me: Enrolled
    boot: str = "boot-1"
    wall_off: timedelta = timedelta()
    mono: int = 1_000
    epoch: int = 1
    server_epoch: str = ""
    series: str = ""
    db_uuid: str = "db-1"
    cursor: int = 0
    events: list[Told] = field(default_factory=list)
    """The stream of the present epoch, sent or not."""
    acked: int = 0
    mirror: dict[tuple[str, str], ChangeTold] = field(default_factory=dict)
    _n: int = 0

    def __post_init__(self) -> None:
        self.epoch, self.series = self.me.epoch, self.me.series
        self.server_epoch = self.me.server_epoch

    @property
    def id(self) -> str:
        return self.me.device

    @property
    def wall(self) -> int:
        return to_ms(self.backend.now + self.wall_off)

    @property
    def day(self) -> str:
        return local(self.backend.now + self.wall_off).date().isoformat()

    def tell(self, kind: str, payload: dict[str, Any], **changed: Any) -> Told:
        """Record an event."""
        values: dict[str, Any] = {
            "id": str(uuid.uuid4()), "type": kind, "tv": 1, "day": self.day, "mono": self.mono,
            "wall": self.wall, "boot": self.boot, "clk": "sync", "actor": "", "p": payload,
        }  # fmt: skip
        values |= changed
        event = Told(seq=len(self.events) + 1, prev=self._chain().hex(), **values)
        self.events.append(event)
        return event

    def admit(
        self,
        claimed: str | None = None,
        *,
        rev: int | None = None,
        start: datetime | None = None,
        service: str = "neuvonta",
        arrival: str = "",
        n: int = 0,
        **changed: Any,
    ) -> dict[str, Any]:
        """Somebody is let in: the arrival and the ticket, as ``ticket.issued`` tells them."""
        self._n += 1
        n = n or self._n
        when, day = self.wall, self.day
        came = {
            "id": arrival or str(uuid.uuid4()), "day": day, "how": "pass", "arrived_at": when,
            "receipt": "1123-AAAA-BB", "device": "kiosk", "service": service, "booking": claimed,
            "identity_index": None, "voided": False, "version": n,
        }  # fmt: skip
        ticket = {
            "id": str(uuid.uuid4()), "arrival": came["id"], "day": day,
            "series": "A" + self.series, "n": n, "number": f"A{self.series}{n:03d}",
            "receipt": "1123-AAAA-BB", "token": "t", "service": service, "language": "fi",
            "kind": "booked", "state": "waiting", "arrived_at": when, "due_at": when,
            "not_before": when, "urgent": False, "counter": None,
            "booking": claimed if claimed and not claimed.startswith("pass:") else None,
            "booked_start": to_ms(start) if start is not None else None, "specialist": None,
            "called_at": None, "served_at": None, "ended_at": None, "outcome": "", "version": n,
        }  # fmt: skip
        shown = {"by": "pass", "pass_rev": rev, "booking_rev": rev}
        payload = {"arrival": came, "ticket": ticket, "shown": shown}
        self.tell("ticket.issued", deepcopy(payload), **changed)
        return payload

    def move(self, payload: dict[str, Any], kind: str, state: str, **changed: Any) -> None:
        """Something happens to a ticket."""
        payload["ticket"] |= {"state": state, **changed}
        self.tell(f"ticket.{kind}", {"ticket": dict(payload["ticket"])})

    def batch(self, after: int | None = None, most: int = 100, **changed: Any) -> Push:
        """What is to be sent: the events after a position, by default those without an answer."""
        start = self.acked if after is None else after
        events = tuple(self.events[start : start + most])
        values: dict[str, Any] = {
            "proto": 1, "device": self.id, "epoch": self.epoch, "server_epoch": self.server_epoch,
            "events": events, "sent_mono": self.mono, "boot": self.boot,
            "outbox_left": len(self.events) - start - len(events), "health": Health(version="0.3"),
        }  # fmt: skip
        return Push(**(values | changed))

    def push(self, told: Push | None = None) -> Pushed:
        """Send it and take the answer."""
        pushed = pushing.push(self.backend, self.id, told or self.batch())
        self.acked = max(self.acked, pushed.acked_through)
        return pushed

    def only(self) -> EventResult:
        """The result of the one event that is waiting."""
        (result,) = self.push().results
        return result

    def pull(self, limit: int = 500) -> list[ChangeTold]:
        """Take every page there is."""
        taken: list[ChangeTold] = []
        while True:
            page = pulling.pull(self.backend, self.id, self.cursor, limit)
            self._take(page.changes)
            self.cursor = page.next
            taken.extend(page.changes)
            if not page.more:
                return taken

    def snapshot(self) -> None:
        """Everything anew."""
        head, *rows, end = pulling.snapshot(self.backend, self.id)
        assert isinstance(head, SnapshotHead)
        assert end.rows == len(rows)  # type: ignore[union-attr]
        self.mirror = {}
        self._take([row for row in rows if isinstance(row, ChangeTold)])
        self.cursor = head.as_of

    def recover(self, reason: str = "fork") -> None:
        """A new epoch: everything retained is told again (§3.7)."""
        asked = EpochRequest(self.id, self.epoch, self.db_uuid, reason)
        granted = epochs.new_epoch(self.backend, self.id, asked)
        self.epoch, self.series = granted.epoch, granted.series
        self.server_epoch = granted.server_epoch
        retained, self.events, self.acked = self.events, [], 0
        for event in retained:
            self.events.append(replace(event, seq=len(self.events) + 1, prev=self._chain().hex()))
        self.snapshot()

    def later(self, **by: float) -> None:
        """Time passes, here and at the backend."""
        step = timedelta(**by)
        self.backend.clock.advance(step)  # type: ignore[attr-defined]
        self.mono += int(step.total_seconds() * 1000)

    def _take(self, changes: Sequence[ChangeTold]) -> None:
        for change in changes:
            if change.op is Op.PUT:
                self.mirror[change.kind, change.id] = change
            else:
                self.mirror.pop((change.kind, change.id), None)

    def _chain(self) -> bytes:
        if not self.events:
            return FIRST_HASH
        last = self.events[-1]
        return chained(bytes.fromhex(last.prev), canonical(last.content()))


Make = Callable[..., Lobby]
