"""Makes the phone pages: one frame for all of them, in the reader's language and direction.

They set no cookies: the language chosen is in the address.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from starlette.requests import Request
from starlette.responses import HTMLResponse

from vuoro.core.catalogue import Catalogue, catalogue
from vuoro.core.languages import ENDONYMS, MAIN, Language
from vuoro.core.pages.assets import Assets
from vuoro.core.pages.language import browser_language, direction
from vuoro.core.pages.shell import SAFE_HEADERS, templates_of
from vuoro.core.phone import PACKAGE
from vuoro.core.phone.shown import with_codes

OFFERED: tuple[str, ...] = MAIN
"""Where no office says otherwise."""


def phone_words(language: str) -> Catalogue:
    """The words of the phone pages."""
    return catalogue(PACKAGE, language)


def language_of(request: Request, offered: Sequence[str], otherwise: str = "") -> Language:
    """What was chosen in the address, else the other, else the browser's, else the first."""
    asked = (request.query_params.get("lang", ""), otherwise, browser_language(request, offered))
    return Language(next((tag for tag in asked if tag in offered), offered[0]))


@dataclass(frozen=True)
class PhonePages:
    """Our templates in our words, with the files of whoever serves them."""

    assets: Assets

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
            templates_of((PACKAGE,))
            .get_template(template)
            .render(
                t=words.text,
                n=words.count,
                codes=with_codes,
                language=language,
                direction=direction(language),
                languages=[(tag, ENDONYMS[Language(tag)], direction(tag)) for tag in offered],
                static=f"/static/{self.assets.stamp}",
                logo=self.assets.logo,
                **values,
            )
        )
        return HTMLResponse(body, status, SAFE_HEADERS)
