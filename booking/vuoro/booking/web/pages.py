"""The frame of the client pages: words, look, ways forward, and who may send a form."""

import logging
from collections.abc import Callable, Coroutine, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode, urlsplit

from fastapi import APIRouter
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from markupsafe import Markup
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from vuoro.booking import moments
from vuoro.booking.backend import Backend, Refused
from vuoro.booking.domain.values import AreaView, OfficeView
from vuoro.booking.service.finding import offices
from vuoro.booking.web.options import PageOptions
from vuoro.booking.web.readers import languages_anywhere, languages_of
from vuoro.booking.web.wording import trouble_key
from vuoro.core import booking_code
from vuoro.core.catalogue import Catalogue, catalogue
from vuoro.core.languages import Language, Text, in_language, nearest
from vuoro.core.pages.assets import Assets
from vuoro.core.pages.language import PAGE_LANGUAGES, browser_language, direction, wanted_language
from vuoro.core.pages.shell import SAFE_HEADERS, Shell

PACKAGE = "vuoro.booking.web"
_log = logging.getLogger(__name__)
Handler = Callable[[Request], Coroutine[Any, Any, Response]]


def page_words(language: str) -> Catalogue:
    """The words of the client pages."""
    return catalogue(PACKAGE, language)


@dataclass(frozen=True)
class Pages:
    """What every page of the clients stands on."""

    backend: Backend
    shell: Shell
    options: PageOptions

    @classmethod
    def over(cls, backend: Backend, assets: Assets, options: PageOptions) -> "Pages":
        """The pages of a backend."""
        shell = Shell(assets, page_words, PACKAGE)
        shell.templates.filters.update(
            name=named,
            plain=in_language,
            direction=direction,
            day=moments.day,
            short_day=moments.short_day,
            weekday=moments.weekday,
            clock=moments.clock,
            span=moments.span,
            at=moments.day_and_clock,
            capital=moments.capital,
            code=booking_code.grouped,
            tel=lambda number: "".join(sign for sign in number if sign in "+0123456789"),
        )
        return cls(backend, shell, options)

    def show(
        self,
        request: Request,
        template: str,
        area: AreaView | None = None,
        *,
        suggested: str = "",
        status: int = 200,
        public: bool = False,
        **values: Any,
    ) -> Response:
        """A page, in the language the reader chose, else the suggested, else the browser's.

        ``public``: search engines may know it.
        """
        known = offices(self.backend, area.id) if area is not None else []
        among = self._among(known)
        language = language_of(request, suggested, among)
        page = self.shell.page(
            request,
            template,
            language,
            offered=among if known else _links(language),
            status=status,
            area=area,
            helpers=[office for office in known if office.phone],
            query=lambda **changes: _query(request, changes),
            public=public,
            **values,
        )
        if public:
            del page.headers["X-Robots-Tag"]
        return page

    def trouble(
        self, request: Request, status: int, code: str = "", retry_after: int = 0
    ) -> Response:
        """A page about what went wrong, with ways forward. Needs no database."""
        language = language_of(request, "", self._among([]))
        page = self.shell.page(
            request,
            "trouble.html",
            language,
            offered=_links(language),
            status=status,
            area=None,
            helpers=[],
            query=lambda **changes: _query(request, changes),
            public=False,
            key=trouble_key(status, code),
            minutes=-(-retry_after // 60),
        )
        if retry_after:
            page.headers["Retry-After"] = str(retry_after)
        return page

    def language(self, request: Request, tenant: str, suggested: str = "") -> Language:
        """The language that somebody reads the pages of an area in."""
        return language_of(request, suggested, self._among(offices(self.backend, tenant)))

    def _among(self, known: Sequence[OfficeView]) -> tuple[Language, ...]:
        unchecked_too = self.options.unchecked_translations
        if not known:
            return languages_anywhere(unchecked_too)
        return languages_of(tuple(office.languages for office in known), unchecked_too)

    def router(self) -> APIRouter:
        """A router whose refusals and failures are pages, and whose forms come from our pages."""
        pages = self

        class PageRoute(APIRoute):
            def get_route_handler(self) -> Handler:
                return pages._guarded(super().get_route_handler())

        return APIRouter(route_class=PageRoute, include_in_schema=False)

    def _guarded(self, handler: Handler) -> Handler:
        async def handle(request: Request) -> Response:
            if request.method == "POST" and not from_our_pages(request):
                return self.trouble(request, 403)
            try:
                return await handler(request)
            except Refused as refusal:
                return self.trouble(request, refusal.status, refusal.code, refusal.retry_after or 0)
            except RequestValidationError:
                return self.trouble(request, 404)
            except HTTPException as error:
                return self.trouble(request, error.status_code)
            except Exception:
                # The path may carry the secret of a link, so only the route's pattern is logged.
                _log.exception(
                    "page_failed", extra={"route": getattr(request.scope.get("route"), "path", "")}
                )
                return self.trouble(request, 500)

        return handle


def language_of(request: Request, suggested: str, among: Sequence[Language]) -> Language:
    """The language of a page; what is suggested counts where it is one of those."""
    otherwise = suggested if suggested in among else browser_language(request, among)
    return wanted_language(request, otherwise, among)


def _links(language: Language) -> tuple[Language, ...]:
    """What a page that belongs to no area can be changed to, besides the one it is in."""
    return PAGE_LANGUAGES if language in PAGE_LANGUAGES else (*PAGE_LANGUAGES, language)


def named(text: Text, language: str) -> str:
    """A text in the language of a page, or in the nearest, marked as such for voices and bidi."""
    words, found = in_language(text, language), nearest(text, language)
    if found in (language, ""):
        return words
    tag = Markup('<bdi lang="{}" dir="{}">{}</bdi>')
    return tag.format(found, direction(found), words)


def go(where: str, **query: str) -> Response:
    """To another page with GET, so that going back or loading anew sends nothing twice."""
    asked = urlencode({key: value for key, value in query.items() if value})
    return RedirectResponse(f"{where}?{asked}" if asked else where, 303, SAFE_HEADERS)


def from_our_pages(request: Request) -> bool:
    """Whether a form was sent by a page of this site.

    Browsers say so themselves (Fetch Metadata, W3C); over plain HTTP some only tell the Origin,
    which is ``null`` here because our pages send no referrer. Programs send neither.
    """
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        return site in ("same-origin", "none")
    origin = request.headers.get("origin", "null")
    return origin == "null" or urlsplit(origin).netloc == request.headers.get("host")


def _query(request: Request, changes: dict[str, str]) -> str:
    """The query of this page with some values changed; an empty one is dropped."""
    asked = {**request.query_params, **changes}
    return "?" + urlencode({key: value for key, value in asked.items() if value})
