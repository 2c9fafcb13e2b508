"""Makes the phone pages: one frame for all of them, in the reader's language and direction.

They set no cookies: the language chosen is in the address.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from starlette.requests import Request
from starlette.responses import HTMLResponse

from vuoro.core.catalogue import Catalogue, catalogue
from vuoro.core.languages import ENDONYMS, MAIN, Language, right_to_left
from vuoro.core.pages.assets import Assets
from vuoro.core.pages.shell import SAFE_HEADERS, templates_of
from vuoro.core.phone import PACKAGE

OFFERED: tuple[str, ...] = MAIN
"""Where no office says otherwise."""


def phone_words(language: str) -> Catalogue:
    """The words of the phone pages."""
    return catalogue(PACKAGE, language)


def language_of(request: Request, offered: Sequence[str], otherwise: str = "") -> Language:
    """What was chosen in the address, else the other, else the browser's, else the first."""
    asked = (request.query_params.get("lang", ""), otherwise, *_of_browser(request))
    return Language(next((tag for tag in asked if tag in offered), offered[0]))


@dataclass(frozen=True)
class PhonePages:
    """The templates of some packages after our own, with the words of the phone pages."""

    assets: Assets
    packages: tuple[str, ...] = ()

    def page(
        self,
        request: Request,
        template: str,
        language: str,
        *,
        offered: Sequence[str] = OFFERED,
        status: int = 200,
        **values: Any,
    ) -> HTMLResponse:
        """A page; ``offered`` are the languages that it can be changed to."""
        words = phone_words(language)
        body = (
            templates_of((PACKAGE, *self.packages))
            .get_template(template)
            .render(
                t=words.text,
                n=words.count,
                language=language,
                direction="rtl" if right_to_left(language) else "ltr",
                languages=[(tag, ENDONYMS[Language(tag)], _direction(tag)) for tag in offered],
                static=f"/static/{self.assets.stamp}",
                logo=self.assets.logo,
                **values,
            )
        )
        return HTMLResponse(body, status, SAFE_HEADERS)


def _direction(tag: str) -> str:
    return "rtl" if right_to_left(tag) else "ltr"


def _of_browser(request: Request) -> list[str]:
    """Accept-Language in the order it was sent; browsers send the best first (RFC 9110 12.5.4)."""
    ranges = request.headers.get("accept-language", "").split(",")
    tags = [each.partition(";")[0].strip().lower() for each in ranges]
    return [part for tag in tags for part in (tag, tag.partition("-")[0])]
