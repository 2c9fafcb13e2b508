"""The attention inbox: what happened, and the two things that may be done about it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from starlette.responses import Response

from vuoro.booking.backend import Refused, from_ms
from vuoro.booking.domain.values import BookingView
from vuoro.booking.fleet.attention import CHOICES, OpenItem, open_items
from vuoro.booking.fleet.resolving import resolve
from vuoro.booking.service.accounts import Role
from vuoro.booking.store.tables import fleet
from vuoro.booking.web.pages import go
from vuoro.booking.web.staff.bookings_here import bookings_by_id
from vuoro.booking.web.staff.door import Door
from vuoro.booking.web.staff.here import Here
from vuoro.booking.web.staff.people import offices

_PATH = "/staff/attention"
OF_DEVICES = frozenset({
    "fork", "clone", "old_leader", "event_differs", "unreadable_event", "quarantined",
    "digest_differs",
})  # fmt: skip
"""Kinds that are about a device; all others are about a visit, and for those who book."""
WEIGHTY = frozenset({"revoke", "new_epoch", "void", "did_not_come"})
_SHOWN_FACTS = (
    "booked_ms", "booked_office", "arrived_ms", "first_ms", "changed_ms", "heard_ms", "found_ms",
    "minutes_apart", "number", "service", "name", "day", "type",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Shown:
    """One item in words. ``booking``: what it is about, if it is about one."""

    item: OpenItem
    facts: tuple[tuple[str, str], ...]
    booking: BookingView | None


def pages(door: Door) -> None:
    """``/staff/attention`` and its buttons."""

    @door.get(_PATH, Role.BOOK, Role.DEVICES)
    def inbox(here: Here) -> Response:
        return _inbox(here)

    @door.post(_PATH + "/{id}", Role.BOOK, Role.DEVICES)
    def decide(here: Here) -> Response:
        item = here.path("id")
        _check_mine(here, item)
        try:
            resolve(here.backend, here.actor, item, here.form.some("choice"))
        except Refused as refused:
            return _inbox(here, refused)
        return go(_PATH, done="decided")


def open_for(here: Here) -> list[OpenItem]:
    """What waits for somebody with the reader's roles."""
    items = open_items(here.backend, here.tenant)
    return [each for each in items if here.may(role_for(each.kind))]


def role_for(kind: str) -> Role:
    """Who decides about this kind."""
    return Role.DEVICES if kind in OF_DEVICES else Role.BOOK


def _inbox(here: Here, refused: Refused | None = None) -> Response:
    items = open_for(here)
    names = {each.id: here.says.name(each.name) for each in offices(here)}
    views = bookings_by_id(here, {each.booking for each in items if each.booking})
    shown = [Shown(each, _facts(here, each.facts, names), views.get(each.booking or ""))
             for each in items]  # fmt: skip
    return here.page(
        "attention.html", status=refused.status if refused else 200, items=shown, names=names,
        problem=here.says.refusal(refused) if refused else None, weighty=WEIGHTY,
    )  # fmt: skip


def _check_mine(here: Here, item_id: str) -> None:
    """Refused: no_such_item for another area's; not_allowed for another role's."""
    table = fleet.attention.c
    query = select(table.kind).where(table.id == item_id, table.tenant == here.tenant)
    with here.backend.read() as sql:
        kind = sql.execute(query).scalar_one_or_none()
    if kind is None or kind not in CHOICES:
        raise Refused("no_such_item", "There is nothing like this in the inbox.", 404)
    if not here.may(role_for(kind)):
        raise Refused("not_allowed", "Ask somebody who may decide this.", 403)


def _facts(
    here: Here, facts: Mapping[str, Any], names: Mapping[str, str]
) -> tuple[tuple[str, str], ...]:
    said = ((key, _fact(here, key, facts[key], names)) for key in _SHOWN_FACTS if facts.get(key))
    return tuple((here.says.words.text(f"fact.{key}"), words) for key, words in said)


def _fact(here: Here, key: str, value: Any, names: Mapping[str, str]) -> str:
    if key.endswith("_ms"):
        return here.says.moment(from_ms(int(value)))
    if key == "booked_office":
        return names.get(value, "")
    if key == "minutes_apart":
        return here.says.length(int(value))
    return str(value)
