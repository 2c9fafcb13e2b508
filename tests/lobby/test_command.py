"""The command `vuoro`: what it offers, and what it loads."""

import subprocess
import sys

import pytest

from tests.lobby.conftest import Vuoro
from vuoro.lobby.command import PARTS

HEAVY = ("fastapi", "uvicorn", "sqlalchemy", "numpy", "cv2", "playwright")


def test_every_part_is_offered_with_what_it_is_for(vuoro: Vuoro) -> None:
    said = vuoro("--help")

    assert said.status == 0
    for name, part in PARTS.items():
        assert name in said.out.split()
        assert part.summary in said.out


@pytest.mark.parametrize("part", PARTS)
def test_every_part_explains_itself(vuoro: Vuoro, part: str) -> None:
    said = vuoro(part, "--help")

    assert said.status == 0
    assert f"usage: vuoro {part}" in said.out


def test_an_unknown_part_is_refused_with_those_there_are(vuoro: Vuoro) -> None:
    said = vuoro("kisok")

    assert said.status == 2
    assert "kiosk" in said.err


def test_the_version_is_told(vuoro: Vuoro) -> None:
    assert vuoro("--version").out.startswith("vuoro 0.")


def test_a_kiosk_that_starts_loads_neither_web_server_nor_database() -> None:
    program = (
        "import sys; from vuoro.lobby import command; command._parser(['kiosk']);"
        "import vuoro.lobby.settings_file, vuoro.kiosk.program;"
        f"print([name for name in {HEAVY} if name in sys.modules])"
    )

    done = subprocess.run(
        [sys.executable, "-c", program], check=True, capture_output=True, text=True
    )

    assert done.stdout.strip() == "[]"
