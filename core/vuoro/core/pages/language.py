"""Which language a reader gets a page in: chosen now, chosen before, else what is suggested."""

from starlette.requests import Request

from vuoro.core.languages import FINNISH, MAIN, Language

PAGE_LANGUAGES: tuple[Language, ...] = MAIN
COOKIE = "vuoro_language"


def wanted_language(request: Request, otherwise: str = FINNISH) -> Language:
    """What the reader chose now (``?lang=sv``) or before (cookie), else the other, else Finnish."""
    asked = (request.query_params.get("lang"), request.cookies.get(COOKIE), otherwise)
    return next((Language(tag) for tag in asked if tag in PAGE_LANGUAGES), FINNISH)


def browser_language(request: Request) -> Language:
    """The first language of the browser that pages exist in, else Finnish (RFC 9110, 12.5.4)."""
    ranges = [part.partition(";") for part in request.headers.get("accept-language", "").split(",")]
    weighed = [(_weight(rest), tag.strip().lower()) for tag, _, rest in ranges]
    for weight, tag in sorted(weighed, key=lambda each: -each[0]):
        language = Language(tag.partition("-")[0])
        if weight > 0 and language in PAGE_LANGUAGES:
            return language
    return FINNISH


def _weight(parameters: str) -> float:
    name, _, value = parameters.strip().partition("=")
    try:
        return float(value) if name.strip() == "q" else 1.0
    except ValueError:
        return 0.0
