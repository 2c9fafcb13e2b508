"""Moving and cancelling by the secret link."""

from collections.abc import Mapping
from typing import Annotated

from fastapi import APIRouter, Depends
from starlette.requests import Request
from starlette.responses import Response

from vuoro.booking.backend import Refused
from vuoro.booking.domain.values import CLIENT, BookingView
from vuoro.booking.service import finding, reading
from vuoro.booking.service.changing import cancel
from vuoro.booking.service.drafting import begin_draft, refuse_flood
from vuoro.booking.web.booked import standing
from vuoro.booking.web.choosing import ways
from vuoro.booking.web.forms import form_of, source_of
from vuoro.booking.web.pages import Pages, go
from vuoro.booking.web.search import Looking, looking, start_in
from vuoro.booking.web.times import MISSED, draft_for, hold_one, missed, offer
from vuoro.core.wire.desk import Channel

Form = Annotated[Mapping[str, str], Depends(form_of)]


def routes(pages: Pages) -> APIRouter:
    """``/b/{token}/move`` and ``/b/{token}/cancel``."""
    router = pages.router()

    @router.get("/b/{token}/move")
    def times(request: Request, token: str) -> Response:
        view = reading.by_token(pages.backend, token)
        if not standing(pages, view).movable:
            return go(f"/b/{token}")
        asked = _looking(pages, view, request.query_params)
        return pages.show(
            request,
            "move.html",
            finding.area(pages.backend, view.tenant),
            suggested=view.language,
            ways=ways(pages, view.service),
            action=f"/b/{token}/move",
            draft="",
            hidden={"office": request.query_params.get("office", "")},
            booking=view,
            path=f"/b/{token}",
            **offer(pages, asked, request.query_params),
        )

    @router.post("/b/{token}/move")
    def keep(request: Request, token: str, form: Form) -> Response:
        view = reading.by_token(pages.backend, token)
        chosen = start_in(form.get("time", ""))
        if not standing(pages, view).movable or chosen is None:
            return go(f"/b/{token}")
        asked = _looking(pages, view, form)
        start, office = chosen
        source = source_of(pages.backend, request)
        refuse_flood(pages.backend, source)
        try:
            held = hold_one(pages, asked, start, office, moves=view.id)
        except Refused as refusal:
            if refusal.code not in MISSED:
                raise
            again = {key: form.get(key, "") for key in ("office", "speak")}
            return go(f"/b/{token}/move", **again, **missed(start))
        language = pages.language(request, view.tenant, view.language)
        new = draft_for(asked, held, language, pages.backend.now_ms, moves=token)
        return go(f"/v/{begin_draft(pages.backend, new, source)}")

    @router.get("/b/{token}/cancel")
    def ask(request: Request, token: str) -> Response:
        view = reading.by_token(pages.backend, token)
        may = standing(pages, view)
        if not may.cancellable:
            return go(f"/b/{token}")
        area = finding.area(pages.backend, view.tenant)
        return pages.show(
            request, "cancel.html", area, suggested=view.language,
            booking=view, path=f"/b/{token}", standing=may,
        )  # fmt: skip

    @router.post("/b/{token}/cancel")
    def cancelled(token: str) -> Response:
        """However often it is pressed: cancelled once, with the same page after."""
        view = reading.by_token(pages.backend, token)
        try:
            cancel(pages.backend, CLIENT, view.id)
        except Refused as refusal:
            if refusal.code not in ("too_late", "not_booked"):
                raise
            return go(f"/b/{token}")
        return go(f"/b/{token}", done="cancelled")

    return router


def _looking(pages: Pages, view: BookingView, query: Mapping[str, str]) -> Looking:
    """The same matter by the same channel; at first in the same office, in the same language."""
    in_person = view.channel is Channel.IN_PERSON
    office = query.get("office", view.office.slug) if in_person else ""
    choice = {**query, "channel": view.channel.value, "office": office}
    return looking(pages.backend, view.service, choice, view.language)
