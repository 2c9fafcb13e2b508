"""Check-in on the visitor's own phone: plain pages that need neither script nor cookie.

The page token in the address says who is in (service/own_phone.py). What was typed is shown again
only where it is no identity code.
"""

import secrets
from collections.abc import Callable
from dataclasses import dataclass

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from vuoro.core import booking_code, identity_code
from vuoro.core.booking_code import BookingCode
from vuoro.core.identity_code import IdentityCode
from vuoro.core.languages import Language, in_language
from vuoro.core.pages.shell import SAFE_HEADERS
from vuoro.core.phone.forms import fields_of
from vuoro.core.phone.pages import PhonePages, language_of, phone_words
from vuoro.core.phone.shown import isolated
from vuoro.core.wire.common import DoorState
from vuoro.core.wire.kiosk import (
    ArrivalResult,
    CheckInBy,
    CheckInRequest,
    Outcome,
    TicketRequest,
)
from vuoro.queue.api.context import Here, context
from vuoro.queue.domain.phone_door import Visit
from vuoro.queue.reading import kiosk
from vuoro.queue.service.lobby import Refused

_OTHER_WAY = frozenset({Outcome.SEE_STAFF, Outcome.CLOSED, Outcome.LOCKED, Outcome.ALREADY_HERE})
"""After these a number is of no use."""


def routes(pages: PhonePages) -> APIRouter:
    """``/k/{code}`` and what is behind it."""
    router = APIRouter()

    @router.get("/k/{code}")
    async def enter(request: Request, code: str) -> Response:
        here = context(request)
        page = here.phones.enter(code)
        if isinstance(page, Refused):
            return _sorry(pages, request, here, page.code, page.status)
        return _go(f"/k/in/{page}", request.query_params.get("lang", ""))

    @router.get("/k/in/{page}")
    async def doors(request: Request, page: str) -> Response:
        asked = _asked(pages, request, page)
        return asked if isinstance(asked, Response) else asked.doors()

    @router.get("/k/in/{page}/appointment")
    async def appointment(request: Request, page: str) -> Response:
        asked = _asked(pages, request, page)
        return asked if isinstance(asked, Response) else asked.appointment()

    @router.post("/k/in/{page}/appointment")
    async def check_in(request: Request, page: str) -> Response:
        asked = _asked(pages, request, page)
        if isinstance(asked, Response):
            return asked
        fields = await fields_of(request)
        typed = _typed(fields)
        if isinstance(typed, str):
            return asked.appointment(typed, fields.get("booking_code", "")[:32])
        wanted = CheckInRequest(*typed, asked.language)
        key = fields.get("press", "")[:80]
        phones = asked.here.phones
        return asked.answer(await asked.here.writer.run(phones.check_in, asked.visit, wanted, key))

    @router.get("/k/in/{page}/number")
    async def services(request: Request, page: str) -> Response:
        asked = _asked(pages, request, page)
        return asked if isinstance(asked, Response) else asked.services()

    @router.post("/k/in/{page}/number")
    async def take(request: Request, page: str) -> Response:
        asked = _asked(pages, request, page)
        if isinstance(asked, Response):
            return asked
        fields = await fields_of(request)
        wanted = TicketRequest(fields.get("service", "")[:40], asked.language)
        take: Callable[..., ArrivalResult] = asked.here.phones.take_number
        key = fields.get("press", "")[:80]
        return asked.answer(await asked.here.writer.run(take, asked.visit, wanted, key))

    return router


