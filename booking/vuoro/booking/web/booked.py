"""The page of a booking behind its secret link, and what can be taken along from there."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from vuoro.booking.backend import Refused
from vuoro.booking.domain.values import BookingStatus, BookingView
from vuoro.booking.papers import calendar_file, picture, qr, sheet
from vuoro.booking.papers.card import Card, card
from vuoro.booking.service import finding, reading
from vuoro.booking.service.passes import pass_text
from vuoro.booking.web.pages import Pages
from vuoro.core.pages.shell import SAFE_HEADERS


@dataclass(frozen=True, slots=True)
class Standing:
    """What can be done about a booking now."""

    state: str
    """ahead, cancelled or past."""
    cancellable: bool
    movable: bool


def standing(pages: Pages, view: BookingView) -> Standing:
    """What its client may do about a booking."""
    if view.status is BookingStatus.CANCELLED:
        return Standing("cancelled", False, False)
    if view.status is not BookingStatus.BOOKED or view.end <= pages.backend.now:
        return Standing("past", False, False)
    in_time = pages.backend.now <= change_until(view)
    return Standing("ahead", in_time, in_time and view.service.public)


def change_until(view: BookingView) -> datetime:
    """Until when its client may move or cancel it here."""
    return view.start - timedelta(minutes=view.service.change_until_minutes)


def routes(pages: Pages) -> APIRouter:
    """``/b/{token}``, its picture, sheet and calendar file."""
    router = pages.router()

    @router.get("/b/{token}")
    def booked(request: Request, token: str) -> Response:
        view = reading.by_token(pages.backend, token)
        text = pass_text(pages.backend, view)
        code = qr.rows(text) if text else None
        return pages.show(
            request,
            "booked.html",
            finding.area(pages.backend, view.tenant),
            suggested=view.language,
            booking=view,
            path=f"/b/{token}",
            standing=standing(pages, view),
            until=change_until(view),
            done=request.query_params.get("done", ""),
            qr_path=qr.path(code) if code else "",
            qr_side=qr.side(code) if code else 0,
        )

    @router.get("/b/{token}/pass.pdf")
    def paper(request: Request, token: str) -> Response:
        return _download(sheet.pdf(_card(pages, request, token)), "application/pdf", "pdf")

    @router.get("/b/{token}/pass.png")
    def image(request: Request, token: str) -> Response:
        return _download(picture.png(_card(pages, request, token)), "image/png", "png")

    @router.get("/b/{token}/appointment.ics")
    def calendar(request: Request, token: str) -> Response:
        view = _in_page_language(pages, request, reading.by_token(pages.backend, token))
        content = calendar_file.calendar_file(
            pages.backend.now, view, _find(pages), pages.options.organizer
        )
        return _download(content, calendar_file.MEDIA_TYPE, "ics")

    return router


def _card(pages: Pages, request: Request, token: str) -> Card:
    """Refused: not_booked for a booking that is over or cancelled."""
    view = reading.by_token(pages.backend, token)
    if standing(pages, view).state != "ahead":
        raise Refused("not_booked", "The booking has been cancelled or is over.", 410)
    text = pass_text(pages.backend, view)
    return card(_in_page_language(pages, request, view), text, _find(pages))


def _in_page_language(pages: Pages, request: Request, view: BookingView) -> BookingView:
    return replace(view, language=pages.language(request, view.tenant, view.language))


def _find(pages: Pages) -> str:
    return f"{pages.backend.public_url}/find"


def _download(content: bytes, media_type: str, suffix: str) -> Response:
    kept_as = {"Content-Disposition": f'attachment; filename="vuoro.{suffix}"'}
    return Response(content, headers={**SAFE_HEADERS, **kept_as}, media_type=media_type)
