"""A booking found again by its code: the same words for every code that is none."""

from collections.abc import Mapping
from typing import Annotated

from fastapi import APIRouter, Depends
from starlette.requests import Request
from starlette.responses import Response

from vuoro.booking.backend import Refused
from vuoro.booking.domain.values import BookingView
from vuoro.booking.service import finding, reading, tries
from vuoro.booking.web.forms import form_of, source_of
from vuoro.booking.web.pages import Pages, go
from vuoro.core.booking_code import BookingCode, parse

Form = Annotated[Mapping[str, str], Depends(form_of)]


def routes(pages: Pages) -> APIRouter:
    """``/find``."""
    router = pages.router()

    @router.get("/find")
    def ask(request: Request) -> Response:
        return _page(pages, request)

    @router.post("/find")
    def look(request: Request, form: Form) -> Response:
        typed = form.get("code", "")[:64]
        code = parse(typed)
        if not isinstance(code, BookingCode):
            return _page(pages, request, 422, "form", typed)
        view = _found(pages, code, source_of(pages.backend, request))
        if view is None:
            return _page(pages, request, 404, "unknown", typed)
        return go(f"/b/{view.manage_token}")

    return router


def _page(
    pages: Pages, request: Request, status: int = 200, problem: str = "", typed: str = ""
) -> Response:
    """Where there is one area only, with its telephone numbers."""
    every = finding.areas(pages.backend)
    area = every[0] if len(every) == 1 else None
    return pages.show(request, "find.html", area, status=status, problem=problem, typed=typed)


def _found(pages: Pages, code: BookingCode, source: str) -> BookingView | None:
    """The booking of a code. Refused: locked_out after some wrong ones.

    Tries are counted before looking, for the code and for the network address each, and taken
    back when there is a booking: who knows one can't look for others by it.
    """
    backend = pages.backend
    counted = [
        backend.vault.client_index("", "find-code", code.text),
        backend.vault.client_index("", "find-address", source),
    ]
    for each in counted:
        tries.count(backend, each)
    for area in finding.areas(backend):
        try:
            view = reading.by_code(backend, area.id, code.text)
        except Refused:
            continue
        with backend.begin() as work:
            for each in sorted(counted):
                tries.take_back(work, each)
        return view
    return None
