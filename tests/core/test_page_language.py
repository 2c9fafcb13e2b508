"""Which language a page comes in."""

import pytest
from starlette.requests import Request

from vuoro.core.pages.language import browser_language, wanted_language


def asking(query: str = "", cookie: str = "", accept: str = "") -> Request:
    headers = [(b"cookie", cookie.encode()), (b"accept-language", accept.encode())]
    return Request({"type": "http", "query_string": query.encode(), "headers": headers})


@pytest.mark.parametrize(
    ("request_", "language"),
    [
        (asking(), "fi"),
        (asking("lang=sv"), "sv"),
        (asking("lang=sv", "vuoro_language=en"), "sv"),
        (asking("", "vuoro_language=sv"), "sv"),
        (asking("lang=xx", "vuoro_language=sv"), "sv"),
        (asking("lang=xx", "vuoro_language=<script>"), "en"),
    ],
)
def test_the_reader_gets_the_language_chosen_now_else_before_else_as_suggested(
    request_: Request, language: str
) -> None:
    suggested = "en" if "script" in request_.headers["cookie"] else "fi"
    assert wanted_language(request_, suggested) == language


@pytest.mark.parametrize(
    ("accept", "language"),
    [
        ("", "fi"),
        ("sv-FI,sv;q=0.9,en;q=0.8", "sv"),
        ("de, en;q=0.3, sv;q=0.7", "sv"),
        ("en;q=0, de", "fi"),
        ("EN-us", "en"),
        ("en;q=high, sv;q=0.1", "sv"),
        (",,;;=", "fi"),
    ],
)
def test_a_first_visit_follows_the_browser(accept: str, language: str) -> None:
    assert browser_language(asking(accept=accept)) == language
