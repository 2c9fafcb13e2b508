"""How what is written sounds: numbers, times and units as people say them."""

import re

from vuoro.core.catalogue import Catalogue
from vuoro.core.number_words import say_number

_QUEUE_NUMBER = re.compile(r"\b[A-Z]{1,2} ?/? ?\d{3}\b")
_RANGE = re.compile(r"\b(\d+)–(\d+)\b")
_CLOCK = re.compile(r"(?<![\d.])(\d{1,2})[.:](\d{2})(?![\d.]*\d)")
_MINUTES = re.compile(r"\b(\d+) (?:min|мин|хв)\b\.?")
_SECONDS = re.compile(r"\b(\d+) (?:s|\u0441)\b\.?")

_UNHEARD = str.maketrans({"\u00a0": " ", "\u2068": None, "\u2069": None})
"""Spaces that don't break, and the marks around words of another direction."""


def sounding(text: str, words: Catalogue) -> str:
    """The text with its numbers as they are said; empty where it sounds as it is written."""
    said = text.translate(_UNHEARD)
    said = _QUEUE_NUMBER.sub(lambda found: number_said(found[0], words.language), said)
    said = _MINUTES.sub(lambda found: words.text("speech.minutes", n=found[1]), said)
    said = _SECONDS.sub(lambda found: words.text("speech.seconds", n=found[1]), said)
    said = _RANGE.sub(lambda found: words.text("speech.range", low=found[1], high=found[2]), said)
    said = _CLOCK.sub(_clock_said, said).replace(" · ", ". ").replace("…", "")
    return "" if said == text else said


def number_said(number: str, language: str) -> str:
    """A queue number: ``A017`` as "A, seventeen"; its characters where a language has no words."""
    bare = number.replace(" ", "").replace("/", "")
    try:
        return say_number(bare, language)
    except KeyError:
        return spelled(bare)


def spelled(code: str) -> str:
    """Character by character, with a rest wherever it is written in groups."""
    return ", ".join(" ".join(group) for group in code.split("-"))


def _clock_said(found: re.Match[str]) -> str:
    hour, minute = int(found[1]), found[2]
    return (
        str(hour) if minute == "00" else f"{hour} {' '.join(minute) if minute < '10' else minute}"
    )
