"""The words of the clients' pages: complete in every language, and exactly those that are used."""

import itertools
import re
import string
from pathlib import Path

import pytest

from vuoro.booking.service.refusals import Invalid
from vuoro.booking.web.pages import page_words
from vuoro.booking.web.wording import _BY_CODE, trouble_key
from vuoro.core.identity_code import Reason
from vuoro.core.pages.language import PAGE_LANGUAGES

PART = Path(__file__).parents[3] / "booking/vuoro/booking/web"
TEMPLATES = {file.name: file.read_text("utf-8") for file in PART.glob("templates/*.html")}
LITERAL = re.compile(r"""["']([a-z][a-z_]*\.[a-z][\w.]*[a-z0-9])["']""")
MADE = ("problem.", "channel.", "details.identity_", "find.")
"""Beginnings of keys that are put together; the tests below make each of them."""
FIELDS = string.Formatter()


def every(language: str) -> dict[str, str]:
    words = page_words(language)
    return {**words.words, **{key: each.forms[-1] for key, each in words.plurals.items()}}


def fields(words: str) -> set[str]:
    return {name for _, name, _, _ in FIELDS.parse(words) if name}


def test_every_language_has_the_same_keys_with_the_same_values() -> None:
    for one, other in itertools.pairwise(map(every, PAGE_LANGUAGES)):
        assert one.keys() == other.keys()
        for key in one:
            assert fields(one[key]) == fields(other[key]), key


def test_pages_use_all_the_words_there_are_and_no_others() -> None:
    named = {key for page in TEMPLATES.values() for key in LITERAL.findall(page)}
    known = every("fi").keys()
    files = {key for key in named if key.endswith((".html", ".svg", ".css", ".js"))}

    assert named - files <= known
    left = {key for key in known - named if not key.startswith(MADE)}
    troubles = {trouble_key(status, code) for status in range(400, 600) for code in ("", *_BY_CODE)}
    titles = {f"trouble.{each}.{part}" for each in troubles for part in ("title", "detail")}
    assert left == {"details.yes", "details.no"} | titles


def test_every_problem_of_a_field_has_words() -> None:
    known = every("fi").keys()
    keys = [f"problem.identity_code.{reason.value}" for reason in Reason]
    codes = {
        "name": ("required", "too_long"),
        "contact": ("required",),
        "phone": ("required", "not_valid"),
        "email": ("required", "not_valid", "too_long"),
        "identity_code": ("required",),
        "text": ("required", "too_long", "identity_code"),
        "choice": ("required", "not_valid"),
    }
    keys += [f"problem.{field}.{code}" for field, each in codes.items() for code in each]
    made = {key for key in known if re.fullmatch(r"problem\.\w+\.\w+", key)}

    assert set(keys) == made
    assert Invalid.__doc__ is not None


@pytest.mark.parametrize(
    ("status", "code", "key"),
    [
        (404, "no_such_booking", "not_found"),
        (405, "", "not_found"),
        (410, "draft_over", "hold_over"),
        (409, "too_late", "too_late"),
        (409, "not_booked", "not_booked"),
        (429, "locked_out", "slow_down"),
        (429, "too_many_holds", "too_many_holds"),
        (403, "", "forbidden"),
        (409, "something", "not_possible"),
        (413, "too_long", "not_possible"),
        (500, "", "failed"),
        (503, "", "failed"),
    ],
)
def test_every_trouble_has_words(status: int, code: str, key: str) -> None:
    assert trouble_key(status, code) == key
    assert {f"trouble.{key}.title", f"trouble.{key}.detail"} <= every("fi").keys()


@pytest.mark.parametrize("language", PAGE_LANGUAGES)
def test_words_are_written_with_care(language: str) -> None:
    for key, words in every(language).items():
        assert words == words.strip(), key
        assert "  " not in words, key
        assert "..." not in words, key


def test_pages_run_nothing_inline_and_scripts_stay_small() -> None:
    for name, page in TEMPLATES.items():
        assert not re.search(r"<script(?![^>]*\bsrc=)|\bon\w+=|\bstyle=", page), name
    for file in PART.glob("static/client/*.js"):
        assert file.read_text("utf-8").count("\n") < 60, file.name
