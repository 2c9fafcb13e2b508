"""Webhooks: which systems are told of bookings, what reached them, and trying again."""

from starlette.responses import Response

from vuoro.booking.backend import Refused
from vuoro.booking.service.accounts import Role
from vuoro.booking.web.pages import go
from vuoro.booking.web.staff.door import Door
from vuoro.booking.web.staff.here import Here
from vuoro.booking.webhooks.deliveries import deliveries, redeliver
from vuoro.booking.webhooks.payload import EVENTS
from vuoro.booking.webhooks.subscriptions import (
    add_webhook,
    enable_webhook,
    remove_webhook,
    webhooks,
)

_PATH = "/staff/api/webhooks"
_SHOWN = 50


def pages(door: Door) -> None:
    """``/staff/api/webhooks`` and what is done there."""

    @door.get(_PATH, Role.API)
    def listing(here: Here) -> Response:
        return _page(here)

    @door.post(_PATH, Role.API)
    def add(here: Here) -> Response:
        url, events = here.form.text("url", 500), here.form.many("event")
        try:
            _, secret = add_webhook(here.backend, here.actor, here.tenant, url, events)
        except Refused as refused:
            return _page(here, refused=refused)
        return _page(here, secret=secret)

    @door.post(_PATH + "/{id}/remove", Role.API)
    def remove(here: Here) -> Response:
        remove_webhook(here.backend, here.actor, here.tenant, here.path("id"))
        return go(_PATH, done="webhook_removed")

    @door.post(_PATH + "/{id}/enable", Role.API)
    def enable(here: Here) -> Response:
        enable_webhook(here.backend, here.actor, here.tenant, here.path("id"))
        return go(_PATH, done="webhook_enabled")

    @door.post("/staff/api/deliveries/{id}/again", Role.API)
    def again(here: Here) -> Response:
        redeliver(here.backend, here.actor, here.tenant, here.path("id"))
        return go(_PATH, done="delivered_again")


def _page(here: Here, secret: str = "", refused: Refused | None = None) -> Response:
    known = webhooks(here.backend, here.tenant)
    return here.page(
        "webhooks.html", status=refused.status if refused else 200, secret=secret,
        webhooks=known, urls={each.id: each.url for each in known},
        deliveries=deliveries(here.backend, here.tenant, limit=_SHOWN),
        events=[f"booking.{kind}" for kind in EVENTS], form=here.form,
        problem=here.says.refusal(refused) if refused else None,
    )  # fmt: skip
