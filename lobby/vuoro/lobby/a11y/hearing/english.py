"""A recogniser of English that has only ever heard people: pocketsphinx, and a grammar of numbers.

It is no relative of the voices it listens to. It hears nearly every number of a Piper voice and one
in three of espeak-ng, whose sound is too unlike a person's for a model that was trained on people.
"""

from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from vuoro.core.number_words import number_words
from vuoro.hardware.sound.wav import read_wav

if TYPE_CHECKING:
    from pocketsphinx import Decoder  # type: ignore[import-untyped]

RATE = 16_000
_ONES = "one | two | three | four | five | six | seven | eight | nine"
_TEENS = (
    "ten | eleven | twelve | thirteen | fourteen | fifteen | sixteen | seventeen | eighteen | "
    "nineteen"
)
_TENS = "twenty | thirty | forty | fifty | sixty | seventy | eighty | ninety"
_LETTERS = "a | b | c | d | e | f | g | h | j | k | l | m | n | o | p | q | r | s | t | u | v"
_GRAMMAR = f"""#JSGF V1.0;
grammar numbers;
<ones> = {_ONES};
<small> = <ones> | {_TEENS} | ({_TENS}) [<ones>];
<number> = <small> | <ones> hundred [and <small>];
<letter> = {_LETTERS};
public <ticket> = <letter> <number>;
"""


def heard_in_english(wav: bytes) -> str:
    """The number of a recording that says nothing else, as ``A017``; empty if none is heard.

    Raises BadWav.
    """
    decoder = _decoder()
    decoder.start_utt()
    decoder.process_raw(_at_16_khz(wav), full_utt=True)
    decoder.end_utt()
    heard = decoder.hyp()
    letter, _, words = (heard.hypstr if heard else "").partition(" ")
    number = _numbers().get(words)
    return "" if number is None else f"{letter.upper()}{number:03}"


@cache
def _numbers() -> dict[str, int]:
    return {number_words(number, "en").replace("-", " "): number for number in range(1000)}


@cache
def _decoder() -> "Decoder":
    from pocketsphinx import Decoder

    decoder = Decoder(samprate=RATE, lm=None, loglevel="FATAL")
    decoder.add_jsgf_string("numbers", _GRAMMAR)
    decoder.activate_search("numbers")
    return decoder


def _at_16_khz(wav: bytes) -> bytes:
    """With a little silence around, which the recogniser expects."""
    sound = read_wav(wav)
    mono = sound.samples.mean(axis=1)
    moments = np.arange(round(len(mono) * RATE / sound.rate)) * sound.rate / RATE
    resampled = np.interp(moments, np.arange(len(mono)), mono)
    rest = np.zeros(RATE // 4)
    whole = np.concatenate([rest, resampled, rest]) * 32_000
    return bytes(np.clip(whole, -32_000, 32_000).astype("<i2"))
