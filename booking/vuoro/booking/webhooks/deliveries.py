"""Deliveries: each event for each webhook that wants it, at least once, under a lasting id."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import orjson
from sqlalchemy import RowMapping, delete, func, select, update

from vuoro.booking.backend import Backend, Refused, from_ms, to_ms
from vuoro.booking.domain.values import Actor, EventRow
from vuoro.booking.service.audit import audit
from vuoro.booking.service.following import follow
from vuoro.booking.service.refusals import no_such
from vuoro.booking.store import Work
from vuoro.booking.store.inserting import insert_new
from vuoro.booking.store.tables import api, bookings, calendar
from vuoro.booking.webhooks.payload import payload
from vuoro.booking.webhooks.posting import Posted
from vuoro.booking.webhooks.schedule import next_try
from vuoro.booking.webhooks.subscriptions import secret_place

CURSOR = "webhooks.cursor"
LEASE = timedelta(minutes=2)
"""Longer than a try takes; after it a delivery whose sender died is tried again."""
KEPT = timedelta(days=30)
SHARE = 6
"""Deliveries to one webhook in a round: fewer than are posted at the same time."""
GONE = 410
_webhook, _delivery = api.webhook, api.delivery


@dataclass(frozen=True, slots=True)
class Delivery:
    """One event on its way to one webhook. ``state``: queued, delivered or failed."""

    id: str
    webhook: str
    type: str
    state: str
    attempts: int
    last_status: int
    error: str
    made: datetime
    next: datetime


@dataclass(frozen=True, slots=True)
class Claimed:
    """A delivery that is ours to post."""

    id: str
    claim: str
    webhook: str
    attempts: int
    made: int
    url: str
    secret: str
    body: bytes


def fill(backend: Backend, limit: int = 200) -> int:
    """Make the deliveries that the next events ask for; answers how many events there were."""

    def take(work: Work, events: Sequence[EventRow]) -> None:
        wanting = work.sql.execute(select(_webhook)).mappings().all()
        if not wanting:
            return
        known = _bookings(work, {event.booking for event in events})
        rows = [
            _new(backend, work, webhook, event, known[event.booking])
            for event in events
            for webhook in wanting
            if event.kind in webhook["events"] and webhook["tenant"] == event.tenant
            and webhook["since"] < event.n and event.booking in known
        ]  # fmt: skip
        if rows:
            insert_new(work.sql, _delivery, rows)

    return follow(backend, CURSOR, take, limit)


def claim(backend: Backend, limit: int) -> list[Claimed]:
    """The next deliveries that are due to active webhooks, of each webhook no more than a share.

    The first of every webhook come first: one that doesn't answer holds up only its own.
    """
    due = (
        select(
            _delivery.c.id,
            func.row_number()
            .over(
                partition_by=_delivery.c.webhook, order_by=(_delivery.c.next_at, _delivery.c.event)
            )
            .label("rank"),
        )
        .join(_webhook, _webhook.c.id == _delivery.c.webhook)
        .where(
            _delivery.c.state == "queued", _delivery.c.next_at <= backend.now_ms, _webhook.c.active
        )
        .subquery()
    )
    query = (
        select(_delivery, _webhook.c.url, _webhook.c.secret)
        .join(_webhook, _webhook.c.id == _delivery.c.webhook)
        .join(due, due.c.id == _delivery.c.id)
        .where(_delivery.c.state == "queued", due.c.rank <= SHARE)
        .order_by(due.c.rank, _delivery.c.next_at, _delivery.c.event, _delivery.c.id)
        .limit(limit)
    )
    if not backend.db.is_sqlite:
        query = query.with_for_update(skip_locked=True, of=_delivery)
    with backend.begin() as work:
        claimed = [_claimed(backend, row) for row in work.sql.execute(query).mappings()]
        for each in claimed:
            values = {"claim": each.claim, "attempts": each.attempts,
                      "next_at": to_ms(backend.now + LEASE)}  # fmt: skip
            work.sql.execute(update(_delivery).where(_delivery.c.id == each.id).values(values))
    return claimed


def record(backend: Backend, claimed: Claimed, posted: Posted, random: Callable[[], float]) -> None:
    """Note the answer, and when to try again. A webhook that nobody answers at is given up."""
    with backend.begin() as work:
        now = work.now_ms
        values: dict[str, Any] = {"last_status": posted.status, "error": posted.reason}
        wait = None if posted.status == GONE else next_try(claimed.attempts, random)
        if posted.heard:
            values |= {"state": "delivered", "done_at": now, "next_at": now}
        elif wait is None:
            values |= {"state": "failed", "done_at": now, "next_at": now}
        else:
            values |= {"next_at": to_ms(backend.now + wait)}
        mine = (_delivery.c.id == claimed.id, _delivery.c.claim == claimed.claim,
                _delivery.c.state == "queued")  # fmt: skip
        noted = work.sql.execute(update(_delivery).where(*mine).values(values)).rowcount
        if noted and not posted.heard and wait is None:
            _give_up(work, claimed, posted)


def prune(backend: Backend) -> None:
    """Forget what was delivered, or failed, a month ago, or waits so long for one given up."""
    with backend.begin() as work:
        before = to_ms(backend.now - KEPT)
        given_up = select(_webhook.c.id).where(_webhook.c.active.is_(False))
        for state, *more in (
            ("delivered",), ("failed",), ("queued", _delivery.c.webhook.in_(given_up)),
        ):  # fmt: skip
            old = (_delivery.c.state == state, _delivery.c.next_at < before, *more)
            work.sql.execute(delete(_delivery).where(*old))


def deliveries(
    backend: Backend, tenant: str, webhook_id: str | None = None, limit: int = 100
) -> list[Delivery]:
    """The latest deliveries of an area, or of one webhook of it, newest first."""
    query = select(_delivery).where(_delivery.c.tenant == tenant)
    if webhook_id is not None:
        query = query.where(_delivery.c.webhook == webhook_id)
    with backend.read() as sql:
        rows = sql.execute(query.order_by(_delivery.c.event.desc(), _delivery.c.id).limit(limit))
        return [_view(row) for row in rows.mappings()]


def redeliver(backend: Backend, actor: Actor, tenant: str, delivery_id: str) -> None:
    """Post it again now, under the same id. Refused: no_such_delivery, webhook_disabled."""
    with backend.begin() as work:
        query = (
            select(_webhook.c.active)
            .join(_delivery, _delivery.c.webhook == _webhook.c.id)
            .where(_delivery.c.id == delivery_id, _delivery.c.tenant == tenant)
        )
        active = work.sql.execute(query).scalar_one_or_none()
        if active is None:
            raise no_such("delivery")
        if not active:
            raise Refused("webhook_disabled", "The webhook was given up. Enable it first.")
        again = {"state": "queued", "attempts": 0, "next_at": work.now_ms, "claim": ""}
        work.sql.execute(update(_delivery).where(_delivery.c.id == delivery_id).values(again))
        audit(work, tenant, actor, "webhook.redelivered", delivery_id)


def _bookings(work: Work, ids: set[str]) -> dict[str, RowMapping]:
    booking, office, service = bookings.booking, calendar.office, calendar.service
    query = (
        select(
            booking.c.id, booking.c.rev, booking.c.status, booking.c.starts_at, booking.c.minutes,
            booking.c.channel, office.c.slug.label("office_slug"),
            service.c.slug.label("service_slug"),
        )
        .join(office, office.c.id == booking.c.office)
        .join(service, service.c.id == booking.c.service)
        .where(booking.c.id.in_(ids))
    )  # fmt: skip
    return {row["id"]: row for row in work.sql.execute(query).mappings()}


def _new(
    backend: Backend, work: Work, webhook: RowMapping, event: EventRow, booking: RowMapping
) -> dict[str, Any]:
    return {
        "id": str(backend.ids.thing()), "webhook": webhook["id"], "tenant": event.tenant,
        "event": event.n, "payload": payload(event, booking), "next_at": work.now_ms,
        "made_at": work.now_ms,
    }  # fmt: skip


def _claimed(backend: Backend, row: RowMapping) -> Claimed:
    secret = backend.vault.open(row["secret"], secret_place(row["webhook"])).decode()
    return Claimed(
        row["id"], backend.ids.token(), row["webhook"], row["attempts"] + 1, row["made_at"],
        row["url"], secret, orjson.dumps(row["payload"]),
    )  # fmt: skip


def _give_up(work: Work, claimed: Claimed, posted: Posted) -> None:
    """Disable a webhook that has heard nothing since, so that a person looks after it.

    If it has heard other events meanwhile, the fault is with this one.
    """
    heard = select(func.count()).where(
        _delivery.c.webhook == claimed.webhook,
        _delivery.c.state == "delivered",
        _delivery.c.done_at >= claimed.made,
    )
    if posted.status != GONE and work.sql.execute(heard).scalar_one():
        return
    last = posted.reason or f"HTTP {posted.status}"
    values = {"active": False, "problem": f"Given up after {claimed.attempts} tries: {last}"}
    work.sql.execute(update(_webhook).where(_webhook.c.id == claimed.webhook).values(values))


def _view(row: RowMapping) -> Delivery:
    return Delivery(
        row["id"], row["webhook"], row["payload"]["type"], row["state"], row["attempts"],
        row["last_status"], row["error"], from_ms(row["made_at"]), from_ms(row["next_at"]),
    )  # fmt: skip
