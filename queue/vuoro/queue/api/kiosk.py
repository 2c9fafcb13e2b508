"""What kiosks ask."""

from typing import Any

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from vuoro.core.wire.codec import encode
from vuoro.core.wire.follow import CallWish
from vuoro.core.wire.kiosk import (
    ArrivalResult,
    CheckInRequest,
    DeviceReport,
    OpenSlip,
    PhoneDoor,
    Slip,
    SlipReport,
    TicketRequest,
)
from vuoro.queue.api.context import Here, context
from vuoro.queue.api.device_reports import kept
from vuoro.queue.api.docs import STREAM, answers, describe
from vuoro.queue.api.replies import Turned, body_of, json_reply, press_key, problem, reply
from vuoro.queue.api.stream import EventStream, version_had
from vuoro.queue.service import arriving, discreet, slips
from vuoro.queue.service.lobby import Press, Refused
from vuoro.queue.service.people import COUNTER_BOX, Device

router = APIRouter(prefix="/v1/kiosk", tags=["kiosk"])
_REFUSALS = (400, 401, 403, 413, 415, 422)


def _docs(
    kind: type, body: type | None = None, *, press: bool = False, more: tuple[int, ...] = ()
) -> dict[str, Any]:
    told = describe(body=body, press=press, refusals=(*_REFUSALS, *more))
    return {
        "responses": {**answers(kind), **told["responses"]},
        "openapi_extra": told["openapi_extra"],
    }


@router.post("/check-in", **_docs(ArrivalResult, CheckInRequest, press=True))
async def check_in(request: Request) -> Response:
    """A client with a booking is here: by pass, booking code or identity code."""
    here, _, press = await _kiosk_press(request)
    asked = await body_of(request, CheckInRequest)
    return _arrival(await here.writer.run(arriving.check_in, here.lobby, asked, press))


@router.post("/tickets", **_docs(ArrivalResult, TicketRequest, press=True))
async def take_number(request: Request) -> Response:
    """A walk-in client wants a number."""
    here, _, press = await _kiosk_press(request)
    asked = await body_of(request, TicketRequest)
    return _arrival(await here.writer.run(arriving.take_number, here.lobby, asked, press))


@router.get("/slips", **_docs(tuple[OpenSlip, ...]))
async def open_slips(request: Request) -> Response:
    """The print jobs that this kiosk has not finished."""
    here = context(request)
    device = await here.door.device(request, "kiosk")
    return json_reply(encode(await here.writer.run(slips.open_slips, here.lobby, device.id)))


@router.post("/slips/{job}", status_code=204, **_docs(type(None), SlipReport, more=(404,)))
async def report_slip(request: Request, job: str) -> Response:
    """How the printing of a slip goes."""
    here = context(request)
    device = await here.door.device(request, "kiosk")
    told = await body_of(request, SlipReport)
    if not await here.writer.run(slips.report, here.lobby, job, told, device.id):
        return problem(Refused("no_such_job", "This kiosk has no such print job.", 404))
    return Response(status_code=204)


@router.post("/tickets/{ticket}/copy", **_docs(Slip, press=True, more=(404,)))
async def copy_slip(request: Request, ticket: str) -> Response:
    """One more slip with the same number, because somebody asked for it."""
    here, _, press = await _kiosk_press(request)
    return reply(await here.writer.run(slips.copy_slip, here.lobby, ticket, press))


@router.post("/tickets/{ticket}/wish", **_docs(CallWish, CallWish, press=True, more=(404, 409)))
async def wish(request: Request, ticket: str) -> Response:
    """The visitor at this kiosk says how they want to be called."""
    here, _, press = await _kiosk_press(request)
    asked = await body_of(request, CallWish)
    return reply(await here.writer.run(discreet.wish, here.lobby, ticket, asked, press))


@router.get("/phone", **_docs(PhoneDoor))
async def own_phone(request: Request) -> Response:
    """The code that lets visitors' own phones in just now; a new one each minute."""
    here = context(request)
    await here.door.device(request, "kiosk")
    return json_reply(encode(here.phones.shown()))


@router.post("/status", status_code=204, **_docs(type(None), DeviceReport))
async def report_device(request: Request) -> Response:
    """How the parts of this device and its computer are."""
    here = context(request)
    device = await here.door.device(request, "kiosk", "display", COUNTER_BOX)
    told = await body_of(request, DeviceReport)
    status = here.view.devices[device.id]
    report = kept(told)
    if status.report != report:
        status.report = report
        here.view.tell()
    return Response(status_code=204)


@router.get("/stream", responses=STREAM, **{"openapi_extra": describe(since=True)["openapi_extra"]})
async def stream(request: Request) -> Response:
    """The lobby and its services, whenever something changes."""
    here = context(request)
    device = await here.door.device(request, "kiosk")
    return EventStream(here.view, here.hub.kiosk(device.id), version_had(request), device.id)


async def _kiosk_press(request: Request) -> tuple[Here, Device, Press]:
    here = context(request)
    device = await here.door.device(request, "kiosk")
    if here.view.devices[device.id].locked:
        raise Turned(Refused("kiosk_locked", "Staff have locked this kiosk.", 403))
    return here, device, Press(press_key(request), device.id)


def _arrival(outcome: ArrivalResult | bytes) -> Response:
    return json_reply(outcome if isinstance(outcome, bytes) else encode(outcome))
