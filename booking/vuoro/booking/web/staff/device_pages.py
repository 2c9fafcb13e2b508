"""The fleet: every device of every lobby, what may be done with it, and letting a new one in."""

import re
from typing import Any

from starlette.responses import Response

from vuoro.booking.backend import Refused
from vuoro.booking.fleet import commands, enrolling, support
from vuoro.booking.fleet.devices import DeviceStatus
from vuoro.booking.fleet.overview import DeviceRow, SiteRow, overview
from vuoro.booking.service.accounts import Role
from vuoro.booking.service.directory import offices as known_offices
from vuoro.booking.web.pages import go
from vuoro.booking.web.staff.door import Door
from vuoro.booking.web.staff.here import Here
from vuoro.booking.web.staff.people import office_options
from vuoro.core.pages.shell import SAFE_HEADERS
from vuoro.core.wire.sync import CommandKind
from vuoro.core.wire.sync import Role as DeviceRole

_PATH = "/staff/devices"
_NOT_PLAIN = re.compile(r"[^A-Za-z0-9._-]")
OFFERED = (
    CommandKind.NEW_EPOCH, CommandKind.SET_LEADER, CommandKind.ROTATE_KEY,
    CommandKind.DRAIN_THEN_WIPE, CommandKind.WIPE_NOW,
)  # fmt: skip
ASKED = support.SUPPORT
SURE = frozenset({CommandKind.DRAIN_THEN_WIPE, CommandKind.WIPE_NOW})
"""Commands that need a tick: they can't be taken back."""


def pages(door: Door) -> None:
    """``/staff/devices`` and what is below."""

    @door.get(_PATH, Role.DEVICES)
    def fleet(here: Here) -> Response:
        return here.page("devices.html", sites=overview(here.backend, here.tenant))

    @door.get(_PATH + "/pair", Role.DEVICES)
    def ask_code(here: Here) -> Response:
        # The code on the device leads here (QR), with the code in the address.
        code = here.form.text("code", 40)
        return here.page("device_pair.html", code=code, found=None, **_choices(here))

    @door.post(_PATH + "/pair", Role.DEVICES)
    def look(here: Here) -> Response:
        return _compare(here)

    @door.post(_PATH + "/approve", Role.DEVICES)
    def approve(here: Here) -> Response:
        form = here.form
        role = DeviceRole.COMPANION if form.text("role") == "companion" else DeviceRole.LEADER
        places = {each.id for each in known_offices(here.backend, here.tenant)}
        try:
            office = form.some("office")
            if office not in places or form.text("same") != "yes":
                raise Refused("not_compared", "Choose the office and compare the words.", 422)
            device = enrolling.approve(
                here.backend, here.actor, here.tenant, form.some("code"), office,
                form.some("name"), role,
            )  # fmt: skip
        except Refused as refused:
            return _compare(here, refused)
        return go(f"{_PATH}/{device}", done="device_approved")

    @door.get(_PATH + "/{id}", Role.DEVICES)
    def one(here: Here) -> Response:
        return _one(here)

    @door.post(_PATH + "/{id}/revoke", Role.DEVICES)
    def revoke(here: Here) -> Response:
        _, device = _device(here)
        if here.form.text("sure") != "yes":
            return _one(here, Refused("not_sure", "Tick the box first.", 422))
        commands.revoke(here.backend, here.actor, device.id)
        return go(f"{_PATH}/{device.id}", done="device_revoked")

    @door.post(_PATH + "/{id}/unlock", Role.DEVICES)
    def unlock(here: Here) -> Response:
        _, device = _device(here)
        try:
            commands.unlock(here.backend, here.actor, device.id)
        except Refused as refused:
            return _one(here, refused)
        return go(f"{_PATH}/{device.id}", done="device_unlocked")

    @door.post(_PATH + "/{id}/command", Role.DEVICES)
    def command(here: Here) -> Response:
        _, device = _device(here)
        known = (*OFFERED, *ASKED)
        kind = next((each for each in known if each == here.form.text("kind")), None)
        if kind is None or (kind in SURE and here.form.text("sure") != "yes"):
            return _one(here, Refused("not_sure", "Tick the box first.", 422))
        body = {"reason": "staff"} if kind is CommandKind.NEW_EPOCH else {}
        commands.command(here.backend, here.actor, device.id, kind, **body)
        return go(f"{_PATH}/{device.id}", done="asked" if kind in ASKED else "command_given")

    @door.get(_PATH + "/{id}/answers/{command}", Role.DEVICES)
    def answered(here: Here) -> Response:
        return _file(here)


def _device(here: Here) -> tuple[SiteRow, DeviceRow]:
    """The device of the path, if it is of this area. Refused: no_such_device."""
    wanted = here.path("id")
    for site in overview(here.backend, here.tenant):
        for device in site.devices:
            if device.id == wanted:
                return site, device
    raise Refused("no_such_device", "There is no such device.", 404)


def _one(here: Here, refused: Refused | None = None) -> Response:
    site, device = _device(here)
    return here.page(
        "device.html", status=refused.status if refused else 200, site=site, device=device,
        can_act=device.status is DeviceStatus.ACTIVE, commands=OFFERED, sure=SURE, asked=ASKED,
        answers=support.answers(here.backend, here.tenant, device.id),
        problem=here.says.refusal(refused) if refused else None,
    )  # fmt: skip


def _file(here: Here) -> Response:
    """What the device answered, to be kept or looked at; nothing of it runs in the browser."""
    _, device = _device(here)
    known = support.answers(here.backend, here.tenant, device.id)
    answer = next((each for each in known if each.command == here.path("command")), None)
    if answer is None:
        raise Refused("no_such_answer", "There is no such answer.", 404)
    data = support.bytes_of(here.backend, here.tenant, device.id, answer.command)
    headers = {**SAFE_HEADERS, "Content-Disposition": f'attachment; filename="{_plain(answer)}"'}
    return Response(data, headers=headers, media_type=answer.media_type.value)


def _plain(answer: support.Answer) -> str:
    """The name a device gave its file, in letters that a header may have."""
    return _NOT_PLAIN.sub("_", answer.name).strip("._") or answer.kind.value


def _compare(here: Here, refused: Refused | None = None) -> Response:
    """The device that shows the code, to be compared with its screen before it is let in."""
    code, found = here.form.text("code", 40), None
    try:
        found = enrolling.waiting(here.backend, here.tenant, code)
    except Refused as why:
        refused = why
    return here.page(
        "device_pair.html", status=refused.status if refused else 200, code=code, found=found,
        problem=here.says.refusal(refused) if refused else None, **_choices(here),
    )  # fmt: skip


def _choices(here: Here) -> dict[str, Any]:
    return {"offices": office_options(here)}
