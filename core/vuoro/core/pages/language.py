"""Which language a reader gets a page in: chosen now, chosen before, else what is suggested."""

from collections.abc import Sequence

from starlette.requests import Request

from vuoro.core.languages import FINNISH, MAIN, Language, right_to_left, understood

PAGE_LANGUAGES: tuple[Language, ...] = MAIN
"""The languages of staff, and of visitors where nobody says otherwise."""
COOKIE = "vuoro_language"


def wanted_language(
    request: Request, otherwise: str = FINNISH, among: Sequence[str] = PAGE_LANGUAGES
) -> Language:
    """What the reader chose now (``?lang=sv``) or before (cookie), else the other, else Finnish."""
    asked = (request.query_params.get("lang"), request.cookies.get(COOKIE), otherwise)
    return next((Language(tag) for tag in asked if tag and tag in among), FINNISH)


def browser_language(request: Request, among: Sequence[str] = PAGE_LANGUAGES) -> Language:
    """What the browser's reader understands best, else Finnish (RFC 9110, 12.5.4)."""
    ranges = [part.partition(";") for part in request.headers.get("accept-language", "").split(",")]
    weighed = [(_weight(rest), tag) for tag, _, rest in ranges]
    best_first = sorted(weighed, key=lambda each: -each[0])
    return understood((tag for weight, tag in best_first if weight > 0), among) or FINNISH


def direction(language: str) -> str:
    """The value of ``dir`` in HTML."""
    return "rtl" if right_to_left(language) else "ltr"


def _weight(parameters: str) -> float:
    name, _, value = parameters.strip().partition("=")
    try:
        return float(value) if name.strip() == "q" else 1.0
    except ValueError:
        return 0.0
