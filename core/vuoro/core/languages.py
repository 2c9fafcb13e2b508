"""Languages of visitors, and texts in several of them."""

from collections.abc import Collection, Iterable, Mapping
from itertools import chain
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

_SAME = {"prs": "fa", "ku-arab-iq": "ckb", "ku-arab-ir": "ckb", "sme": "se"}
"""Other tags of the same words: Dari is Persian (RFC 5646 registry), Kurdish in Arabic script in
Iraq and Iran is Sorani."""

_NEIGHBOURS = {"da": "sv", "nb": "sv", "nn": "sv", "no": "sv"}
"""Languages whose readers understand one of ours."""

Text = Mapping[str, str]
"""The same words in several languages: tag to words."""


def in_language(text: Text, language: str) -> str:
    """The words in this language, else in the nearest that has them; never empty-handed.

    An empty mapping gives an empty string.
    """
    return text.get(nearest(text, language), "")


def nearest(text: Text, language: str) -> str:
    """The language in which ``in_language`` finds words; empty for no words at all."""
    wanted = (language, *fallbacks(language), FINNISH, ENGLISH)
    return next((tag for tag in (*wanted, *text) if tag in text), "")


def second_language(language: str) -> Language:
    """The language of the short second line: Finnish, or Swedish for those who read Finnish."""
    return SWEDISH if language in (FINNISH, EASY_FINNISH) else FINNISH


def right_to_left(language: str) -> bool:
    """Whether it is written from right to left."""
    return language in _RIGHT_TO_LEFT


def as_written(code: str, language: str) -> str:
    """A code or telephone number in a text of this language, in its own order.

    Between Arabic words ``7777-M2XD`` and ``+358 3 000`` would be turned round (UAX #9, rule N1).
    """
    return f"\u2066{code}\u2069" if right_to_left(language) else code


def understood(tags: Iterable[str], among: Collection[str]) -> Language | None:
    """The first language that somebody who reads these (BCP 47 tags, best first) gets; None: none.

    Looked up by the tag or its beginning (RFC 4647, 3.4); only then by neighbours, so that a Dane
    who also reads English gets English, and another one Swedish.
    """
    wanted = [tag.strip().lower() for tag in tags]
    exact = (_SAME.get(part, part) for tag in wanted for part in _beginnings(tag))
    near = (_NEIGHBOURS[part] for tag in wanted for part in _beginnings(tag) if part in _NEIGHBOURS)
    return next((Language(tag) for tag in chain(exact, near) if tag in among), None)


def _beginnings(tag: str) -> list[str]:
    """``zh-hant-tw``, ``zh-hant``, ``zh``."""
    parts = tag.split("-")
    return ["-".join(parts[:count]) for count in range(len(parts), 0, -1)]


def fallbacks(language: str) -> tuple[Language, ...]:
    """Where words are looked for that a language doesn't have: the nearest first."""
    return (FINNISH,) if language in (FINNISH, EASY_FINNISH, "se") else (ENGLISH, FINNISH)
