"""The board as a program of a device: on its own output, alive for systemd, lit by a call."""

import os
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_QUICK_BACKEND", "software")

import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QGuiApplication

from tests.hardware.outside import run_on_outputs
from tests.hardware.plugs import no_outputs_but_those_plugged, plug
from vuoro.core.settings import DisplaySettings
from vuoro.display.gallery import CALLS, LOBBY, on
from vuoro.display.window import BoardWindow

TWO, WIDE = "HDMI-A-2", QRect(1080, 0, 1920, 1080)


@pytest.fixture
def board() -> Iterator[BoardWindow]:
    assert QGuiApplication.instance() or QGuiApplication([])
    with no_outputs_but_those_plugged():
        made = BoardWindow(DisplaySettings(output=TWO))
        yield made
        made.close()


def test_systemd_sees_the_board_begin_live_and_end_on_its_own_output(tmp_path: Path) -> None:
    (tmp_path / "token").write_text("token")
    (tmp_path / "display.toml").write_text(
        f'[display]\ntoken_file = "token"\noutput = "{TWO}"\nsound = "none"\n'
        'lobby_url = "http://127.0.0.1:9"\n'
    )
    command = (sys.executable, "-m", "vuoro.lobby", "display", "--settings", "display.toml")

    told = run_on_outputs(command, {"HDMI-A-1": QRect(0, 0, 1080, 1920), TWO: WIDE}, tmp_path)

    assert told.words[0] == f"STATUS=on {TWO}"
    assert told.words.count("READY=1") == 1
    assert told.words[-1] == "STOPPING=1"
    assert told.status == 0


def test_a_board_without_its_output_waits_and_fills_it_when_it_comes(board: BoardWindow) -> None:
    plug({"HDMI-A-1": QRect(0, 0, 1080, 1920)})

    board.open(on(LOBBY, CALLS))
    QGuiApplication.processEvents()
    waited = (board.window.isVisible(), board.citizen.parts)
    plug({TWO: WIDE})
    for _ in range(5):
        QGuiApplication.processEvents()

    assert waited == (False, (("screen", "offline"),))
    assert (board.window.isVisible(), board.window.geometry()) == (True, WIDE)
    assert board.citizen.parts == (("screen", "ok"),)


def test_a_call_lights_the_board_and_the_clock_does_not(
    board: BoardWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    lit: list[bool] = []
    monkeypatch.setattr(board.citizen, "used", lambda: lit.append(True))
    view = on(LOBBY, CALLS)
    board.open(view)

    board.show(replace(view, foot=replace(view.foot, clock="10.43")))
    by_the_clock = list(lit)
    board.show(replace(view, serial=view.serial + 1))

    assert (by_the_clock, lit) == ([], [True])
