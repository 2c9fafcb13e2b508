"""A speaker that writes down what it plays: the simulator that ships."""

import json
from pathlib import Path

from vuoro.core.clock import Clock
from vuoro.hardware.sound.speaker import Closing, PlayerFailed
from vuoro.hardware.sound.wav import seconds

_LIST = "played.jsonl"


class FolderSpeaker:
    """Writes each sound as a numbered WAV file, and takes as long as the sound does.

    ``played.jsonl`` has a line for each: ``n``, ``file``, ``seconds`` (its length), ``at`` (the
    wall clock, ISO 8601, UTC) and ``mono`` (seconds), so that a test can see that none overlap.
    """

    def __init__(self, folder: Path, clock: Clock) -> None:
        self._folder = folder
        self._clock = clock
        self._closing = Closing()

    def play(self, wav: bytes) -> None:
        length = seconds(wav)
        if self._closing.closed:
            return
        try:
            self._write(wav, length)
        except OSError as error:
            raise PlayerFailed(f"the sound can't be written: {error.strerror}") from error
        self._closing.pause(length)

    def close(self) -> None:
        self._closing.close()

    def _write(self, wav: bytes, length: float) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        number = self._next_number()
        name = f"{number:04}.wav"
        (self._folder / name).write_bytes(wav)
        line = {
            "n": number,
            "file": name,
            "seconds": round(length, 3),
            "at": self._clock.now().isoformat(),
            "mono": round(self._clock.mono(), 3),
        }
        with (self._folder / _LIST).open("a", encoding="utf-8") as played:
            played.write(json.dumps(line) + "\n")

    def _next_number(self) -> int:
        numbers = (int(file.stem) for file in self._folder.glob("*.wav") if file.stem.isdecimal())
        return max(numbers, default=0) + 1
