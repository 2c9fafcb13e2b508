"""The words of the pages, for templates and for scripts."""

from collections.abc import Mapping

from starlette.requests import Request

from vuoro.core.catalogue import Catalogue, catalogue
from vuoro.core.languages import ENDONYMS, FINNISH, Language

PACKAGE = "vuoro.desk"
PAGE_LANGUAGES: tuple[Language, ...] = tuple(ENDONYMS)
COOKIE = "vuoro_language"


def page_words(language: Language) -> Catalogue:
    """The words of all pages in one language."""
    return catalogue(PACKAGE, language)


def words_of(language: Language) -> Mapping[str, str | tuple[str, str]]:
    """The same for scripts: key to words, or to singular and plural."""
    known = page_words(language)
    return {**known.words, **known.plurals}


def wanted_language(request: Request, otherwise: str = FINNISH) -> Language:
    """What the reader chose now (``?lang=sv``) or before (cookie), else the other, else Finnish."""
    asked = (request.query_params.get("lang"), request.cookies.get(COOKIE), otherwise)
    return next((Language(tag) for tag in asked if tag in PAGE_LANGUAGES), FINNISH)
