"""The frame of every page: template, words, language choice and the headers that keep it safe."""

from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse

from vuoro.core.languages import ENDONYMS, Language
from vuoro.desk.assets import Assets
from vuoro.desk.words import COOKIE, PAGE_LANGUAGES, page_words

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
    """Makes pages from templates."""

    def __init__(self, assets: Assets) -> None:
        self._assets = assets
        self._templates = Environment(
            loader=PackageLoader("vuoro.desk"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )

    def page(
        self,
        request: Request,
        template: str,
        language: Language,
        *,
        status: int = 200,
        **values: Any,
    ) -> HTMLResponse:
        """A page in a language; remembers the language if the reader has just chosen it."""
        words = page_words(language)
        body = self._templates.get_template(template).render(
            t=words.text,
            n=words.count,
            language=language,
            languages=[(tag, ENDONYMS[tag]) for tag in PAGE_LANGUAGES],
            static=f"/static/{self._assets.stamp}",
            logo=self._assets.logo,
            **values,
        )
        answer = HTMLResponse(body, status, SAFE_HEADERS)
        if request.query_params.get("lang") == language:
            answer.set_cookie(COOKIE, language, max_age=_YEAR, samesite="lax", httponly=True)
        return answer
