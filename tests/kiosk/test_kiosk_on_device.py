"""The kiosk as a program of a device: its screen may be missing, and systemd hears how it is."""

import signal
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QRect
from pytestqt.qtbot import QtBot

from tests.hardware.outside import run_on_outputs
from tests.hardware.plugs import no_outputs_but_those_plugged, plug
from vuoro.core import look
from vuoro.core.service_manager import NOBODY
from vuoro.core.settings.kiosk_schema import SpeechSettings
from vuoro.core.settings.schema import KioskSettings
from vuoro.hardware.screen import life
from vuoro.kiosk.flow.events import Scanned
from vuoro.kiosk.program import Program

ONE, TALL = "HDMI-A-1", QRect(0, 0, 1080, 1920)
KIOSK = (sys.executable, "-m", "vuoro.kiosk", "kiosk.toml")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "token").write_text("token")
    (tmp_path / "kiosk.toml").write_text(
        f'[kiosk]\ntoken_file = "token"\noutput = "{ONE}"\nlobby_url = "http://127.0.0.1:9"\n'
    )
    return tmp_path


@pytest.fixture
def program(tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Iterator[Program]:
    monkeypatch.setattr(life, "NO_SCREEN_MS", 20)
    settings = KioskSettings(
        output=ONE,
        lobby_url="http://127.0.0.1:9",
        token_file=tmp_path / "token",
        speech=SpeechSettings(engine="none", sound="none"),
    )
    with no_outputs_but_those_plugged():
        made = Program(settings, look.load(None), "token", NOBODY)
        yield made
        made.close()


def test_systemd_sees_the_kiosk_begin_live_and_end_on_its_own_output(folder: Path) -> None:
    told = run_on_outputs(KIOSK, {"HDMI-A-2": TALL, ONE: TALL}, folder)

    assert told.words[0] == f"STATUS=on {ONE}"
    assert told.words.count("READY=1") == 1
    assert told.words[-1] == "STOPPING=1"
    assert told.status == 0


def test_a_watchdog_that_ends_the_kiosk_leaves_where_it_hung(folder: Path) -> None:
    told = run_on_outputs(KIOSK, {ONE: TALL}, folder, signal.SIGABRT)

    assert told.status == -signal.SIGABRT
    assert "Fatal Python error: Aborted" in told.stderr
    assert "in main" in told.stderr


def test_a_kiosk_without_a_screen_works_tells_the_lobby_and_is_seen_when_one_comes(
    program: Program, qtbot: QtBot
) -> None:
    program.show()
    qtbot.waitUntil(lambda: program.running is not None)
    alone = (program.view.isVisible(), program.citizen.parts)

    plug({ONE: TALL})
    qtbot.waitUntil(program.view.isVisible)

    assert alone == (False, (("screen", "offline"),))
    assert program.citizen.parts == (("screen", "ok"),)
    assert program.view.geometry() == TALL


def test_a_code_at_the_scanner_lights_a_sleeping_kiosk(
    program: Program, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    lit: list[bool] = []
    monkeypatch.setattr(program.citizen, "used", lambda: lit.append(True))
    plug({ONE: TALL})
    program.show()
    qtbot.waitUntil(lambda: program.running is not None)
    assert program.running is not None

    program.running.controller.post(Scanned("no code of ours"))

    qtbot.waitUntil(lambda: lit == [True])
