"""The board as the waiting room sees it."""

import json
from dataclasses import dataclass
from pathlib import Path

from vuoro.lobby.tour.failing import Failed, wait_for

TURN_SECONDS = 60.0
"""Each call stays at least ten seconds, so several at once take a while."""


@dataclass(frozen=True, slots=True)
class OnBoard:
    """What the board says it shows."""

    scene: str
    newest: tuple[str, str] | None
    """Number and counter."""
    numbers: tuple[str, ...]
    waiting: str
    link: str
    texts: tuple[str, ...]


class Board:
    """The display's window, by the map that it writes of what has been painted."""

    def __init__(self, screen_map: Path) -> None:
        self._map = screen_map

    def shown(self) -> OnBoard | None:
        """What is on it now; None before the first picture."""
        try:
            told = json.loads(self._map.read_text(encoding="utf-8"))
        except FileNotFoundError:
            return None
        calls = [told["newest"], *told["previous"], *told["history"]]
        newest = told["newest"]
        return OnBoard(
            told["screen"],
            (newest["number"], newest["counter"]) if newest else None,
            tuple(call["number"] for call in calls if call),
            told["waiting"],
            told["link"],
            tuple(told["texts"]),
        )

    def await_newest(self, number: str, counter: str) -> None:
        """Wait until a call is the newest."""
        self._await(f"the board shows {number} to {counter}", newest=(number, counter))

    def await_number(self, number: str) -> None:
        """Wait until a number is somewhere on it."""
        wait_for(
            f"the board shows {number}",
            lambda: (shown := self.shown()) is not None and number in shown.numbers,
            TURN_SECONDS,
        )

    def await_link(self, state: str) -> None:
        """Wait until it says that the lobby service is ``lost`` or ``up``."""
        self._await(f"the board's link is {state}", link=state)

    def await_scene(self, scene: str) -> None:
        """Wait for ``calls``, ``welcome``, ``locked`` or ``closed``."""
        self._await(f"the board shows {scene}", scene=scene)

    def _await(self, what: str, **wanted: object) -> None:
        def look() -> bool:
            shown = self.shown()
            return shown is not None and all(
                getattr(shown, name) == value for name, value in wanted.items()
            )

        try:
            wait_for(what, look, TURN_SECONDS)
        except Failed as failed:
            raise Failed(f"{failed}; it shows {self.shown()}") from None
