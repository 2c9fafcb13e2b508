"""The frame of every page: template, words, language choice and the headers that keep it safe."""

from collections.abc import Callable, Sequence
from functools import cache
from typing import Any

from jinja2 import ChoiceLoader, Environment, PackageLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse

from vuoro.core.catalogue import Catalogue
from vuoro.core.languages import ENDONYMS, Language
from vuoro.core.pages.assets import Assets
from vuoro.core.pages.language import COOKIE, PAGE_LANGUAGES, direction

_YEAR = 365 * 24 * 3600
_POLICY = (
    "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; "
    "object-src 'none'; require-trusted-types-for 'script'"
)
SAFE_HEADERS = {
    "Content-Security-Policy": _POLICY,
    "X-Frame-Options": "DENY",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cache-Control": "no-store",
    "X-Robots-Tag": "noindex, nofollow",
}


class Shell:
    """Makes pages from the templates of some packages, in the words of a catalogue."""

    def __init__(
        self, assets: Assets, words: Callable[[Language], Catalogue], *packages: str
    ) -> None:
        """``packages`` keep ``templates`` folders; the first one that has a template gives it."""
        self._assets, self._words = assets, words
        self.templates = templates_of(packages)

    def page(
        self,
        request: Request,
        template: str,
        language: Language,
        *,
        offered: Sequence[Language] = PAGE_LANGUAGES,
        status: int = 200,
        **values: Any,
    ) -> HTMLResponse:
        """A page in a language; remembers the language if the reader has just chosen it.

        ``offered`` are the languages it can be changed to.
        """
        words = self._words(language)
        body = self.templates.get_template(template).render(
            t=words.text,
            n=words.count,
            language=language,
            direction=direction(language),
            languages=[(tag, ENDONYMS[tag]) for tag in offered],
            static=f"/static/{self._assets.stamp}",
            logo=self._assets.logo,
            **values,
        )
        answer = HTMLResponse(body, status, SAFE_HEADERS)
        if request.query_params.get("lang") == language:
            answer.set_cookie(COOKIE, language, max_age=_YEAR, samesite="lax", httponly=True)
        return answer


@cache
def templates_of(packages: tuple[str, ...]) -> Environment:
    """Compiled once per process, however many applications it makes."""
    return Environment(
        loader=ChoiceLoader([PackageLoader(package) for package in packages]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
