"""Settings as the command reads, checks and shows them."""

from dataclasses import replace
from pathlib import Path

import pytest

from tests.lobby.conftest import Vuoro
from vuoro.core.settings import Settings, load_settings
from vuoro.lobby.settings_text import settings_text

EXAMPLE = Path(__file__).parents[2] / "lobby" / "vuoro.example.toml"


def test_good_settings_are_called_good(vuoro: Vuoro, settings_file: Path) -> None:
    said = vuoro("config", "check", "--settings", settings_file)

    assert said.status == 0
    assert "The settings are good" in said.out
    assert said.err == ""


def test_three_errors_and_a_missing_office_are_told_at_once(vuoro: Vuoro, tmp_path: Path) -> None:
    file = tmp_path / "vuoro.toml"
    file.write_text('[lobby]\nport = 70000\nsesion_hours = 3\n[kiosk]\npin = "12"\n', "utf-8")

    said = vuoro("config", "check", "--settings", file)

    lines = said.err.splitlines()
    assert said.status == 2
    assert len(lines) == 4
    assert all(line.startswith("vuoro: ") for line in lines)
    for place in ("kiosk.pin", "lobby.port", "lobby.sesion_hours", "office.toml"):
        assert sum(place in line for line in lines) == 1
    assert '"12"' not in said.err


def test_every_error_of_the_office_file_is_told(
    vuoro: Vuoro, settings: Settings, settings_file: Path
) -> None:
    office = settings.lobby.office
    text = office.read_text("utf-8").replace('info_service = "neuvonta"', 'info_service = "x"')
    office.write_text(text.replace("09:00-16:15", "16:15-09:00"), "utf-8")

    said = vuoro("config", "check", "--settings", settings_file)

    assert said.status == 2
    assert "info_service" in said.err
    assert "ends before it begins" in said.err


def test_a_program_tells_every_error_of_its_settings(vuoro: Vuoro, tmp_path: Path) -> None:
    file = tmp_path / "vuoro.toml"
    file.write_text('[lobby]\nport = "x"\n[kiosk]\nidle_seconds = 0\n[display]\nsound = 1\n')

    for part in ("lobby", "kiosk", "display"):
        said = vuoro(part, "--settings", file)
        assert said.status == 2
        assert len(said.err.splitlines()) == 3


def test_settings_are_shown_as_a_file_that_reads_the_same(
    vuoro: Vuoro, settings: Settings, settings_file: Path, tmp_path: Path
) -> None:
    shown = vuoro("config", "show", "--settings", settings_file).out
    again = tmp_path / "again.toml"
    again.write_text(shown, encoding="utf-8")

    assert load_settings(again, {}) == load_settings(settings_file, {})
    assert load_settings(settings_file, {}).lobby == settings.lobby


def test_the_pin_is_never_shown(vuoro: Vuoro, settings: Settings, tmp_path: Path) -> None:
    file = tmp_path / "vuoro.toml"
    with_pin = replace(settings, kiosk=replace(settings.kiosk, pin="4711"))
    file.write_text(settings_text(with_pin, secrets=True), encoding="utf-8")

    shown = vuoro("config", "show", "--settings", file).out

    assert "4711" not in shown
    assert 'pin = "(hidden)"' in shown


def test_the_environment_names_the_file_and_stands_over_it(
    vuoro: Vuoro, settings_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VUORO_SETTINGS", str(settings_file))
    monkeypatch.setenv("VUORO_LOBBY_PORT", "9000")

    assert "port = 9000" in vuoro("config", "show").out


def test_the_example_is_good() -> None:
    settings = load_settings(EXAMPLE, {})

    assert settings.kiosk.printer.kind == "network"
    assert settings.lobby.public_url == settings.kiosk.lobby_url
