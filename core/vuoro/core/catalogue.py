"""Catalogues: the words of a part, one gettext file per language.

A part keeps ``texts/fi.po`` beside its code. Keys (``home.title``) are msgids, so that Weblate can
host the files as monolingual gettext (docs/translating.md). What a language lacks is said in the
nearest language that has it.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib import resources
from typing import Any, TypeVar

import polib

from vuoro.core.languages import FINNISH, fallbacks
from vuoro.core.plural_forms import PLURAL_FORMS, PluralForms, plural_forms

SHOW_MISSING = "VUORO_SHOW_MISSING"
"""An environment variable: 1 puts ⟦brackets⟧ round words that stand in for missing ones."""

W = TypeVar("W")


@dataclass(frozen=True, slots=True)
class Plural:
    """Words for a number of things: ``forms`` in the order of CLDR, and which goes with what."""

    forms: tuple[str, ...]
    rule: PluralForms

    def of(self, number: int) -> str:
        """The form for so many."""
        return self.forms[self.rule.form(number)]


@dataclass(frozen=True)
class Catalogue:
    """The words of one part in one language; KeyError tells which key has none.

    ``missing`` are keys that another language stands in for, ``unchecked`` those whose words nobody
    has checked (*fuzzy* in the file).
    """

    language: str
    words: Mapping[str, str]
    plurals: Mapping[str, Plural]
    package: str = ""
    missing: frozenset[str] = frozenset()
    unchecked: frozenset[str] = frozenset()

    @property
    def checked(self) -> bool:
        """Whether a person has checked all of it."""
        return not self.missing and not self.unchecked

    def text(self, key: str, **values: Any) -> str:
        """The words behind a key, with ``{name}`` filled in."""
        words = self._find(self.words, key)
        return self._fill(key, words, values) if values else words

    def count(self, key: str, number: int, **values: Any) -> str:
        """The words behind a key for so many of a thing; ``{n}`` is the number."""
        plural = self._find(self.plurals, key)
        return self._fill(key, plural.of(number), {"n": number} | values)

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
    """The words of a package (``vuoro.kiosk``) in a language, completed by its nearest ones."""
    own = _file(package, language)
    words, plurals = dict(own.words), dict(own.plurals)
    missing: set[str] = set()
    for tag in fallbacks(language):
        other = _file(package, tag)
        missing |= (other.words.keys() - words.keys()) | (other.plurals.keys() - plurals.keys())
        words = {key: _stand_in(text) for key, text in other.words.items()} | words
        plurals = {key: _plural_stand_in(each) for key, each in other.plurals.items()} | plurals
    return replace(own, words=words, plurals=plurals, missing=frozenset(missing))


@cache
def _file(package: str, language: str) -> Catalogue:
    """What a language's own file says, without empty entries; nothing where there is no file."""
    file = resources.files(package).joinpath("texts", f"{language}.po")
    if not file.is_file():
        return Catalogue(language, {}, {}, package)
    read = polib.pofile(file.read_text("utf-8"))
    entries = [entry for entry in read if not entry.obsolete]
    rule = plural_forms(read.metadata.get("Plural-Forms") or PLURAL_FORMS[FINNISH])
    forms = {
        entry.msgid: tuple(entry.msgstr_plural[each] for each in sorted(entry.msgstr_plural))
        for entry in entries
        if entry.msgid_plural
    }
    return Catalogue(
        language=language,
        words={entry.msgid: entry.msgstr for entry in entries if entry.msgstr},
        plurals={key: Plural(each, rule) for key, each in forms.items() if all(each)},
        package=package,
        unchecked=frozenset(entry.msgid for entry in entries if entry.fuzzy),
    )


def _stand_in(text: str) -> str:
    """Words of another language, marked where somebody wants to see that."""
    return f"⟦{text}⟧" if os.environ.get(SHOW_MISSING) == "1" else text


def _plural_stand_in(plural: Plural) -> Plural:
    return replace(plural, forms=tuple(map(_stand_in, plural.forms)))
