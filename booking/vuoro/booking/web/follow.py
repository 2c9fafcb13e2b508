"""The page behind the slip's code, outside the office: the number, and neither place nor names.

Whoever may not be found by others must not be given away by an address in a phone: the page says
nothing of which office or service it is (rules_and_market §3.3).
"""

import secrets
from collections.abc import Sequence

from fastapi import APIRouter
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from vuoro.booking.backend import Backend
from vuoro.booking.fleet import following
from vuoro.booking.fleet.following import FollowedNow
from vuoro.core.languages import ENDONYMS, MAIN, Language
from vuoro.core.pages.assets import Assets
from vuoro.core.pages.shell import SAFE_HEADERS
from vuoro.core.phone.forms import fields_of, wish_of
from vuoro.core.phone.pages import PhonePages, language_of, phone_words
from vuoro.core.phone.shown import AsOf, TurnShown, turn_shown
from vuoro.core.wire.codec import encode
from vuoro.core.wire.follow import FollowFrame


def routes(backend: Backend, assets: Assets, languages: Sequence[str] = MAIN) -> APIRouter:
    """``/t/{token}``, its words for the script, and what the visitor wishes there.

    ``languages`` are those that the backend offers; a ticket's own is offered with them.
    """
    router = APIRouter()
    pages = PhonePages(assets)

    def offered(known: FollowedNow | None) -> tuple[str, ...]:
        own = known.ticket.language if known is not None else ""
        more = (own,) if own in ENDONYMS and own not in languages else ()
        return (*languages, *more)

    def language_in(request: Request, known: FollowedNow | None) -> Language:
        return language_of(request, offered(known), known.ticket.language if known else "")

    @router.get("/t/{token}")
    async def turn(request: Request, token: str) -> Response:
        known = await run_in_threadpool(following.find, backend, token)
        language = language_in(request, known)
        if known is None:
            return pages.page(
                request, "gone.html", language, offered=languages, status=404, office=""
            )
        return pages.page(
            request,
            "turn.html",
            language,
            offered=offered(known),
            office="",
            shown=_shown(known, language),
            path=f"/t/{token}",
            stream="",
            press=secrets.token_urlsafe(12),
            refused="refused" in request.query_params,
            sent="sent" in request.query_params,
        )

    @router.get("/t/{token}/shown")
    async def shown(request: Request, token: str) -> Response:
        known = await run_in_threadpool(following.find, backend, token)
        if known is None:
            return Response(status_code=404, headers=SAFE_HEADERS)
        body = encode(_shown(known, language_in(request, known)))
        return Response(body, headers=SAFE_HEADERS, media_type="application/json")

    @router.post("/t/{token}")
    async def wish(request: Request, token: str) -> Response:
        asked = wish_of(await fields_of(request))
        kept = await run_in_threadpool(following.wish, backend, token, asked)
        language = language_in(request, await run_in_threadpool(following.find, backend, token))
        told = "sent" if kept else "refused"
        return RedirectResponse(f"/t/{token}?lang={language}&{told}=1", 303, SAFE_HEADERS)

    return router


def _shown(known: FollowedNow, language: str) -> TurnShown:
    ticket = known.ticket
    frame = FollowFrame(
        version=0,
        now=known.heard,
        number=ticket.number,
        language=ticket.language,
        office={},
        where={},
        state=ticket.state,
        ahead=ticket.ahead,
        wait=ticket.wait,
        counter_label=ticket.counter_label,
        counter={},
        times=ticket.times,
        silent=ticket.silent,
        elsewhere=ticket.elsewhere,
        has_elsewhere=ticket.has_elsewhere,
    )
    return turn_shown(frame, phone_words(language), AsOf(known.heard, known.is_stale))
