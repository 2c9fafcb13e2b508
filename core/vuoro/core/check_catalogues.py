"""Check catalogues against the Finnish original: ``python -m vuoro.core.check_catalogues FILES``.

For translators and for tests. Without files it looks at every ``texts`` folder below the current
one. It exits with 1 where something is wrong; what is only worth a second look does not count.
"""

import re
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import polib

from vuoro.core.languages import EASY_FINNISH, ENDONYMS, FINNISH, MAIN
from vuoro.core.plural_forms import PLURAL_FORMS, PluralForms, plural_forms
from vuoro.core.text_check import fields, wrong_with

_MUCH_LONGER = 1.6
_SHORT = 8
"""Texts that are longer by fewer characters than this are not told: they are short."""


def problems(file: Path) -> Iterator[str]:
    """Sentences about what is wrong in a catalogue; its original is ``fi.po`` beside it."""
    if file.stem not in ENDONYMS:
        yield f"{file.stem} is none of the languages of visitors: {', '.join(ENDONYMS)}"
        return
    own, finnish = _read(file), _keyed(_read(_original(file)))
    yield from _header(own.metadata, file.stem)
    yield from _keys([entry.msgid for entry in own if not entry.obsolete], list(finnish))
    forms = plural_forms(PLURAL_FORMS[file.stem])
    for key, entry in _keyed(own).items():
        if key in finnish:
            found = _entry(entry, finnish[key], file.stem, forms)
            yield from (f"{key}: {each}" for each in found)


def second_looks(file: Path) -> Iterator[str]:
    """What a translator should look at once more."""
    own, finnish = _keyed(_read(file)), _keyed(_read(_original(file)))
    for key in own:
        for text, original in zip(_texts(own[key]), _texts(finnish[key]), strict=False):
            if len(text) > max(_MUCH_LONGER * len(original), len(original) + _SHORT):
                yield f"{key}: {len(text)} characters, {len(original)} in Finnish: does it fit?"
            if text == original and _has_words(text) and file.stem != EASY_FINNISH:
                yield f"{key}: the same words as in Finnish"


def unchecked(file: Path) -> int:
    """How many entries nobody has checked (``#, fuzzy``)."""
    return sum(entry.fuzzy for entry in _keyed(_read(file)).values())


def main(arguments: list[str]) -> int:
    """Tell about the files, or about every catalogue below this folder; 1 if one is wrong."""
    files = list(map(Path, arguments)) or sorted(Path().glob("*/vuoro/**/texts/*.po"))
    results = [_tell(file) for file in files]
    return 0 if all(results) else 1


def _tell(file: Path) -> bool:
    found = list(problems(file))
    for sentence in found:
        print(f"{file}: {sentence}")
    if found:
        return False
    for sentence in () if file.stem in MAIN else second_looks(file):
        print(f"{file}: look again: {sentence}")
    print(f"{file}: good; nobody has checked {unchecked(file)} of its entries")
    return True


def _header(found: Mapping[str, str], language: str) -> Iterator[str]:
    for field, wanted in (
        ("Language", language),
        ("MIME-Version", "1.0"),
        ("Content-Type", "text/plain; charset=UTF-8"),
        ("Content-Transfer-Encoding", "8bit"),
        ("Plural-Forms", PLURAL_FORMS[language]),
    ):
        if found.get(field) != wanted:
            yield f"header: {field} is {found.get(field)!r}, not {wanted!r}"


def _keys(own: list[str], finnish: list[str]) -> Iterator[str]:
    yield from (f"{key}: is there twice" for key in sorted(set(own)) if own.count(key) > 1)
    if missing := [key for key in finnish if key not in own]:
        yield f"{len(missing)} keys are missing: {', '.join(missing)}"
    yield from (f"{key}: is no key of the Finnish file" for key in own if key not in finnish)
    if sorted(own) == sorted(finnish) and own != finnish:
        first = next(mine for mine, theirs in zip(own, finnish, strict=True) if mine != theirs)
        yield f"{first}: from here on the keys are not in the order of the Finnish file"


def _entry(
    own: polib.POEntry, finnish: polib.POEntry, language: str, forms: PluralForms
) -> Iterator[str]:
    if bool(own.msgid_plural) != bool(finnish.msgid_plural):
        yield "has plural forms in one of the two languages only"
        return
    if own.msgid_plural and sorted(own.msgstr_plural) != list(range(forms.count)):
        yield f"has {len(own.msgstr_plural)} plural forms; this language has {forms.count}"
        return
    wanted = fields("".join(_texts(finnish)))
    for form, text in enumerate(_texts(own)):
        says_it_itself = bool(own.msgid_plural) and forms.single(form)
        yield from wrong_with(text, language, wanted, {"n"} if says_it_itself else set())


def _original(file: Path) -> Path:
    return file.with_name(f"{FINNISH}.po")


def _read(file: Path) -> polib.POFile:
    return polib.pofile(file.read_text("utf-8"))


def _keyed(catalogue: polib.POFile) -> Mapping[str, polib.POEntry]:
    return {entry.msgid: entry for entry in catalogue if not entry.obsolete}


def _texts(entry: polib.POEntry) -> list[str]:
    """Its text, or its plural forms in order."""
    plural = entry.msgstr_plural
    return [plural[form] for form in sorted(plural)] if plural else [entry.msgstr]


def _has_words(text: str) -> bool:
    return any(map(str.isalpha, re.sub("{.*?}", "", text)))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
