"""A lobby service that can't start says why in a sentence, and touches nothing."""

import socket
import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from tests.lobby.conftest import Vuoro
from vuoro.core.clock import SteppingClock
from vuoro.core.settings import Settings
from vuoro.lobby.opening import DATABASE, open_store
from vuoro.lobby.settings_text import settings_text


def complaint(vuoro: Vuoro, settings_file: Path, status: int) -> str:
    """The one sentence of a lobby service that doesn't start."""
    said = vuoro("lobby", "--settings", settings_file)
    assert said.status == status, said.err
    assert len(said.err.splitlines()) == 1, said.err
    return said.err


def test_a_port_in_use_is_named_with_what_to_do(
    vuoro: Vuoro, settings: Settings, settings_file: Path
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        lobby = replace(settings.lobby, port=port)
        settings_file.write_text(settings_text(replace(settings, lobby=lobby), secrets=True))

        said = complaint(vuoro, settings_file, 1)

    assert f"Port {port} of 127.0.0.1 is in use" in said
    assert "VUORO_LOBBY_PORT" in said


def test_a_second_lobby_on_the_same_database_is_refused(
    vuoro: Vuoro, settings_file: Path, running: str
) -> None:
    said = complaint(vuoro, settings_file, 1)

    assert "in use by another lobby service" in said


def test_a_missing_office_file_is_named(
    vuoro: Vuoro, settings: Settings, settings_file: Path
) -> None:
    settings.lobby.office.unlink()

    said = complaint(vuoro, settings_file, 2)

    assert str(settings.lobby.office) in said
    assert not settings.lobby.data.exists()


def test_the_database_of_another_program_is_left_alone(
    vuoro: Vuoro, settings: Settings, settings_file: Path
) -> None:
    settings.lobby.data.mkdir()
    file = settings.lobby.data / DATABASE
    with closing(sqlite3.connect(file)) as other:
        other.execute("CREATE TABLE song (title TEXT)")
        other.commit()

    said = complaint(vuoro, settings_file, 1)

    assert "of another program" in said
    with closing(sqlite3.connect(file)) as other:
        assert other.execute("SELECT name FROM sqlite_master").fetchall() == [("song",)]


def test_a_file_that_is_no_database_is_left_alone(
    vuoro: Vuoro, settings: Settings, settings_file: Path
) -> None:
    settings.lobby.data.mkdir()
    file = settings.lobby.data / DATABASE
    file.write_text("Dear diary, " * 500, encoding="ascii")

    said = complaint(vuoro, settings_file, 1)

    assert str(file) in said
    assert file.read_text(encoding="ascii").startswith("Dear diary")


def test_a_database_of_a_newer_vuoro_is_left_alone(
    vuoro: Vuoro, settings: Settings, settings_file: Path, clock: SteppingClock
) -> None:
    with open_store(settings.lobby, clock) as store:
        store.connection.exec_driver_sql("PRAGMA user_version = 99")

    said = complaint(vuoro, settings_file, 1)

    assert "newer Vuoro" in said
    assert "Update the program" in said


def test_a_theme_that_cannot_be_read_is_named(
    vuoro: Vuoro, settings: Settings, settings_file: Path, tmp_path: Path
) -> None:
    lobby = replace(settings.lobby, theme=tmp_path / "theme.toml")
    settings_file.write_text(settings_text(replace(settings, lobby=lobby), secrets=True))

    assert "theme.toml" in complaint(vuoro, settings_file, 2)
