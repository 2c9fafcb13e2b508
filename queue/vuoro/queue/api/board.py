"""What displays ask: numbers and counters only."""

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from vuoro.core.wire.board import BoardFrame
from vuoro.core.wire.codec import encode
from vuoro.queue.api.context import context
from vuoro.queue.api.docs import STREAM, answers, describe
from vuoro.queue.api.replies import json_reply
from vuoro.queue.api.stream import EventStream, version_had
from vuoro.queue.reading import board

router = APIRouter(prefix="/v1/board", tags=["board"])


@router.get("", responses={**answers(BoardFrame), **describe(refusals=(401, 403))["responses"]})
async def read_board(request: Request) -> Response:
    """The board as it is now."""
    here = context(request)
    await here.door.device(request, "display", "kiosk")
    return json_reply(encode(board.full(here.view)))


@router.get("/stream", responses=STREAM, openapi_extra=describe(since=True)["openapi_extra"])
async def stream(request: Request) -> Response:
    """The board, whenever something changes."""
    here = context(request)
    device = await here.door.device(request, "display")
    return EventStream(here.view, here.hub.board(), version_had(request), device.id)
