"""A lobby to be administered: its folder, its settings, and the command as a person types it."""

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.served import served
from vuoro.core.clock import SteppingClock
from vuoro.core.settings import LobbySettings, Settings
from vuoro.lobby.command import main
from vuoro.lobby.demo.office_text import shipped
from vuoro.lobby.service import lobby_app
from vuoro.lobby.settings_text import settings_text

MONDAY = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
"""Ten in the morning in Finland, on a working day."""


@dataclass(frozen=True)
class Said:
    """How a command ended, and what it said."""

    status: int
    out: str
    err: str


Vuoro = Callable[..., Said]


@pytest.fixture
def vuoro(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> Vuoro:
    """The command, in an empty folder and without settings in the environment."""
    for name in os.environ:
        if name.startswith("VUORO_"):
            monkeypatch.delenv(name)
    # The handlers that a program sets up for its process would stay in this one.
    monkeypatch.setattr("vuoro.core.log.set_up_logging", lambda: None)
    monkeypatch.chdir(tmp_path)

    def run(*words: str | Path) -> Said:
        capsys.readouterr()
        try:
            status = main([str(word) for word in words])
        except SystemExit as left:
            status = int(left.code or 0)
        told = capsys.readouterr()
        return Said(status, told.out, told.err)

    return run


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """The settings of an office whose file and data are in a folder of their own."""
    office = tmp_path / "office.toml"
    office.write_text(shipped(), encoding="utf-8")
    lobby = LobbySettings(data=tmp_path / "data", office=office)
    there = Settings(lobby=lobby)
    kiosk = replace(there.kiosk, token_file=tmp_path / "kiosk.token")
    return replace(there, kiosk=kiosk)


@pytest.fixture
def settings_file(settings: Settings, tmp_path: Path) -> Path:
    """The same settings as a file."""
    file = tmp_path / "vuoro.toml"
    file.write_text(settings_text(settings, secrets=True), encoding="utf-8")
    return file


@pytest.fixture
def clock() -> SteppingClock:
    return SteppingClock(MONDAY)


@pytest.fixture
def running(settings: Settings, clock: SteppingClock) -> Iterator[str]:
    """The lobby service at work on that data; the address."""
    with served(lobby_app(settings.lobby, clock)) as url:
        yield url
