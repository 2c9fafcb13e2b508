"""Languages of visitors, and texts in several of them."""

from collections.abc import Mapping
from typing import NewType

Language = NewType("Language", str)
"""A BCP 47 tag in lower case, such as ``fi`` or ``se``."""

FINNISH = Language("fi")
SWEDISH = Language("sv")
ENGLISH = Language("en")

MAIN = (FINNISH, SWEDISH, ENGLISH)
"""Languages whose words people have checked: on by default, and those of staff."""

EASY_FINNISH = Language("fi-simple")
"""Selkokieli; the subtag is IANA's for simplified language (RFC 5646)."""

ENDONYMS: Mapping[Language, str] = {
    FINNISH: "Suomi",
    SWEDISH: "Svenska",
    ENGLISH: "English",
    EASY_FINNISH: "Selkosuomi",
    Language("ru"): "Русский",
    Language("uk"): "Українська",
    Language("et"): "Eesti",
    Language("ar"): "العربية",
    Language("so"): "Soomaali",
    Language("fa"): "فارسی",
    Language("ckb"): "کوردیی ناوەندی",
    Language("vi"): "Tiếng Việt",
    Language("zh"): "中文",
    Language("th"): "ไทย",
    Language("se"): "Davvisámegiella",
}
"""Every language of visitors, as its own speakers call it (CLDR)."""

_RIGHT_TO_LEFT = frozenset({"ar", "fa", "ckb"})

Text = Mapping[str, str]
"""The same words in several languages: tag to words."""


def in_language(text: Text, language: str) -> str:
    """The words in this language, else in the nearest that has them; never empty-handed.

    An empty mapping gives an empty string.
    """
    for tag in (language, *fallbacks(language), FINNISH, ENGLISH):
        if tag in text:
            return text[tag]
    return next(iter(text.values()), "")


def second_language(language: str) -> Language:
    """The language of the short second line: Finnish, or Swedish for those who read Finnish."""
    return SWEDISH if language == FINNISH else FINNISH


def right_to_left(language: str) -> bool:
    """Whether it is written from right to left."""
    return language in _RIGHT_TO_LEFT


def fallbacks(language: str) -> tuple[Language, ...]:
    """Where words are looked for that a language doesn't have: the nearest first."""
    return (FINNISH,) if language in (FINNISH, EASY_FINNISH, "se") else (ENGLISH, FINNISH)
