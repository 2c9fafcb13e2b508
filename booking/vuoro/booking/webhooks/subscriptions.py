"""Who is told what: webhooks are added, listed, enabled again and removed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, insert, select, update

from vuoro.booking.backend import Backend, Refused, from_ms
from vuoro.booking.domain.values import Actor
from vuoro.booking.service.audit import audit
from vuoro.booking.service.following import last_event
from vuoro.booking.service.refusals import no_such
from vuoro.booking.store.tables import api
from vuoro.booking.webhooks.addresses import BadAddress, parsed
from vuoro.booking.webhooks.payload import EVENTS
from vuoro.booking.webhooks.signing import new_secret

MOST = 20
"""Webhooks of one area."""
_webhook, _delivery = api.webhook, api.delivery


@dataclass(frozen=True, slots=True)
class Webhook:
    """A subscription. ``events``: ``booking.made`` and so on. ``problem``: why it is not active."""

    id: str
    url: str
    events: tuple[str, ...]
    active: bool
    problem: str
    made: datetime


def add_webhook(
    backend: Backend, actor: Actor, tenant: str, url: str, events: Sequence[str]
) -> tuple[Webhook, str]:
    """Tell an address of these events from now on; also answers the secret, only this once.

    Refused: bad_address, bad_events, too_many_webhooks.
    """
    try:
        parsed(url, allow_private=backend.private_webhooks)
    except BadAddress as error:
        raise Refused("bad_address", str(error), 422) from None
    known = [f"booking.{kind}" for kind in EVENTS]
    if not events or not set(events) <= set(known):
        raise Refused("bad_events", f"Name one or more of {', '.join(known)}.", 422)
    webhook_id, secret = str(backend.ids.thing()), new_secret(backend.ids)
    row = {
        "id": webhook_id, "tenant": tenant, "url": url, "made_at": backend.now_ms,
        "events": [name.removeprefix("booking.") for name in dict.fromkeys(events)],
        "secret": backend.vault.seal(secret.encode(), secret_place(webhook_id)),
    }  # fmt: skip
    with backend.begin() as work:
        mine = select(func.count()).select_from(_webhook).where(_webhook.c.tenant == tenant)
        if work.sql.execute(mine).scalar_one() >= MOST:
            raise Refused("too_many_webhooks", f"There are {MOST} already. Remove one first.")
        work.sql.execute(insert(_webhook), {**row, "since": last_event(work.sql)})
        audit(work, tenant, actor, "webhook.added", webhook_id)
    return _view({**row, "active": True, "problem": ""}), secret


def webhooks(backend: Backend, tenant: str) -> list[Webhook]:
    """Every webhook of an area, oldest first."""
    query = select(_webhook).where(_webhook.c.tenant == tenant)
    with backend.read() as sql:
        ordered = query.order_by(_webhook.c.made_at, _webhook.c.id)
        return [_view(row) for row in sql.execute(ordered).mappings()]


def remove_webhook(backend: Backend, actor: Actor, tenant: str, webhook_id: str) -> None:
    """Tell it nothing more; what was waiting is gone too. Refused: no_such_webhook."""
    with backend.begin() as work:
        this = (_webhook.c.id == webhook_id, _webhook.c.tenant == tenant)
        if not work.sql.execute(delete(_webhook).where(*this)).rowcount:
            raise no_such("webhook")
        audit(work, tenant, actor, "webhook.removed", webhook_id)


def enable_webhook(backend: Backend, actor: Actor, tenant: str, webhook_id: str) -> None:
    """Go on with one that was given up: what it has missed is delivered now.

    Refused: no_such_webhook.
    """
    with backend.begin() as work:
        this = (_webhook.c.id == webhook_id, _webhook.c.tenant == tenant)
        change = update(_webhook).where(*this).values(active=True, problem="")
        if not work.sql.execute(change).rowcount:
            raise no_such("webhook")
        missed = (
            _delivery.c.webhook == webhook_id,
            _delivery.c.state.in_(("queued", "failed")),
        )
        again = {"state": "queued", "attempts": 0, "next_at": work.now_ms}
        work.sql.execute(update(_delivery).where(*missed).values(again))
        audit(work, tenant, actor, "webhook.enabled", webhook_id)


def secret_place(webhook_id: str) -> str:
    """Where a webhook's secret is sealed."""
    return f"webhook.secret|{webhook_id}"


def _view(row: Any) -> Webhook:
    return Webhook(
        row["id"], row["url"], tuple(f"booking.{kind}" for kind in row["events"]),
        row["active"], row["problem"], from_ms(row["made_at"]),
    )  # fmt: skip
