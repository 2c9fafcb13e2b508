"""The last press of the form: the booking is made, or moved; once, however often it is pressed."""

from dataclasses import replace

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from vuoro.booking.backend import Refused
from vuoro.booking.domain.values import CLIENT, BookingView
from vuoro.booking.service import finding, reading
from vuoro.booking.service.booking import book
from vuoro.booking.service.changing import move
from vuoro.booking.service.drafting import Draft, draft_of, keep_draft
from vuoro.booking.service.refusals import Invalid
from vuoro.booking.web.fields import contact_of, problems
from vuoro.booking.web.filling import hold_is_over
from vuoro.booking.web.pages import Pages, go
from vuoro.core.clock import local

_GONE = ("taken", "hold_over", "not_bookable")
_AS_IT_IS = ("too_late", "not_booked")
"""The booking can't be changed any more; its own page says why."""


def routes(pages: Pages) -> APIRouter:
    """``/v/{token}/confirm``."""
    router = pages.router()

    @router.post("/v/{token}/confirm")
    def confirm(request: Request, token: str) -> Response:
        draft = draft_of(pages.backend, token)
        if draft.made:
            return go(f"/b/{draft.made}", done="moved" if draft.moves else "booked")
        draft = replace(draft, language=pages.language(request, draft.tenant, draft.language))
        if not draft.moves and _unfinished(pages, draft):
            return go(f"/v/{token}", check="yes")
        try:
            view = _moved(pages, draft) if draft.moves else _booked(pages, draft)
        except Invalid:
            return go(f"/v/{token}", check="yes")
        except Refused as refusal:
            if refusal.code in _AS_IT_IS:
                return go(f"/b/{draft.moves}")
            if refusal.code in _GONE:
                return hold_is_over(pages, request, token, draft)
            raise
        keep_draft(pages.backend, token, _only_the_way(draft, view))
        return go(f"/b/{view.manage_token}", done="moved" if draft.moves else "booked")

    return router


def _unfinished(pages: Pages, draft: Draft) -> bool:
    service = finding.service(pages.backend, draft.tenant, draft.service)
    return bool(problems(draft, service, local(pages.backend.now).date()))


def _booked(pages: Pages, draft: Draft) -> BookingView:
    answers = tuple((key, answer) for key, answer in draft.answers.items() if answer.strip())
    return book(
        pages.backend, CLIENT, draft.held, contact_of(draft), answers, language=draft.language
    )


def _moved(pages: Pages, draft: Draft) -> BookingView:
    booking = reading.by_token(pages.backend, draft.moves)
    return move(pages.backend, CLIENT, booking.id, draft.held)


def _only_the_way(draft: Draft, view: BookingView) -> Draft:
    """What is left of a draft: nothing personal, only where the booking is."""
    return replace(
        draft, held="", name="", email="", phone="", identity_code="", answers={},
        made=view.manage_token,
    )  # fmt: skip
