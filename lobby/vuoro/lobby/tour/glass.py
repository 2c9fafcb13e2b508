"""The kiosk as a visitor has it before them: what it shows, and fingers on it."""

import json
import os
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from vuoro.lobby.tour.failing import PATIENCE_SECONDS, Failed, wait_for


@dataclass(frozen=True, slots=True)
class Shown:
    """What the kiosk says it shows: the screen's name, words, and what can be touched."""

    screen: str
    language: str
    texts: tuple[str, ...]
    targets: dict[str, dict[str, Any]]


class Glass:
    """The kiosk's window: the real pointer goes to where the kiosk says its buttons are."""

    def __init__(self, screen_map: Path, display: str, at: tuple[int, int]) -> None:
        self._map, self._at = screen_map, at
        self._environment = {**os.environ, "DISPLAY": display}

    def shown(self) -> Shown | None:
        """What is on it now; None before the first picture."""
        try:
            told = json.loads(self._map.read_text(encoding="utf-8"))
        except FileNotFoundError:
            return None
        targets = {target["name"]: target for target in told["targets"]}
        return Shown(told["screen"], told["language"], tuple(told["texts"]), targets)

    def await_screen(self, *names: str, seconds: float = PATIENCE_SECONDS) -> Shown:
        """The screen as soon as its name is one of these, or begins with one that ends in ``*``."""

        def look() -> Shown | None:
            shown = self.shown()
            return shown if shown is not None and _is_one_of(shown.screen, names) else None

        try:
            return wait_for(f"the kiosk shows {' or '.join(names)}", look, seconds)
        except Failed as failed:
            shown = self.shown()
            raise Failed(f"{failed}; it shows {shown.screen if shown else 'nothing'}") from None

    def await_language(self, language: str) -> None:
        """Wait until it speaks a language."""
        self.await_that(f"the kiosk speaks {language}", lambda shown: shown.language == language)

    def await_that(self, what: str, is_so: Callable[[Shown], bool]) -> Shown:
        """The screen as soon as something is so."""

        def look() -> Shown | None:
            shown = self.shown()
            return shown if shown is not None and is_so(shown) else None

        return wait_for(what, look)

    def touch(self, name: str, *, times: int = 1) -> None:
        """A finger on a button; ``times`` in quick succession."""
        shown = wait_for(f"the kiosk has a button {name}", lambda: self._with(name))
        target = shown.targets[name]
        x = self._at[0] + target["x"] + target["w"] // 2
        y = self._at[1] + target["y"] + target["h"] // 2
        clicks = ("click", "--repeat", str(times), "--delay", "90", "1")
        self._xdotool("mousemove", str(x), str(y), *clicks)

    def key_in(self, code: str) -> None:
        """Type a code on the keypad, each key once the one before has been taken."""
        for at, key in enumerate(code, start=1):
            self.touch(f"key-{key}")
            self._await_typed(at)

    def _await_typed(self, count: int) -> None:
        self.await_that(f"the keypad took {count} keys", lambda shown: _typed(shown) >= count)

    def place(self, process: int, x: int, y: int) -> None:
        """Put the window of a process somewhere on the screen."""
        found = wait_for("a window", lambda: self._windows(process), seconds=40)
        self._xdotool("windowmove", "--sync", found[-1], str(x), str(y))

    def _with(self, name: str) -> Shown | None:
        shown = self.shown()
        if shown is None or name not in shown.targets:
            return None
        return shown if shown.targets[name]["enabled"] else None

    def _windows(self, process: int) -> list[str] | None:
        command = ("xdotool", "search", "--onlyvisible", "--pid", str(process))
        done = subprocess.run(
            command, env=self._environment, capture_output=True, text=True, check=False
        )
        return done.stdout.split() or None

    def _xdotool(self, *words: str) -> None:
        subprocess.run(
            ("xdotool", *words), env=self._environment, check=True, capture_output=True, timeout=20
        )


def _is_one_of(screen: str, names: tuple[str, ...]) -> bool:
    return any(
        screen.startswith(name[:-1]) if name.endswith("*") else screen == name for name in names
    )


def _typed(shown: Shown) -> int:
    """How many places of the keypad are filled: dots, or single characters beside the keys."""
    return sum(1 for text in shown.texts if text == "•") + 1
