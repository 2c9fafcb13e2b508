"""The page of free times, and keeping the one that is chosen."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Annotated, Any

from fastapi import APIRouter, Depends
from starlette.requests import Request
from starlette.responses import Response

from vuoro.booking.backend import Refused, to_ms
from vuoro.booking.domain.values import CLIENT, Held
from vuoro.booking.service import finding
from vuoro.booking.service.drafting import (
    Draft,
    begin_draft,
    draft_of,
    keep_draft,
    refuse_flood,
)
from vuoro.booking.service.holding import held, hold, release
from vuoro.booking.service.refusals import taken
from vuoro.booking.web.choosing import public_service, ways
from vuoro.booking.web.forms import form_of, source_of
from vuoro.booking.web.offer import fairest, monday_of, near, week_of, written
from vuoro.booking.web.pages import Pages, go
from vuoro.booking.web.search import ANY, Looking, day_in, looking, start_in
from vuoro.core.clock import local
from vuoro.core.languages import EASY_FINNISH, ENDONYMS

Form = Annotated[Mapping[str, str], Depends(form_of)]
MISSED = ("taken", "not_bookable")
"""Codes of refusals that mean: somebody was quicker."""


def routes(pages: Pages) -> APIRouter:
    """``/{area}/{service}/times`` and ``/{area}/{service}/hold``."""
    router = pages.router()

    @router.get("/{area_slug}/{service_slug}/times")
    def times(request: Request, area_slug: str, service_slug: str) -> Response:
        area = finding.area(pages.backend, area_slug)
        service = public_service(pages, area.id, service_slug)
        query = request.query_params
        asked = looking(pages.backend, service, query, pages.language(request, area.id))
        return pages.show(
            request,
            "times.html",
            area,
            ways=ways(pages, service),
            action=f"/{area.slug}/{service.slug}/hold",
            draft=query.get("draft", ""),
            kept_start=_kept_start(pages, query.get("draft", ""), area.id),
            hidden={key: query.get(key, "") for key in ("channel", "office", "draft")},
            **offer(pages, asked, query),
        )

    @router.post("/{area_slug}/{service_slug}/hold")
    def keep(request: Request, area_slug: str, service_slug: str, form: Form) -> Response:
        area = finding.area(pages.backend, area_slug)
        service = public_service(pages, area.id, service_slug)
        asked = looking(pages.backend, service, form, pages.language(request, area.id))
        chosen = start_in(form.get("time", ""))
        again = {key: form.get(key, "") for key in ("channel", "office", "speak", "draft")}
        if chosen is None:
            return go(f"/{area.slug}/{service.slug}/times", **again)
        start, office = chosen
        token, source = form.get("draft", ""), source_of(pages.backend, request)
        old = _being_changed(pages, token, area.id)
        if old is None:
            refuse_flood(pages.backend, source)
        try:
            kept = hold_one(pages, asked, start, office)
        except Refused as refusal:
            if refusal.code not in MISSED:
                raise
            return go(f"/{area.slug}/{service.slug}/times", **again, **missed(start))
        new = draft_for(asked, kept, pages.language(request, area.id), pages.backend.now_ms)
        if old is None:
            return go(f"/v/{begin_draft(pages.backend, new, source)}")
        keep_draft(pages.backend, token, _carried(old, new))
        release(pages.backend, old.held)
        return go(f"/v/{token}")

    return router


def missed(start: datetime) -> dict[str, str]:
    """The query of a page that says that this time is gone, and shows its week."""
    return {"missed": str(to_ms(start)), "week": monday_of(local(start).date()).isoformat()}


def offer(pages: Pages, asked: Looking, query: Mapping[str, str]) -> dict[str, Any]:
    """What the page of free times shows: a week of them, the first one, those near a missed one."""
    found = asked.times(pages.backend)
    first = found[0] if found else None
    today = local(pages.backend.now).date()
    monday = monday_of(day_in(query, "week") or (local(first.start).date() if first else today))
    gone = start_in(query.get("missed", ""))
    offices = finding.offices(pages.backend, asked.service.tenant)
    return {
        "asked": asked,
        "service": asked.service,
        "speak": asked.speak or ANY,
        "languages_spoken": [(tag, name) for tag, name in ENDONYMS.items() if tag != EASY_FINNISH],
        "week": week_of(found, max(monday, monday_of(today))),
        "first": first,
        "missed": gone[0] if gone else None,
        "near": near(found, gone[0]) if gone else (),
        "office_names": {office.id: office for office in offices},
        "written": written,
        "monday_of": _monday,
        "one_week": timedelta(days=7),
    }


def hold_one(
    pages: Pages, asked: Looking, start: datetime, office: str, moves: str | None = None
) -> Held:
    """Keep a start with whoever can give it. Refused: taken when nobody can any more."""
    day = local(start).date()
    found = asked.times_between(pages.backend, day, day)
    for time in fairest(found, start, office):
        try:
            return hold(
                pages.backend, CLIENT, asked.service.tenant, asked.service.id, asked.channel, time,
                moves=moves, minutes=pages.options.hold_minutes,
            )  # fmt: skip
        except Refused as refusal:
            if refusal.code not in MISSED:
                raise
    raise taken()


def draft_for(asked: Looking, kept: Held, language: str, begun: int, moves: str = "") -> Draft:
    """A draft for a time that has just been kept."""
    return Draft(
        tenant=asked.service.tenant,
        service=asked.service.id,
        channel=asked.channel.value,
        office=asked.office.slug if asked.office is not None else "",
        speak=asked.speak or ANY,
        language=language,
        start=to_ms(kept.time.start),
        place=kept.time.office,
        begun=begun,
        held=kept.token,
        moves=moves,
    )


def _being_changed(pages: Pages, token: str, tenant: str) -> Draft | None:
    """The draft that gets another time, if there is one."""
    try:
        old = draft_of(pages.backend, token)
    except Refused:
        return None
    return None if old.made or old.moves or old.tenant != tenant else old


def _kept_start(pages: Pages, token: str, tenant: str) -> datetime | None:
    """The time that is kept for a draft already; it isn't among the free ones."""
    old = _being_changed(pages, token, tenant)
    try:
        return held(pages.backend, old.held).time.start if old is not None else None
    except Refused:
        return None


def _carried(old: Draft, new: Draft) -> Draft:
    """The new choice with what was typed for the old one."""
    return replace(
        new,
        language=old.language,
        begun=old.begun,
        name=old.name,
        email=old.email,
        phone=old.phone,
        identity_code=old.identity_code,
        protected=old.protected,
        answers=old.answers if old.service == new.service else {},
    )


def _monday(moment: datetime) -> date:
    return monday_of(local(moment).date())
