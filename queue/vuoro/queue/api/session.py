"""Signing in and out."""

import asyncio

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from vuoro.core.wire.codec import encode
from vuoro.core.wire.desk import Session, SignIn
from vuoro.queue.api.context import context
from vuoro.queue.api.docs import COOKIE, answers, describe
from vuoro.queue.api.replies import body_of, json_reply, problem
from vuoro.queue.service import people
from vuoro.queue.service.lobby import Refused

router = APIRouter(prefix="/v1/session", tags=["session"])
_TOLD = describe(body=SignIn, refusals=(401, 429))


@router.post(
    "", responses={**answers(Session), **_TOLD["responses"]}, openapi_extra=_TOLD["openapi_extra"]
)
async def sign_in(request: Request) -> Response:
    """Sign in with name and password; the answer sets the session cookie."""
    here = context(request)
    who = await body_of(request, SignIn)
    known = await here.writer.run(people.credentials, here.lobby, who.username)
    if isinstance(known, Refused):
        return problem(known)
    right = await asyncio.to_thread(people.matches, known, who.password)
    outcome = await here.writer.run(people.sign_in, here.lobby, known, right, here.session_hours)
    if isinstance(outcome, Refused):
        return problem(outcome)
    answer = json_reply(encode(outcome.session))
    answer.set_cookie(
        COOKIE,
        outcome.cookie,
        max_age=here.session_hours * 3600,
        httponly=True,
        samesite="strict",
        secure=here.secure_cookies or request.url.scheme == "https",
    )
    return answer


@router.get("", responses={**answers(Session), **describe(refusals=(401,))["responses"]})
async def who_am_i(request: Request) -> Response:
    """Who is signed in, and at which counter."""
    here = context(request)
    member = await here.door.member(request, command=False)
    seats = here.view.line.counters.values()
    seat = next((counter.id for counter in seats if counter.staff == member.staff), None)
    session = Session(member.staff, member.name, member.roles, seat, member.csrf)
    return json_reply(encode(session))


@router.delete("", status_code=204, responses=describe(refusals=(401, 403))["responses"])
async def sign_out(request: Request) -> Response:
    """Sign out; the session is of no use any more."""
    here = context(request)
    member = await here.door.member(request)
    await here.writer.run(people.sign_out, here.lobby, request.cookies.get(COOKIE, ""))
    here.door.sign_out(member)
    answer = Response(status_code=204)
    answer.delete_cookie(COOKIE)
    return answer
