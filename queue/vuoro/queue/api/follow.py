"""What the phone page behind a slip's QR asks; the 128-bit token is all it needs to show."""

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from vuoro.core.wire.codec import encode
from vuoro.core.wire.follow import FollowFrame
from vuoro.queue.api.context import Here, context
from vuoro.queue.api.docs import STREAM, answers, describe
from vuoro.queue.api.replies import Turned, json_reply
from vuoro.queue.api.stream import EventStream, version_had
from vuoro.queue.domain.ticket import Ticket
from vuoro.queue.reading import follow
from vuoro.queue.service.lobby import Refused

router = APIRouter(prefix="/v1/follow", tags=["follow"])


@router.get(
    "/{token}", responses={**answers(FollowFrame), **describe(refusals=(404, 422))["responses"]}
)
async def read_ticket(request: Request, token: str) -> Response:
    """One ticket as it is now."""
    here = context(request)
    return json_reply(encode(follow.frame(here.view, _ticket(here, token))))


@router.get(
    "/{token}/stream", responses=STREAM, openapi_extra=describe(since=True)["openapi_extra"]
)
async def stream(request: Request, token: str) -> Response:
    """One ticket, whenever something changes."""
    here = context(request)
    ticket = _ticket(here, token)
    return EventStream(here.view, here.hub.phone(ticket), version_had(request))


def _ticket(here: Here, token: str) -> Ticket:
    ticket = here.view.line.standing(here.view.line.by_token.get(token, ""))
    if ticket is None:
        raise Turned(
            Refused("no_such_ticket", "This number is not of today. Ask at the info counter.", 404)
        )
    return ticket
