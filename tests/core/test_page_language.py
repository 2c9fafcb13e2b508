"""Which language a page comes in."""

import pytest
from starlette.requests import Request

from vuoro.core.pages.language import browser_language, direction, wanted_language


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


OFFERED = ("fi", "sv", "en", "fi-simple", "ar", "fa", "ckb", "zh", "se", "ru")


@pytest.mark.parametrize(
    ("accept", "language"),
    [
        ("ar-SY, en;q=0.5", "ar"),
        ("zh-Hant-TW", "zh"),
        ("zh-CN,zh;q=0.9,en;q=0.8", "zh"),
        ("prs-AF, en;q=0.1", "fa"),
        ("fa-AF", "fa"),
        ("ckb-IQ", "ckb"),
        ("ku-Arab-IQ, ar;q=0.5", "ckb"),
        ("ku, tr;q=0.9, en;q=0.1", "en"),
        ("FI-SIMPLE", "fi-simple"),
        ("se-FI, fi;q=0.9", "se"),
        ("nb-NO, nb;q=0.9, en;q=0.5", "en"),
        ("nb-NO, nb;q=0.9, nn;q=0.8", "sv"),
        ("da", "sv"),
        ("vi", "fi"),
    ],
)
def test_browsers_name_languages_in_many_ways(accept: str, language: str) -> None:
    assert browser_language(asking(accept=accept), OFFERED) == language


def test_only_what_is_offered_can_be_chosen() -> None:
    assert wanted_language(asking("lang=ar", "vuoro_language=ru"), among=OFFERED) == "ar"
    assert wanted_language(asking("lang=vi", "vuoro_language=ru"), among=OFFERED) == "ru"
    assert wanted_language(asking("lang=ar", "vuoro_language=ru"), "sv") == "sv"


def test_pages_are_written_in_the_direction_of_their_language() -> None:
    assert [direction(tag) for tag in ("fi", "ar", "ckb", "zh")] == ["ltr", "rtl", "rtl", "ltr"]