@dataclass(frozen=True)
class _Asked:
    """A phone that is in, and the page it asks for."""

    pages: PhonePages
    request: Request
    here: Here
    visit: Visit
    base: str
    language: Language

    def doors(self) -> Response:
        return self._page("own_doors.html", n_left=self.here.phones.minutes_left(self.visit))

    def appointment(self, problem: str = "", typed: str = "") -> Response:
        return self._page(
            "own_appointment.html",
            status=422 if problem else 200,
            problem=problem,
            typed=typed,
            press=secrets.token_urlsafe(12),
        )

    def services(self) -> Response:
        frame = kiosk.frame(self.here.view, "", full=True)
        choices = [
            (
                choice.id,
                in_language(choice.name, self.language),
                in_language(choice.hint, self.language),
                choice.state is DoorState.OPEN,
            )
            for choice in frame.services
        ]
        return self._page("own_services.html", choices=choices, press=secrets.token_urlsafe(12))

    def answer(self, result: ArrivalResult) -> Response:
        """On to the page of the number, or why there is none and what to do."""
        if result.slip is not None:
            return _go(self.here.phones.page_of(self.visit), self.language)
        outcome = Outcome.CLOSED if result.outcome is Outcome.LOCKED else result.outcome
        if outcome is Outcome.BAD_PASS:
            outcome = Outcome.NO_MATCH
        words = phone_words(self.language)
        if outcome is Outcome.TOO_MANY_TRIES:
            detail = words.count("own.too_many_tries", result.retry_after or 60)
        elif outcome is Outcome.ALREADY_HERE:
            number = isolated(result.number.replace("/", " / "), words)
            detail = words.text("own.already_here", number=number)
        else:
            detail = words.text(f"own.{outcome.value}")
        return self._page(
            "own_sorry.html",
            status=429 if outcome is Outcome.TOO_MANY_TRIES else 409,
            title=words.text(f"own.{outcome.value}.title"),
            detail=detail,
            can_take=outcome not in _OTHER_WAY,
        )

    def _page(self, template: str, *, status: int = 200, **values: object) -> Response:
        return _page(
            self.pages, self.request, self.here, template, self.language,
            status=status, base=self.base, **values,
        )  # fmt: skip


def _asked(pages: PhonePages, request: Request, page: str) -> _Asked | Response:
    """Who asks, or the page that says that the time is over, or that there is a number already."""
    here = context(request)
    visit = here.phones.visit(page)
    if visit is None:
        return _sorry(pages, request, here, "expired", 410)
    language = language_of(request, here.view.office.languages)
    known = here.phones.page_of(visit)
    if known:
        return _go(known, language)
    return _Asked(pages, request, here, visit, f"/k/in/{page}", language)


def _typed(fields: dict[str, str]) -> tuple[CheckInBy, str] | str:
    """What to check in by, or the problem of what was typed. The identity code goes first."""
    identity, booking = fields.get("identity_code", ""), fields.get("booking_code", "")
    if identity.strip():
        parsed = identity_code.parse(identity)
        is_good = isinstance(parsed, IdentityCode)
        return (CheckInBy.IDENTITY_CODE, identity) if is_good else "bad_identity_code"
    if booking.strip():
        is_good = isinstance(booking_code.parse(booking), BookingCode)
        return (CheckInBy.BOOKING_CODE, booking) if is_good else "bad_booking_code"
    return "empty_code"


def _sorry(pages: PhonePages, request: Request, here: Here, code: str, status: int) -> Response:
    language = language_of(request, here.view.office.languages)
    words = phone_words(language)
    title, detail = words.text(f"own.{code}.title"), words.text(f"own.{code}")
    return _page(
        pages, request, here, "own_sorry.html", language,
        status=status, base="", title=title, detail=detail, can_take=False,
    )  # fmt: skip


def _page(
    pages: PhonePages,
    request: Request,
    here: Here,
    template: str,
    language: Language,
    *,
    status: int,
    **values: object,
) -> Response:
    office = here.view.office
    return pages.page(
        request, template, language,
        offered=office.languages, status=status, office=in_language(office.name, language),
        **values,
    )  # fmt: skip


def _go(path: str, language: str) -> Response:
    target = f"{path}?lang={language}" if language.replace("-", "").isalnum() else path
    return RedirectResponse(target, 303, SAFE_HEADERS)
