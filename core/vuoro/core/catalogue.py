"""Catalogues: the words of a part, one gettext file per language.

A part keeps ``texts/fi.po`` beside its code. Keys (``home.title``) are msgids, so that Weblate can host the files as
monolingual gettext. Plurals follow the file's own ``Plural-Forms``, simplified to *one* and *other*, which is the rule
of Finnish, Swedish and English (CLDR).
"""

from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

import polib

from vuoro.core.languages import FINNISH


@dataclass(frozen=True)
class Catalogue:
    """The words of one part in one language."""

    language: str
    words: dict[str, str]
    plurals: dict[str, tuple[str, str]]

    def text(self, key: str, **values: Any) -> str:
        """The words behind a key, with ``{name}`` filled in. KeyError for an unknown key."""
        words = self.words[key]
        return words.format(**values) if values else words

    def count(self, key: str, number: int, **values: Any) -> str:
        """The words behind a key for so many of a thing; ``{n}`` is the number."""
        one, other = self.plurals[key]
        return (one if number == 1 else other).format(n=number, **values)


@cache
def catalogue(package: str, language: str) -> Catalogue:
    """The words of a package (``vuoro.kiosk``) in a language; Finnish where the language has no file."""
    folder = resources.files(package).joinpath("texts")
    file = folder.joinpath(f"{language}.po")
    if not file.is_file():
        file = folder.joinpath(f"{FINNISH}.po")
    entries = polib.pofile(file.read_text(encoding="utf-8"))
    return Catalogue(
        language=language,
        words={entry.msgid: entry.msgstr for entry in entries if not entry.msgid_plural},
        plurals={
            entry.msgid: (entry.msgstr_plural[0], entry.msgstr_plural[1])
            for entry in entries
            if entry.msgid_plural
        },
    )
