"""Recordings of a person: the voice of languages that no program speaks.

A folder LANGUAGE has WAV files and an ``index.toml`` that says what is spoken in each::

    speaker = "Name, date, licence"

    [phrases]
    "miiska" = "miiska.wav"
    "toddoba iyo toban" = "17.wav"
    "A" = "letter-a.wav"

Any text is spoken whose every word is in one of the phrases, longest first; digits are looked for
as number words. A compound such as "čiežalogi" may be put together from phrases too, but never
from single letters.
"""

import logging
import re
import tomllib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import msgspec

from vuoro.core.number_words import SPOKEN, number_words
from vuoro.hardware.sound.finishing import finished
from vuoro.hardware.sound.joining import joined
from vuoro.hardware.sound.voice import WORDS_A_MINUTE, NotSpoken, WhyNotSpoken
from vuoro.hardware.sound.wav import BadWav

log = logging.getLogger(__name__)

INDEX = "index.toml"
PAUSE = ","
_BETWEEN_WORDS, _AT_COMMAS = 0.05, 0.25
"""Seconds of silence."""


class Index(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What ``index.toml`` says."""

    phrases: dict[str, str]
    speaker: str = ""


@dataclass(frozen=True, slots=True)
class Recorded:
    """The phrases of one language, plain as ``plain`` makes them, and their files."""

    files: Mapping[str, Path] = field(default_factory=dict)


class RecordedVoice:
    """Speaks the languages that ``folder`` has recordings of, always at their own rate."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._known: dict[str, Recorded] = {}

    def speaks(self, language: str) -> bool:
        return bool(self._recorded(language).files)

    def say(self, text: str, language: str, rate: int = WORDS_A_MINUTE) -> bytes | NotSpoken:
        recorded = self._recorded(language)
        pieces = spelled(plain(text, language), tuple(recorded.files))
        if not pieces:
            return NotSpoken(WhyNotSpoken.NO_VOICE)
        try:
            return finished(_spoken(pieces, recorded))
        except (OSError, BadWav) as error:
            log.warning("a recording of %s can't be used: %s", language, error)
            return NotSpoken(WhyNotSpoken.FAILED)

    def _recorded(self, language: str) -> Recorded:
        tag = language.lower()
        if tag not in self._known:
            safe = tag.replace("-", "").isalnum()
            self._known[tag] = _load(self._folder / tag, tag) if safe else Recorded()
        return self._known[tag]


def plain(text: str, language: str) -> str:
    """Small letters, digits as words, and a comma with spaces around it for each pause."""
    if language in SPOKEN:
        text = re.sub(r"\d+", lambda found: f" {_in_words(found[0], language)} ", text)
    letters = unicodedata.normalize("NFC", text).casefold()
    words = " ".join("".join(_kept(letter) for letter in letters).split())
    return re.sub(rf"(?: ?{PAUSE} ?)+", f" {PAUSE} ", words).strip(f"{PAUSE} ")


def spelled(words: str, phrases: tuple[str, ...]) -> tuple[str, ...]:
    """The fewest phrases that make up the words, with the pauses; none where words are missing."""
    ends: list[tuple[str, ...] | None] = [None] * len(words) + [()]
    for at in reversed(range(len(words))):
        if words[at] == " ":
            ends[at] = ends[at + 1]
            continue
        pieces = (PAUSE,) if words[at] == PAUSE else phrases
        found = [
            (piece, *after)
            for piece in pieces
            if _fits(words, at, piece) and (after := ends[at + len(piece)]) is not None
        ]
        ends[at] = min(found, key=len, default=None)
    return ends[0] or ()


def _fits(words: str, at: int, phrase: str) -> bool:
    if not words.startswith(phrase, at):
        return False
    around = words[max(at - 1, 0) : at] + words[at + len(phrase) : at + len(phrase) + 1]
    return len(phrase) > 1 or not phrase.isascii() or not around.strip(f"{PAUSE} ")


def _in_words(digits: str, language: str) -> str:
    if len(digits) <= 3:
        return number_words(int(digits), language)
    return " ".join(number_words(int(digit), language) for digit in digits)


def _kept(letter: str) -> str:
    if letter.isalnum() or unicodedata.category(letter).startswith("M"):
        return letter
    if letter in ",.;:!?،؛؟。，、！？":  # noqa: RUF001
        return PAUSE
    return "" if letter in "'’ʼ" else " "  # noqa: RUF001


def _load(folder: Path, language: str) -> Recorded:
    file = folder / INDEX
    if not file.is_file():
        return Recorded()
    try:
        index = msgspec.convert(tomllib.loads(file.read_text("utf-8")), Index)
    except (OSError, ValueError, msgspec.ValidationError) as error:
        log.warning("recordings: %s can't be used: %s", file, error)
        return Recorded()
    phrases = {plain(phrase, language): folder / name for phrase, name in index.phrases.items()}
    lost = sorted(path.name for path in phrases.values() if not path.is_file())
    if lost:
        log.warning("recordings: %s names files that are not there: %s", file, ", ".join(lost))
    return Recorded({phrase: path for phrase, path in phrases.items() if path.is_file()})


def _spoken(pieces: tuple[str, ...], recorded: Recorded) -> bytes:
    """Raises OSError, BadWav."""
    sounds: list[bytes] = []
    pauses: list[float] = []
    for piece in pieces:
        if piece != PAUSE:
            sound = finished(recorded.files[piece].read_bytes())
            if isinstance(sound, NotSpoken):
                raise BadWav(f"{recorded.files[piece].name} is no sound")
            sounds.append(sound)
            pauses.append(_BETWEEN_WORDS)
        elif pauses:
            pauses[-1] = _AT_COMMAS
    return joined(sounds, pauses)
