"""Hands and ears: keys into the keypad's pipe, and what comes out of the headset."""

import json
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from vuoro.hardware.keypads.keys import NavKey
from vuoro.hardware.sound.wav import seconds
from vuoro.lobby.tour.failing import Failed, wait_for

SAME_KEY = 0.6
"""A finger doesn't press the same key again sooner."""
_MOST_MOVES = 90
_TRIES, _SOON, _PATIENCE = 3, 5.0, 25.0


@dataclass(frozen=True, slots=True)
class Line:
    """Something said: when it began (monotonic seconds), in which language, and its sound."""

    mono: float
    language: str
    text: str
    output: str
    private: bool
    wav: str


@dataclass
class Visitor:
    """Somebody at the keypad. ``pressed`` is what they did, with the moment of it."""

    keypad: Path
    transcript: Path
    mono: Callable[[], float] = time.monotonic
    pressed: list[tuple[float, NavKey]] = field(default_factory=list)
    came: int = 0
    """How much had been said before this visitor came."""

    def heard(self) -> list[Line]:
        """Everything that was said until now."""
        if not self.transcript.exists():
            return []
        lines = self.transcript.read_text(encoding="utf-8").splitlines()
        return [_line(json.loads(line)) for line in lines]

    def begin(self) -> None:
        """What was said to others before is none of this visitor's business."""
        self.pressed.clear()
        self.came = len(self.heard())

    def mine(self) -> list[Line]:
        """What was said since this visitor came."""
        return self.heard()[self.came :]

    def press(self, key: NavKey) -> None:
        """Press a key, no faster than a finger does."""
        if self.pressed and self.pressed[-1][1] is key:
            time.sleep(max(0.0, self.pressed[-1][0] + SAME_KEY - self.mono()))
        self.pressed.append((self.mono(), key))
        with self.keypad.open("a", encoding="utf-8") as pipe:
            pipe.write(json.dumps({"key": key.value}) + "\n")

    def hears(self, text: str, since: int, patience: float = 25.0) -> Line:
        """The first line with these words after so many of them. Raises Failed."""
        return wait_for(
            f"somebody says {text!r}",
            lambda: next((line for line in self.heard()[since:] if text in line.text), None),
            patience,
        )

    def press_and_hear(self, key: NavKey) -> Line:
        """Press a key, again where nothing answers; the first words then. Raises Failed."""
        before = len(self.heard())
        for _ in range(_TRIES - 1):
            self.press(key)
            with suppress(Failed):
                return self._next_word(before, _SOON)
        self.press(key)
        return self._next_word(before, _PATIENCE)

    def _next_word(self, before: int, patience: float) -> Line:
        said = "an answer to a key"
        return wait_for(said, lambda: next(iter(self.heard()[before:]), None), patience)

    def go_to(self, text: str) -> Line:
        """Go on until these words are said. Raises Failed."""
        said = []
        for _ in range(_MOST_MOVES):
            line = self.press_and_hear(NavKey.NEXT)
            if line.text.startswith(text):
                return line
            said.append(line.text)
        raise Failed(f"{text!r} is nowhere among {said}")

    def choose(self, text: str) -> int:
        """Go to something and choose it; how much had been said before."""
        if not self._waits_for(text):
            self.go_to(text)
        before = len(self.heard())
        self.press(NavKey.CHOOSE)
        return before

    def listen(self) -> None:
        """Wait until nothing is being said any more."""
        wait_for("the kiosk has finished", self._is_quiet, 90.0)

    def _waits_for(self, text: str) -> bool:
        """Listen to what a screen has to say; whether its last words are these."""

        def over() -> bool:
            return self.heard()[-1].text.startswith(text) or self._is_quiet()

        wait_for("the kiosk has finished", over, 90.0)
        return self.heard()[-1].text.startswith(text)

    def _is_quiet(self) -> bool:
        last, key = self.heard()[-1], self.pressed[-1][0]
        length = seconds(Path(last.wav).read_bytes()) if last.wav else 1.0
        return self.mono() > max(last.mono + length, key) + 1.0


def _line(told: dict[str, Any]) -> Line:
    return Line(
        told["mono"], told["language"], told["text"], told["output"], told["private"], told["wav"]
    )
