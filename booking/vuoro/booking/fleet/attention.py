"""The attention inbox: what a human must decide, each with what happened and two buttons.

Texts are the pages' own, by ``kind`` and by ``kind.choice``; facts hold nothing personal.
"""

import hashlib
import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import select

from vuoro.booking.backend import Backend, from_ms
from vuoro.booking.store import Work
from vuoro.booking.store.inserting import insert_new
from vuoro.booking.store.tables import fleet

CHOICES: dict[str, tuple[str, str]] = {
    "booking_cancelled": ("serve_as_walk_in", "void"),
    "cancelled_after_arrival": ("void", "keep"),
    "two_arrivals": ("same_person", "two_people"),
    "booking_moved": ("serve_now", "keep_new_time"),
    "booking_elsewhere": ("serve_here", "void"),
    "booking_reassigned": ("serve_as_walk_in", "void"),
    "unknown_booking": ("serve_as_walk_in", "void"),
    "unknown_service": ("keep", "restore_service"),
    "same_number": ("keep", "void"),
    "absence_unknown": ("came", "did_not_come"),
    "fork": ("restored", "revoke"),
    "clone": ("keep_this", "revoke"),
    "old_leader": ("keep", "revoke"),
    "event_differs": ("seen", "new_epoch"),
    "unreadable_event": ("seen", "new_epoch"),
    "quarantined": ("apply", "seen"),
    "digest_differs": ("seen", "new_epoch"),
}
"""By kind, the two things that may be done about it; see ``resolving`` for what they do."""


@dataclass(frozen=True, slots=True)
class Item:
    """Something to ask about. ``about`` makes it one item however often it is found."""

    tenant: str
    office: str
    kind: str
    about: str
    opened_at: int
    event: str | None = None
    booking: str | None = None
    visit: str | None = None
    device: str | None = None
    facts: dict[str, Any] = field(default_factory=dict)

    @property
    def dedupe(self) -> str:
        return f"{self.kind}|{self.office}|{self.about}"

    @property
    def id(self) -> str:
        """The same in every run, so that finding it again needs no look."""
        return str(uuid.UUID(bytes=hashlib.sha256(self.dedupe.encode()).digest()[:16], version=5))


@dataclass(frozen=True, slots=True)
class OpenItem:
    """One item as the inbox shows it. Moments in ``facts`` are milliseconds (``…_ms``)."""

    id: str
    tenant: str
    office: str
    kind: str
    opened_at: datetime
    booking: str | None
    visit: str | None
    device: str | None
    event: str | None
    facts: dict[str, Any]
    choices: tuple[str, str]


def open_items(
    backend: Backend, tenant: str, *, office: str | None = None, limit: int = 200
) -> list[OpenItem]:
    """What waits for a decision, oldest first."""
    a = fleet.attention.c
    query = select(fleet.attention).where(a.tenant == tenant, a.resolved_at.is_(None))
    if office is not None:
        query = query.where(a.office == office)
    with backend.read() as sql:
        rows = sql.execute(query.order_by(a.opened_at, a.id).limit(limit)).all()
    return [_shown(row) for row in rows]


def write(work: Work, items: Iterable[Item]) -> None:
    """Put items into the inbox; those that were there stay as they are, also when resolved."""
    rows = [
        {"id": item.id, "tenant": item.tenant, "office": item.office, "kind": item.kind,
         "event_id": item.event, "booking": item.booking, "visit": item.visit,
         "device": item.device, "facts": item.facts, "opened_at": item.opened_at,
         "dedupe": item.dedupe}
        for item in sorted(items, key=lambda item: item.id)
    ]  # fmt: skip
    insert_new(work.sql, fleet.attention, rows)


def _shown(row: Any) -> OpenItem:
    return OpenItem(
        id=row.id, tenant=row.tenant, office=row.office, kind=row.kind,
        opened_at=from_ms(row.opened_at), booking=row.booking, visit=row.visit, device=row.device,
        event=row.event_id, facts=row.facts, choices=CHOICES[row.kind],
    )  # fmt: skip
