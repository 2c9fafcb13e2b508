"""`vuoro appliance setup --file`: an image in a folder becomes a lobby device."""

import sqlite3
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.lobby.conftest import Said, Vuoro
from vuoro.core.settings.load import load_settings
from vuoro.lobby.demo.office_text import shipped
from vuoro.queue.office_file import load_office

EVERYTHING = """\
programs = ["lobby", "kiosk", "display"]
office = "office.toml"
touch = "ILITEK ILITEK-TP"
[kiosk]
output = "HDMI-A-1"
pin = "2580"
[display]
output = "HDMI-A-2"
"""
Setup = Callable[..., Said]


@pytest.fixture
def image(tmp_path: Path) -> Path:
    folder = tmp_path / "image"
    folder.mkdir()
    return folder


@pytest.fixture
def setup(vuoro: Vuoro, tmp_path: Path, image: Path) -> Setup:
    (tmp_path / "office.toml").write_text(shipped(), encoding="utf-8")
    file = tmp_path / "vuoro-setup.toml"

    def run(text: str = EVERYTHING, *words: str) -> Said:
        file.write_text(text, encoding="utf-8")
        return vuoro("appliance", "setup", "--file", file, "--root", image, *words)

    return run


def devices(image: Path) -> list[tuple[str, str]]:
    with sqlite3.connect(image / "var/lib/vuoro/lobby/lobby.db") as sql:
        found = sql.execute("SELECT kind, name FROM device ORDER BY kind").fetchall()
    sql.close()
    return found


def test_a_file_makes_a_device_whose_programs_can_start(setup: Setup, image: Path) -> None:
    said = setup()

    assert (said.status, said.err) == (0, "")
    settings = image / "etc/vuoro"
    assert load_settings(settings / "kiosk.toml", {}).kiosk.output == "HDMI-A-1"
    assert load_settings(settings / "display.toml", {}).display.output == "HDMI-A-2"
    assert load_settings(settings / "lobby.toml", {}).lobby.data == Path("/var/lib/vuoro/lobby")
    assert load_office(settings / "office.toml").site == 17
    assert devices(image) == [("display", "Display 1"), ("kiosk", "Kiosk 1")]
    assert stat.S_IMODE((settings / "kiosk.toml").stat().st_mode) == 0o640
    token = image / "var/lib/vuoro/screen/kiosk.token"
    assert stat.S_IMODE(token.stat().st_mode) == 0o600
    assert token.read_text().strip() not in said.out


def test_a_second_time_changes_nothing(setup: Setup, image: Path) -> None:
    setup()
    token = image / "var/lib/vuoro/screen/kiosk.token"
    before = token.read_text(), (image / "etc/vuoro/kiosk.toml").read_text()

    assert setup().status == 0

    assert (token.read_text(), (image / "etc/vuoro/kiosk.toml").read_text()) == before
    assert len(devices(image)) == 2


def test_a_plug_pulled_before_the_lobby_knew_the_kiosk_costs_nothing(
    setup: Setup, image: Path
) -> None:
    setup()
    with sqlite3.connect(image / "var/lib/vuoro/lobby/lobby.db") as sql:
        sql.execute("DELETE FROM device")
    sql.close()

    assert setup().status == 0

    assert len(devices(image)) == 2


def test_everything_wrong_is_told_at_once_and_nothing_is_written(setup: Setup, image: Path) -> None:
    said = setup('office = "nowhere.toml"\n[kiosk]\noutput = 1\npin = "12"\n[sync]\nbackend = ""\n')

    assert said.status == 2
    for word in ("kiosk.output", "kiosk.pin", "sync.backend", "nowhere.toml"):
        assert word in said.err
    assert not any(image.iterdir())


def test_a_check_says_what_would_be_written_and_writes_nothing(setup: Setup, image: Path) -> None:
    said = setup(EVERYTHING, "--check")

    assert said.status == 0
    assert "kiosk.toml" in said.out
    assert "HDMI-A-1" in said.out
    assert "2580" not in said.out
    assert not any(image.iterdir())


def test_a_kiosk_name_that_is_taken_is_told(setup: Setup, image: Path) -> None:
    setup()
    (image / "var/lib/vuoro/screen/kiosk.token").unlink()

    said = setup()

    assert said.status == 1
    assert 'There is a device "Kiosk 1" already.' in said.err


def test_a_device_with_a_token_of_its_own_is_registered_once(
    vuoro: Vuoro, settings_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def add(name: str, token: str) -> Said:
        given = tmp_path / "given"
        given.write_text(f"{token}\n", encoding="ascii")
        with given.open(encoding="ascii") as opened:
            monkeypatch.setattr("sys.stdin", opened)
            return vuoro(
                "device", "add", "kiosk", name, "--token-file", "-", "--settings", settings_file
            )

    assert add("Kiosk 1", "a" * 32).status == 0
    assert add("Kiosk 1", "a" * 32).status == 0
    assert "already" in add("Kiosk 1", "b" * 32).err
    assert "32 characters" in add("Kiosk 2", "short").err
    assert "Kiosk 1" in vuoro("device", "list", "--settings", settings_file).out
