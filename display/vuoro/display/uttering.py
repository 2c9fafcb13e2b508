"""The sounds of a call: chime and sentences, made ahead where that can be."""

from collections.abc import Iterable
from functools import cache

from vuoro.display.spoken import Utterance
from vuoro.hardware.sound import NotSpoken, RememberingVoice, chime
from vuoro.hardware.sound.joining import joined
from vuoro.hardware.sound.loudness import LOUDNESS_DBFS, louder
from vuoro.hardware.sound.wav import pcm

CLAUSE_PAUSE = 0.12
"""Seconds between the number and the counter, as at a comma."""
VOICES_RATE = 22_050
"""Moments a second of espeak-ng and most voices of Piper."""
CHIME_PAUSE = 0.03
"""Seconds between the chime, which has faded, and the voice."""


def known(voice: RememberingVoice, utterance: Utterance) -> bytes | None:
    """The sentence as WAV bytes, if all of it was spoken before."""
    clauses = [voice.known(clause, utterance.language) for clause in utterance.clauses]
    sounds = [clause for clause in clauses if clause is not None]
    return _sentence(sounds) if len(sounds) == len(utterance.clauses) else None


def spoken(voice: RememberingVoice, utterance: Utterance) -> bytes | NotSpoken:
    """The sentence as WAV bytes; it takes as long as the voice does."""
    sounds: list[bytes] = []
    for clause in utterance.clauses:
        sound = voice.say(clause, utterance.language)
        if isinstance(sound, NotSpoken):
            return sound
        sounds.append(sound)
    return _sentence(sounds)


def after_chime(sentence: bytes, loudness: float) -> bytes:
    """Chime and sentence as one sound: no player has to be started between them."""
    return joined((chime_at(loudness, pcm(sentence).rate), sentence), (CHIME_PAUSE,))


@cache
def chime_at(loudness: float, rate: int = VOICES_RATE) -> bytes:
    """The chime this loud, in dBFS, at the rate of a voice."""
    return louder(chime(rate), loudness - LOUDNESS_DBFS)


def _sentence(sounds: Iterable[bytes]) -> bytes:
    sounds = tuple(sounds)
    return joined(sounds, (CLAUSE_PAUSE,) * (len(sounds) - 1))
