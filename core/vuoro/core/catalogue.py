"""Catalogues: the words of a part, one gettext file per language.

A part keeps ``texts/fi.po`` beside its code. Keys (``home.title``) are msgids, so that Weblate can
host the files as monolingual gettext. Plurals follow the file's own ``Plural-Forms``, simplified to
*one* and *other*, which is the rule of Finnish, Swedish and English (CLDR).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any, TypeVar

import polib

from vuoro.core.languages import FINNISH

W = TypeVar("W")


@dataclass(frozen=True)
class Catalogue:
    """The words of one part in one language; KeyError tells which key has none."""

    language: str
    words: Mapping[str, str]
    plurals: Mapping[str, tuple[str, str]]
    package: str = ""

    def text(self, key: str, **values: Any) -> str:
        """The words behind a key, with ``{name}`` filled in."""
        words = self._find(self.words, key)
        return self._fill(key, words, values) if values else words

    def count(self, key: str, number: int, **values: Any) -> str:
        """The words behind a key for so many of a thing; ``{n}`` is the number."""
        one, other = self._find(self.plurals, key)
        return self._fill(key, one if number == 1 else other, {"n": number} | values)

    def _find(self, words: Mapping[str, W], key: str) -> W:
        try:
            return words[key]
        except KeyError:
            raise KeyError(f"no words for {key!r} in {self._name()}") from None

    def _fill(self, key: str, words: str, values: dict[str, Any]) -> str:
        try:
            return words.format(**values)
        except KeyError as error:
            raise KeyError(f"{key!r} in {self._name()} needs a value for {error}") from None

    def _name(self) -> str:
        return f"{self.package or 'a catalogue'}, language {self.language}"


@cache
def catalogue(package: str, language: str) -> Catalogue:
    """The words of a package (``vuoro.kiosk``) in a language; Finnish where it has no file.

    Words not translated yet (an empty or fuzzy entry) are not there.
    """
    folder = resources.files(package).joinpath("texts")
    file = folder.joinpath(f"{language}.po")
    if not file.is_file():
        file = folder.joinpath(f"{FINNISH}.po")
    entries = [entry for entry in polib.pofile(file.read_text("utf-8")) if entry.translated()]
    return Catalogue(
        language=language,
        words={entry.msgid: entry.msgstr for entry in entries if not entry.msgid_plural},
        plurals={
            entry.msgid: (entry.msgstr_plural[0], entry.msgstr_plural[1])
            for entry in entries
            if entry.msgid_plural
        },
        package=package,
    )
