"""What was said, as lines of JSON with the sounds beside them: for tests and proofs."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Literal

from vuoro.core.clock import Clock

VARIABLE = "VUORO_TRANSCRIPT"
HIDDEN = "•"


class Transcript:
    """``{at, mono, language, text, output, private, wav}`` for each utterance as it begins.

    ``at`` is the wall clock (ISO 8601, UTC), ``mono`` seconds, ``wav`` a file in the folder of
    the same name with ``.sounds``. What is private is not written down: neither text nor sound.
    """

    def __init__(self, path: Path, clock: Clock) -> None:
        self._path, self._clock = path, clock
        self._sounds = path.with_name(path.name + ".sounds")
        self._count = 0

    def write(
        self,
        text: str,
        language: str,
        wav: bytes,
        *,
        output: Literal["headset", "loudspeaker"],
        private: bool = False,
    ) -> None:
        """Add a line. Raises OSError."""
        line = {
            "at": self._clock.now().isoformat(),
            "mono": round(self._clock.mono(), 3),
            "language": language,
            "text": HIDDEN if private else text,
            "output": output,
            "private": private,
            "wav": "" if private else self._kept(wav),
        }
        with self._path.open("a", encoding="utf-8") as lines:
            lines.write(json.dumps(line, ensure_ascii=False) + "\n")

    def _kept(self, wav: bytes) -> str:
        self._sounds.mkdir(parents=True, exist_ok=True)
        self._count += 1
        file = self._sounds / f"{self._count:04}.wav"
        file.write_bytes(wav)
        return str(file)


def transcript_of(environment: Mapping[str, str], clock: Clock) -> Transcript | None:
    """The transcript that the environment asks for."""
    path = environment.get(VARIABLE)
    return Transcript(Path(path), clock) if path else None
