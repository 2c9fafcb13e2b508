"""What can be wrong with one translated text, whatever its language."""

import re
import string
import unicodedata
from collections.abc import Iterator, Set

_FORMATTER = string.Formatter()
_SPACES = "".join(map(chr, (0x20, 0xA0, 0x2009, 0x202F)))
_DOUBLE_SPACE = re.compile(f"[{_SPACES}]{{2}}")
_OPENING = "\u2066\u2067\u2068"
_CLOSING = "\u2069"
_EMBEDDINGS = re.compile("[\u202a-\u202e]")
_OTHER_INVISIBLE = re.compile("[\u00ad\u2028\u2029\u2060\ufeff]")


_ARABIC_LETTERS = {"\u0643": "\u06a9", "\u064a": "\u06cc", "\u0649": "\u06cc"}
"""Kaf and yeh as Arabic writes them, and as Persian and Kurdish do (Unicode, chapter 9.2)."""
_PERSO_ARABIC = frozenset({"fa", "ckb"})
_WORD = re.compile(r"[^\W\d_]+")


def wrong_with(
    text: str, language: str, wanted: Set[str], optional: Set[str] = frozenset()
) -> Iterator[str]:
    """What is wrong with a text that must fill in ``wanted`` and may leave out ``optional``."""
    if not text.strip():
        yield "is empty"
        return
    try:
        found = fields(text)
    except ValueError as error:
        yield f"its braces do not match: {error}"
        return
    yield from (f"lacks {{{field}}}" for field in sorted(wanted - optional - found))
    yield from (f"has {{{field}}}, unlike the Finnish text" for field in sorted(found - wanted))
    yield from _writing(text)
    yield from _letters(text, language)
    yield from _marks(text)


def fields(text: str) -> set[str]:
    """The names in braces; ValueError where a brace has no partner."""
    return {name for _, name, _, _ in _FORMATTER.parse(text) if name is not None}


def _writing(text: str) -> Iterator[str]:
    if text != text.strip():
        yield "begins or ends with a space"
    if _DOUBLE_SPACE.search(text):
        yield "has two spaces in a row"
    if "..." in text:
        yield "has three full stops; the sign is …"
    if text != unicodedata.normalize("NFC", text):
        yield "is not in Unicode's composed form (NFC)"
    if any(each.isdecimal() and not each.isascii() for each in text):
        yield "has other digits than 0123456789, which board and slip show"


def _letters(text: str, language: str) -> Iterator[str]:
    """Letters that look right and are others: a search and a voice stumble over them."""
    for word in _WORD.findall(re.sub("{.*?}", " ", text)):
        scripts = {unicodedata.name(each).partition(" ")[0] for each in word}
        if {"LATIN", "CYRILLIC"} <= scripts:
            yield f"mixes Latin and Cyrillic letters in {word}"
    for arabic, own in _ARABIC_LETTERS.items() if language in _PERSO_ARABIC else ():
        if arabic in text:
            yield f"has the Arabic letter {arabic} (U+{ord(arabic):04X}) where {own} belongs"


def _marks(text: str) -> Iterator[str]:
    """Direction marks (Unicode UAX #9): isolates in pairs, no embeddings or overrides."""
    if _EMBEDDINGS.search(text):
        yield "has an embedding or override of direction; isolates (U+2066 to U+2069) do not leak"
    if _OTHER_INVISIBLE.search(text):
        yield "has an invisible character (soft hyphen, line separator, word joiner or BOM)"
    depth = 0
    for each in text:
        depth += (each in _OPENING) - (each in _CLOSING)
        if depth < 0:
            break
    if depth:
        yield "has an isolate of direction that is not closed, or closed without being opened"
