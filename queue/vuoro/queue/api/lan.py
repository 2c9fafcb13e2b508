"""What a second kiosk in the same lobby tells its leader."""

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from vuoro.core.wire.codec import encode
from vuoro.core.wire.sync import MOST_BYTES, Push, Pushed
from vuoro.queue.api.context import context
from vuoro.queue.api.docs import answers, describe
from vuoro.queue.api.replies import body_of, json_reply, problem
from vuoro.queue.service import joining
from vuoro.queue.service.lobby import Refused
from vuoro.queue.service.people import COMPANION

router = APIRouter(prefix="/v1/lan", tags=["lan"])
_TOLD = describe(body=Push, refusals=(401, 403, 409))
_LONGEST = 2 * MOST_BYTES
"""A batch of events and what is around it."""


@router.post(
    "/push",
    responses={**answers(Pushed), **_TOLD["responses"]},
    openapi_extra=_TOLD["openapi_extra"],
)
async def push(request: Request) -> Response:
    """Numbers that a second kiosk has given, to be called with those of this one."""
    here = context(request)
    await here.door.device(request, COMPANION)
    told = await body_of(request, Push, longest=_LONGEST)
    answer = await here.writer.run(joining.join, here.lobby, told)
    return problem(answer) if isinstance(answer, Refused) else json_reply(encode(answer))
