"""What the box at a counter asks: what its counter is doing, and presses of its button."""

from collections.abc import Callable
from typing import Any

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from vuoro.core.wire.codec import encode
from vuoro.core.wire.counter import CounterAnswer, CounterFrame, CounterPress
from vuoro.queue.api.context import Here, context
from vuoro.queue.api.docs import STREAM, answers, describe
from vuoro.queue.api.replies import Turned, body_of, json_reply, press_key, problem
from vuoro.queue.api.stream import EventStream, version_had
from vuoro.queue.domain.office import Counter
from vuoro.queue.reading.counter_box import frame, labelled
from vuoro.queue.service import button
from vuoro.queue.service.lobby import LobbyService, Press, Refused
from vuoro.queue.service.people import COUNTER_BOX
from vuoro.queue.service.refusals import NO_SUCH_COUNTER

router = APIRouter(prefix="/v1/counter", tags=["counter"])

_TOLD = describe(body=CounterPress, press=True, refusals=(400, 401, 403, 404, 409))
_PRESS: dict[str, Any] = {
    "responses": {**answers(CounterAnswer), **_TOLD["responses"]},
    "openapi_extra": _TOLD["openapi_extra"],
}
UseCase = Callable[[LobbyService, Counter, Press], CounterAnswer | Refused]


@router.get(
    "",
    responses={**answers(CounterFrame), **describe(refusals=(401, 403, 404, 422))["responses"]},
)
async def read_counter(request: Request, counter: str) -> Response:
    """What the counter with this label is doing now."""
    here = context(request)
    await here.door.device(request, COUNTER_BOX)
    return json_reply(encode(frame(here.view, _counter(here, counter).id)))


@router.get("/stream", responses=STREAM, openapi_extra=describe(since=True)["openapi_extra"])
async def stream(request: Request, counter: str) -> Response:
    """What the counter with this label is doing, whenever it changes."""
    here = context(request)
    device = await here.door.device(request, COUNTER_BOX)
    place = _counter(here, counter)
    return EventStream(here.view, here.hub.counter(place.id), version_had(request), device.id)


@router.post("/next", **_PRESS)
async def call_next(request: Request) -> Response:
    """Call the next client, for whoever is signed in at the counter."""
    return await _pressed(request, button.call_next)


@router.post("/help", **_PRESS)
async def ask_for_help(request: Request) -> Response:
    """Ask colleagues for help at the counter."""
    return await _pressed(request, button.ask_for_help)


async def _pressed(request: Request, use_case: UseCase) -> Response:
    here = context(request)
    device = await here.door.device(request, COUNTER_BOX)
    if here.view.devices[device.id].locked:
        return problem(Refused("device_locked", "Staff have locked this button.", 403))
    key = press_key(request)
    asked = await body_of(request, CounterPress)
    if asked.deadline is not None and asked.deadline.tzinfo is None:
        return problem(Refused("malformed", "A deadline needs its time zone.", 422))
    press = Press(key, device.id, deadline=asked.deadline)
    answer = await here.writer.run(use_case, here.lobby, _counter(here, asked.counter), press)
    return problem(answer) if isinstance(answer, Refused) else json_reply(encode(answer))


def _counter(here: Here, label: str) -> Counter:
    """Raises Turned where no counter has this label."""
    found = labelled(here.view, label)
    if found is None:
        raise Turned(NO_SUCH_COUNTER)
    return found
