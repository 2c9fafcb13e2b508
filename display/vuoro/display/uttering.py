"""The sounds of a call: chime and sentences, made ahead where that can be."""

from collections.abc import Iterable

from vuoro.display.spoken import Utterance
from vuoro.hardware.sound import NotSpoken, RememberingVoice, chime
from vuoro.hardware.sound.joining import joined

CLAUSE_PAUSE = 0.12
"""Seconds between the number and the counter, as at a comma."""
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


def after_chime(sentence: bytes) -> bytes:
    """Chime and sentence as one sound: no player has to be started between them."""
    return joined((chime(), sentence), (CHIME_PAUSE,))


def _sentence(sounds: Iterable[bytes]) -> bytes:
    sounds = tuple(sounds)
    return joined(sounds, (CLAUSE_PAUSE,) * (len(sounds) - 1))
