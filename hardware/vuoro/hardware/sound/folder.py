"""A speaker that writes down what it plays: the simulator that ships."""

import json
from collections.abc import Mapping
from pathlib import Path

from vuoro.core.clock import Clock
from vuoro.hardware.sound.speaker import Hush, PlayerFailed
from vuoro.hardware.sound.wav import seconds

PLAYED = "played.jsonl"
STOPPED = "stopped.jsonl"


class FolderSpeaker:
    """Writes each sound as a numbered WAV file, and takes as long as the sound does.

    ``played.jsonl`` has a line for each: ``n``, ``file``, ``seconds`` (its length), ``at`` (the
    wall clock, ISO 8601, UTC) and ``mono`` (seconds), so that a test can see that none overlap.
    ``stopped.jsonl`` has one for each that was ended before: ``n``, ``asked`` and ``mono``, the
    seconds at which that was asked for and done.
    """

    def __init__(self, folder: Path, clock: Clock) -> None:
        self._folder = folder
        self._clock = clock
        self._hush = Hush()
        self._asked = 0.0

    def play(self, wav: bytes) -> None:
        length, began = seconds(wav), self._hush.begin()
        if self._hush.closed:
            return
        try:
            number = self._write(wav, length)
            if self._hush.pause(length, began):
                self._write_stop(number)
        except OSError as error:
            raise PlayerFailed(f"the sound can't be written: {error.strerror}") from error

    def stop(self) -> None:
        self._asked = self._clock.mono()
        self._hush.stop()

    def close(self) -> None:
        self._asked = self._clock.mono()
        self._hush.close()

    def _write(self, wav: bytes, length: float) -> int:
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
        self._add(PLAYED, line)
        return number

    def _write_stop(self, number: int) -> None:
        asked, mono = round(self._asked, 3), round(self._clock.mono(), 3)
        self._add(STOPPED, {"n": number, "asked": asked, "mono": mono})

    def _add(self, file: str, line: Mapping[str, object]) -> None:
        with (self._folder / file).open("a", encoding="utf-8") as lines:
            lines.write(json.dumps(line) + "\n")

    def _next_number(self) -> int:
        numbers = (int(file.stem) for file in self._folder.glob("*.wav") if file.stem.isdecimal())
        return max(numbers, default=0) + 1
