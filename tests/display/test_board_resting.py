"""The board tells whether numbers are on it: before they come, and not before they are gone."""

from dataclasses import replace
from pathlib import Path

from vuoro.core.at_rest import AtRest, resting_since
from vuoro.display.gallery import LOBBY, on
from vuoro.display.resting import Resting
from vuoro.display.scene import Scene

EMPTY = on(LOBBY)
CALLS = replace(EMPTY, scene=Scene.CALLS)


def test_numbers_are_told_of_before_they_are_shown(tmp_path: Path) -> None:
    told: list[bool] = []
    resting = Resting(
        AtRest("display", {"XDG_RUNTIME_DIR": str(tmp_path)}),
        lambda view: told.append(resting_since(tmp_path, "display") is not None),
    )
    resting.painted(EMPTY)
    resting.show(CALLS)
    assert told == [False]
    resting.painted(CALLS)
    resting.show(EMPTY)
    assert resting_since(tmp_path, "display") is None
    resting.painted(EMPTY)
    assert resting_since(tmp_path, "display") is not None
