"""The kiosk tells whether its glass shows anything of a visitor."""

from pathlib import Path

import pytest

from vuoro.core.at_rest import AtRest, resting_since
from vuoro.kiosk.flow.screens import Closed, Home, Languages, Locked, Lost, ShowCode
from vuoro.kiosk.flow.state import State
from vuoro.kiosk.resting import Resting


@pytest.mark.parametrize(
    ("screen", "camera", "rests"),
    [
        (Home(), False, True),
        (Closed(), False, True),
        (Closed(), True, True),
        (Locked(), False, True),
        (Lost(), False, True),
        (Home(), True, False),
        (Languages(Home()), False, False),
        (ShowCode(), False, False),
    ],
)
def test_only_screens_without_a_visitor_are_at_rest(
    tmp_path: Path, screen: object, camera: bool, rests: bool
) -> None:
    told = AtRest("kiosk", {"XDG_RUNTIME_DIR": str(tmp_path)})
    Resting(told, camera=camera).follow(State(screen=screen))  # type: ignore[arg-type]
    assert (resting_since(tmp_path, "kiosk") is not None) is rests


def test_the_moment_stays_for_as_long_as_it_rests(tmp_path: Path) -> None:
    told = AtRest("kiosk", {"XDG_RUNTIME_DIR": str(tmp_path)})
    told.tell(True)
    since = resting_since(tmp_path, "kiosk")
    told.tell(True)
    assert since is not None
    assert resting_since(tmp_path, "kiosk") == since
    told.tell(False)
    assert resting_since(tmp_path, "kiosk") is None
