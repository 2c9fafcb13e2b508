"""The form of a booking: contact data and questions, then the review."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Depends
from starlette.requests import Request
from starlette.responses import Response

from vuoro.booking.backend import Refused, from_ms
from vuoro.booking.domain.questions import in_words
from vuoro.booking.domain.values import ServiceView
from vuoro.booking.service import finding, reading
from vuoro.booking.service.drafting import MOST_TIME, Draft, draft_of, keep_draft
from vuoro.booking.service.holding import extend, held, release
from vuoro.booking.web.fields import problems, typed
from vuoro.booking.web.forms import form_of
from vuoro.booking.web.offer import near, written
from vuoro.booking.web.pages import Pages, go
from vuoro.booking.web.search import looking
from vuoro.core.clock import local

Form = Annotated[Mapping[str, str], Depends(form_of)]


def routes(pages: Pages) -> APIRouter:
    """``/v/{token}``, the secret address of a draft, and what is below it but the confirmation."""
    router = pages.router()

    @router.get("/v/{token}")
    def details(request: Request, token: str) -> Response:
        draft = draft_of(pages.backend, token)
        template = "confirm_move.html" if draft.moves else "details.html"
        return _page(pages, request, template, token, draft)

    @router.post("/v/{token}")
    def write(request: Request, token: str, form: Form) -> Response:
        """Keep what was typed; on to the review, or back with what has to be corrected.

        Whoever asks for more time or another language loses nothing of it.
        """
        draft = draft_of(pages.backend, token)
        if draft.made or draft.moves:
            return go(f"/v/{token}")
        service = finding.service(pages.backend, draft.tenant, draft.service)
        today = local(pages.backend.now).date()
        draft = typed(draft, form, service, today)
        draft = replace(draft, language=pages.language(request, draft.tenant))
        keep_draft(pages.backend, token, draft)
        more = _prolong(pages, draft)
        if form.get("lang"):
            return go(f"/v/{token}", lang=form["lang"])
        if form.get("more_time"):
            return go(f"/v/{token}", more="yes" if more else "")
        if problems(draft, service, today):
            return go(f"/v/{token}", check="yes")
        return go(f"/v/{token}/review")

    @router.get("/v/{token}/review")
    def review(request: Request, token: str) -> Response:
        draft = draft_of(pages.backend, token)
        service = finding.service(pages.backend, draft.tenant, draft.service)
        if not draft.made and problems(draft, service, local(pages.backend.now).date()):
            return go(f"/v/{token}", check="yes")
        return _page(pages, request, "review.html", token, draft)

    @router.post("/v/{token}/more-time")
    def more_time(token: str) -> Response:
        draft = draft_of(pages.backend, token)
        more = _prolong(pages, draft)
        where = f"/v/{token}" if draft.moves else f"/v/{token}/review"
        return go(where, more="yes" if more else "")

    @router.post("/v/{token}/leave")
    def leave(token: str) -> Response:
        """Let go of the time: whoever leaves doesn't keep others from it."""
        draft = draft_of(pages.backend, token)
        if not draft.made:
            release(pages.backend, draft.held)
        if draft.moves:
            return go(f"/b/{draft.moves}")
        return go(f"/{finding.area(pages.backend, draft.tenant).slug}")

    return router


def hold_is_over(pages: Pages, request: Request, token: str, draft: Draft) -> Response:
    """The page that says so, keeps what was typed and offers the times nearest to the lost one."""
    area = finding.area(pages.backend, draft.tenant)
    service = finding.service(pages.backend, draft.tenant, draft.service)
    choice = {"channel": draft.channel, "office": draft.office, "speak": draft.speak}
    asked = looking(pages.backend, service, choice, draft.language)
    start = from_ms(draft.start)
    times = f"/b/{draft.moves}/move" if draft.moves else f"/{area.slug}/{service.slug}/times"
    action = times if draft.moves else f"/{area.slug}/{service.slug}/hold"
    return pages.show(
        request,
        "hold_over.html",
        area,
        suggested=draft.language,
        status=410,
        service=service,
        choice={**choice, "draft": "" if draft.moves else token},
        start=start,
        near=near(asked.times(pages.backend), start),
        office_names={each.id: each for each in finding.offices(pages.backend, area.id)},
        times=times,
        action=action,
        written=written,
    )


def _page(pages: Pages, request: Request, template: str, token: str, draft: Draft) -> Response:
    """A page of the form while its time is kept."""
    if draft.made:
        return go(f"/b/{draft.made}")
    try:
        kept = held(pages.backend, draft.held)
    except Refused:
        return hold_is_over(pages, request, token, draft)
    area = finding.area(pages.backend, draft.tenant)
    service = finding.service(pages.backend, draft.tenant, draft.service)
    today = local(pages.backend.now).date()
    language = pages.language(request, draft.tenant, draft.language)
    check = request.query_params.get("check") == "yes"
    offices = finding.offices(pages.backend, area.id)
    return pages.show(
        request,
        template,
        area,
        suggested=draft.language,
        path=f"/v/{token}",
        token=token,
        draft=draft,
        service=service,
        office=next(each for each in offices if each.id == kept.time.office),
        held=kept,
        seconds_left=max(0, int((kept.expires_at - pages.backend.now).total_seconds())),
        more=request.query_params.get("more") == "yes",
        problems=problems(draft, service, today) if check else (),
        answered=_answered(service, draft, language),
        moving=reading.by_token(pages.backend, draft.moves) if draft.moves else None,
    )


def _answered(service: ServiceView, draft: Draft, language: str) -> dict[str, str]:
    """Question id to the answer in words."""
    given = tuple(draft.answers.items())
    words = in_words(service.questions, given, language)
    return {key: answer for (key, _), (_, answer) in zip(given, words, strict=True)}


def _prolong(pages: Pages, draft: Draft) -> bool:
    """Keep the time for the whole while again, twelve times at least (WCAG 2.2.1 wants ten)."""
    if pages.backend.now > from_ms(draft.begun) + MOST_TIME:
        return False
    try:
        extend(pages.backend, draft.held, pages.options.hold_minutes)
    except Refused:
        return False
    return True
