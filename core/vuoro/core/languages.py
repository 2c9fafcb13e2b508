"""Languages of visitors, and texts in several of them."""

from collections.abc import Mapping
from typing import NewType

Language = NewType("Language", str)
"""A BCP 47 tag in lower case, such as ``fi`` or ``se``."""

FINNISH = Language("fi")
SWEDISH = Language("sv")
ENGLISH = Language("en")

ENDONYMS: Mapping[Language, str] = {
    FINNISH: "Suomi",
    SWEDISH: "Svenska",
    ENGLISH: "English",
}

Text = Mapping[str, str]
"""The same words in several languages: tag to words."""


def in_language(text: Text, language: str) -> str:
    """The words in this language, else in Finnish, else in whichever there is; never empty-handed.

    An empty mapping gives an empty string.
    """
    for tag in (language, FINNISH, ENGLISH):
        if tag in text:
            return text[tag]
    return next(iter(text.values()), "")


def second_language(language: str) -> Language:
    """The language of the short second line: Finnish, or Swedish for those who read Finnish."""
    return SWEDISH if language == FINNISH else FINNISH
