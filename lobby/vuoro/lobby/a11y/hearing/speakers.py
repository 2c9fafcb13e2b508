"""Other speakers than the product's: they say every number that it could have been.

A recording is compared with a woman's voice of espeak-ng, faster and higher than the product's, or
in Finnish with the recordings of a person (festival's suopuhe-lj), as another program puts them
together.
"""

import subprocess
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal

from vuoro.hardware.sound.arabic import Vowels

SpeakerName = Literal["espeak", "festival"]
_VOICES: Mapping[str, str] = {"en": "en-gb", "fi-simple": "fi", "zh": "cmn-latn-pinyin"}
_VARIANT, _SPEED, _PITCH = "+f2", 165, 62
_TIMEOUT = 20.0
_vowels = Vowels()
_FESTIVAL = (
    "(voice_suo_fi_lj_diphone)\n(define (say text file)\n"
    "  (let ((utt (eval (list 'Utterance 'Text text))))\n"
    '    (utt.synth utt)\n    (utt.save.wave utt file "riff")))\n'
)
_FESTIVAL_TIMEOUT = 600.0


def voiced(speaker: SpeakerName, texts: Sequence[str], language: str) -> list[bytes]:
    """Each text as WAV bytes. OSError and subprocess.SubprocessError where a program fails."""
    say: Mapping[SpeakerName, Callable[[Sequence[str], str], list[bytes]]] = {
        "espeak": lambda texts, language: [_espeak(text, language) for text in texts],
        "festival": _festival,
    }
    return say[speaker](texts, language)


@lru_cache(maxsize=4096)
def _espeak(text: str, language: str) -> bytes:
    voice = _VOICES.get(language, language) + _VARIANT
    command = ["espeak-ng", "-v", voice, "-s", str(_SPEED), "-p", str(_PITCH), "-z"]
    if language == "ar":
        text = _vowels(text)
    done = subprocess.run(
        [*command, "--stdin", "--stdout"],
        input=text.encode("utf-8"),
        capture_output=True,
        timeout=_TIMEOUT,
        check=True,
    )
    return done.stdout


def _festival(texts: Sequence[str], language: str) -> list[bytes]:
    """All at once: the program takes a second to begin. It reads Latin-1."""
    if language not in ("fi", "fi-simple"):
        raise ValueError("festival speaks Finnish only")
    with TemporaryDirectory() as temporary:
        folder = Path(temporary)
        script = folder / "say.scm"
        lines = (
            f'(say "{text.replace(chr(34), "")}" "{folder}/{place}.wav")\n'
            for place, text in enumerate(texts)
        )
        script.write_text(_FESTIVAL + "".join(lines), "latin-1", errors="replace")
        command = ["festival", "-b", str(script)]
        subprocess.run(command, capture_output=True, timeout=_FESTIVAL_TIMEOUT, check=True)
        return [(folder / f"{place}.wav").read_bytes() for place in range(len(texts))]
