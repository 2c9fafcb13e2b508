"""The page behind the QR code of a slip: one number, in its own language, without names."""

import secrets

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from vuoro.core.languages import in_language
from vuoro.core.pages.shell import SAFE_HEADERS
from vuoro.core.phone.forms import fields_of, wish_of
from vuoro.core.phone.pages import PhonePages, language_of, phone_words
from vuoro.core.phone.shown import turn_shown
from vuoro.core.wire.codec import encode
from vuoro.queue.api.context import Here, context
from vuoro.queue.api.replies import json_reply
from vuoro.queue.domain.ticket import Ticket
from vuoro.queue.reading import follow
from vuoro.queue.service import discreet
from vuoro.queue.service.lobby import Press, Refused


def routes(pages: PhonePages) -> APIRouter:
    """``/t/{token}``, its words for the script, and what the visitor wishes there."""
    router = APIRouter()

    @router.get("/t/{token}")
    async def turn(request: Request, token: str) -> Response:
        here = context(request)
        ticket = _ticket(here, token)
        offered = here.view.office.languages
        language = language_of(request, offered, ticket.language if ticket is not None else "")
        office = in_language(here.view.office.name, language)
        if ticket is None:
            return pages.page(
                request, "gone.html", language, offered=offered, status=404, office=office
            )
        return pages.page(
            request,
            "turn.html",
            language,
            offered=offered,
            office=office,
            shown=turn_shown(follow.frame(here.view, ticket), phone_words(language)),
            path=f"/t/{token}",
            stream=f"/v1/follow/{token}/stream",
            press=secrets.token_urlsafe(12),
            refused="refused" in request.query_params,
            sent=False,
        )

    @router.get("/t/{token}/shown")
    async def shown(request: Request, token: str) -> Response:
        here = context(request)
        ticket = _ticket(here, token)
        if ticket is None:
            return Response(status_code=404, headers=SAFE_HEADERS)
        words = phone_words(language_of(request, here.view.office.languages, ticket.language))
        return json_reply(encode(turn_shown(follow.frame(here.view, ticket), words)))

    @router.post("/t/{token}")
    async def wish(request: Request, token: str) -> Response:
        here = context(request)
        ticket = _ticket(here, token)
        fields = await fields_of(request)
        press = Press(fields.get("press", "")[:80], discreet.PHONE)
        language = language_of(request, here.view.office.languages)
        target = f"/t/{token}?lang={language}"
        if ticket is not None:
            asked = wish_of(fields)
            done = await here.writer.run(discreet.wish, here.lobby, ticket.id, asked, press)
            target += "&refused=1" if isinstance(done, Refused) else ""
        return RedirectResponse(target, 303, SAFE_HEADERS)

    return router


def _ticket(here: Here, token: str) -> Ticket | None:
    line = here.view.line
    return line.standing(line.by_token.get(token, ""))
