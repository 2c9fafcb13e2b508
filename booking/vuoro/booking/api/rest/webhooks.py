"""Webhooks: being told of events, signed (Standard Webhooks), at least once."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Response
from pydantic import Field

from vuoro.booking.api.rest.docs import made, refusals
from vuoro.booking.api.rest.door import backend_of, needs
from vuoro.booking.api.rest.kinds import Id, IdOut, Moment, Optional, Wire
from vuoro.booking.api.rest.once import Answer, CommandKey, once
from vuoro.booking.api.rest.paging import Limit
from vuoro.booking.backend import Backend
from vuoro.booking.service.api_keys import ApiKey, Scope
from vuoro.booking.service.refusals import no_such
from vuoro.booking.webhooks import deliveries, subscriptions
from vuoro.booking.webhooks.payload import EVENTS

router = APIRouter(tags=["webhooks"])
_MANAGES = needs(Scope.WEBHOOKS_MANAGE)
_BACKEND = Depends(backend_of)
EventName = Annotated[
    str,
    Field(
        pattern=f"^booking\\.({'|'.join(EVENTS)})$",
        description="What to be told of",
        examples=["booking.made"],
    ),
]


class WebhookIn(Wire):
    """Where to, and of what."""

    url: str = Field(
        pattern=r"^https?://[!-~]+$",
        max_length=500,
        description="https, at a public address, unless `[booking] private_webhooks` allows others",
        examples=["https://hooks.example.fi/vuoro"],
    )
    events: list[EventName] = Field(min_length=1, max_length=len(EVENTS))


class WebhookOut(Wire):
    """A webhook."""

    id: IdOut
    url: str
    events: list[str]
    active: bool
    problem: str = Field(description="Why it is not active any more")
    made_at: Moment


class NewWebhookOut(Wire):
    """A webhook just made."""

    webhook: WebhookOut
    secret: str = Field(
        description="`whsec_…`: what deliveries are signed with (Standard Webhooks). Told this once"
    )


class DeliveryOut(Wire):
    """An event on its way to a webhook."""

    id: IdOut
    webhook: IdOut
    type: str
    state: str = Field(description="queued, delivered or failed")
    attempts: int
    last_status: int = Field(description="HTTP status of the last answer; 0: there was none")
    error: str
    made_at: Moment
    next_at: Moment = Field(description="Of a queued one: when it is tried next")


@router.get("/webhooks", responses=refusals())
def list_webhooks(key: ApiKey = _MANAGES, backend: Backend = _BACKEND) -> list[WebhookOut]:
    """All webhooks of the area, oldest first."""
    return [_told(each) for each in subscriptions.webhooks(backend, key.tenant)]


@router.post(
    "/webhooks",
    status_code=201,
    response_model=NewWebhookOut,
    responses={**made(revised=False), **refusals(409)},
)
def add_webhook(
    wanted: WebhookIn, command: CommandKey, key: ApiKey = _MANAGES, backend: Backend = _BACKEND
) -> Response:
    """Be told of what happens from now on."""

    def effect(joined: Backend) -> Answer:
        added, secret = subscriptions.add_webhook(
            joined, key.actor, key.tenant, wanted.url, wanted.events
        )
        body = NewWebhookOut(webhook=_told(added), secret=secret)
        return Answer(201, body, {"Location": f"webhooks/{added.id}"})

    return once(backend, key, command, ("webhooks", wanted), effect)


@router.get("/webhooks/{webhook}", responses=refusals(404))
def read_webhook(webhook: Id, key: ApiKey = _MANAGES, backend: Backend = _BACKEND) -> WebhookOut:
    """One webhook."""
    for each in subscriptions.webhooks(backend, key.tenant):
        if each.id == webhook:
            return _told(each)
    raise no_such("webhook")


@router.delete("/webhooks/{webhook}", status_code=204, responses=refusals(404))
def remove_webhook(webhook: Id, key: ApiKey = _MANAGES, backend: Backend = _BACKEND) -> Response:
    """Be told nothing more."""
    subscriptions.remove_webhook(backend, key.actor, key.tenant, webhook)
    return Response(status_code=204)


@router.post("/webhooks/{webhook}/enable", status_code=204, responses=refusals(404))
def enable_webhook(webhook: Id, key: ApiKey = _MANAGES, backend: Backend = _BACKEND) -> Response:
    """Go on with a webhook that was given up; what it has missed is delivered now."""
    subscriptions.enable_webhook(backend, key.actor, key.tenant, webhook)
    return Response(status_code=204)


@router.get("/deliveries", responses=refusals())
def list_deliveries(
    webhook: Annotated[Id | Optional, Query()] = None,
    limit: Annotated[Limit, Query()] = 100,
    key: ApiKey = _MANAGES,
    backend: Backend = _BACKEND,
) -> list[DeliveryOut]:
    """The latest deliveries, newest first; kept for a month."""
    found = deliveries.deliveries(backend, key.tenant, webhook, limit)
    return [
        DeliveryOut(
            id=each.id, webhook=each.webhook, type=each.type, state=each.state,
            attempts=each.attempts, last_status=each.last_status, error=each.error,
            made_at=each.made, next_at=each.next,
        )
        for each in found
    ]  # fmt: skip


@router.post("/deliveries/{delivery}/redeliver", status_code=204, responses=refusals(404, 409))
def redeliver(delivery: Id, key: ApiKey = _MANAGES, backend: Backend = _BACKEND) -> Response:
    """Post an event again now, under the same id."""
    deliveries.redeliver(backend, key.actor, key.tenant, delivery)
    return Response(status_code=204)


def _told(webhook: subscriptions.Webhook) -> WebhookOut:
    return WebhookOut(
        id=webhook.id,
        url=webhook.url,
        events=list(webhook.events),
        active=webhook.active,
        problem=webhook.problem,
        made_at=webhook.made,
    )
