"""The words of the pages: complete in every language, and exactly those that are used."""

import re
import string
from itertools import pairwise
from pathlib import Path

import pytest

from vuoro.core.catalogue import catalogue
from vuoro.core.pages.language import PAGE_LANGUAGES
from vuoro.desk.words import words_of

PART = Path(__file__).parents[2] / "desk/vuoro/desk"
SOURCES = [
    file.read_text("utf-8")
    for pattern in ("static/*/*.js", "templates/*.html")
    for file in sorted(PART.glob(pattern))
]
LITERAL = re.compile(r"""\b(?:text|count|textOr|t|n)\(\s*["']([a-z][\w.]*)["']""")
FIELDS = string.Formatter()


def fields(words: str | tuple[str, ...]) -> set[str]:
    one = words if isinstance(words, str) else words[1]
    return {name for _, name, _, _ in FIELDS.parse(one) if name}


def test_every_language_has_the_same_keys_with_the_same_values() -> None:
    for one, other in pairwise(map(words_of, PAGE_LANGUAGES)):
        assert one.keys() == other.keys()
        for key in one:
            assert fields(one[key]) == fields(other[key]), key


def test_every_key_that_a_page_names_has_words() -> None:
    named = {key for source in SOURCES for key in LITERAL.findall(source)}

    assert len(named) > 100
    assert named <= words_of(PAGE_LANGUAGES[0]).keys()


def test_no_words_are_left_over() -> None:
    everything = "\n".join(SOURCES)
    parts = (
        "printer.",
        "scanner.",
        "light.",
        "sound.",
        "button.",
        "tv.",
        "screen.",
        "part.",
        "host.",
    )
    built = (*re.findall(r"`(\w+\.)\$\{", everything), *parts)

    left = [
        key
        for key in words_of(PAGE_LANGUAGES[0])
        if f'"{key}"' not in everything and f"'{key}'" not in everything
        if not key.startswith(built)
    ]

    assert left == []


@pytest.mark.parametrize("language", PAGE_LANGUAGES)
def test_words_are_written_with_care(language: str) -> None:
    for key, words in catalogue("vuoro.desk", language).words.items():
        assert words == words.strip(), key
        assert "  " not in words, key
        assert "..." not in words, key


def test_scripts_and_styles_stay_small_and_run_nothing_inline() -> None:
    for file in [*PART.glob("static/*/*.js"), *PART.glob("static/css/*.css")]:
        assert file.read_text("utf-8").count("\n") < 250, file.name
    for file in PART.glob("templates/*.html"):
        page = file.read_text("utf-8")
        assert not re.search(r"<script(?![^>]*\bsrc=)|\bon\w+=|\bstyle=", page), file.name
