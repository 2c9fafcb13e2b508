"""Accounts and devices, made while the lobby service runs and while it doesn't."""

import io
import json
import socket
import stat
from pathlib import Path
from uuid import UUID

import pytest

from tests.lobby.conftest import Vuoro
from vuoro.core.settings import Settings
from vuoro.core.wire.desk import DeskCommand
from vuoro.core.wire.kiosk import Outcome, TicketRequest
from vuoro.lobby.admin.door_socket import NAME, address
from vuoro.queue.client import KioskClient, LobbyRefused, StaffClient

PASSWORD = "kolme-hevosta-42"
PRESS = UUID("00000000-0000-4000-8000-000000000001")


def add_staff(vuoro: Vuoro, settings_file: Path, password_file: Path, *more: str) -> int:
    """`vuoro staff add aino` with a password from a file; the exit status."""
    password_file.write_text(f"{PASSWORD}\n", encoding="utf-8")
    words = ("staff", "add", "aino", "--password-file", password_file, "--settings", settings_file)
    return vuoro(*words, *more).status


def test_an_account_made_while_the_lobby_runs_can_sign_in_at_once(
    vuoro: Vuoro, settings_file: Path, tmp_path: Path, running: str
) -> None:
    assert add_staff(vuoro, settings_file, tmp_path / "password", "--name", "Aino Salo") == 0

    client = StaffClient(running)
    session = client.sign_in("aino", PASSWORD)
    client.close()

    assert session.name == "Aino Salo"
    assert session.roles == ("call", "call_out_of_order")


def test_an_account_made_before_the_lobby_runs_is_there_when_it_does(
    vuoro: Vuoro, settings_file: Path, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    assert add_staff(vuoro, settings_file, tmp_path / "password", "--roles", "call, manage") == 0

    client = StaffClient(request.getfixturevalue("running"))
    session = client.sign_in("aino", PASSWORD)
    client.close()

    assert session.roles == ("call", "manage")


@pytest.mark.parametrize("while_it_runs", [False, True])
def test_accounts_are_listed_without_their_passwords(
    vuoro: Vuoro,
    settings_file: Path,
    tmp_path: Path,
    while_it_runs: bool,
    request: pytest.FixtureRequest,
) -> None:
    if while_it_runs:
        request.getfixturevalue("running")
    add_staff(vuoro, settings_file, tmp_path / "password")

    said = vuoro("staff", "list", "--settings", settings_file)

    assert said.status == 0
    assert "aino" in said.out
    assert PASSWORD not in said.out
    assert "argon2" not in said.out


def test_whoever_has_an_account_that_changes_signs_in_anew(
    vuoro: Vuoro, settings_file: Path, tmp_path: Path, running: str
) -> None:
    add_staff(vuoro, settings_file, tmp_path / "password", "--roles", "call,manage")
    client = StaffClient(running)
    client.sign_in("aino", PASSWORD)
    client.press("lock", DeskCommand(locked=True))

    add_staff(vuoro, settings_file, tmp_path / "password", "--roles", "call")

    with pytest.raises(LobbyRefused, match="not_signed_in"):
        client.press("lock", DeskCommand(locked=False))
    client.close()


@pytest.mark.parametrize("while_it_runs", [False, True])
def test_a_weak_password_is_refused_with_the_rule(
    vuoro: Vuoro,
    settings_file: Path,
    monkeypatch: pytest.MonkeyPatch,
    while_it_runs: bool,
    request: pytest.FixtureRequest,
) -> None:
    if while_it_runs:
        request.getfixturevalue("running")
    monkeypatch.setattr("sys.stdin", io.StringIO("abc\n"))

    said = vuoro("staff", "add", "aino", "--password-file", "-", "--settings", settings_file)

    assert said.status == 2
    assert said.err == "vuoro: A password needs at least 10 characters.\n"


def test_a_role_that_does_not_exist_is_named_with_those_that_do(
    vuoro: Vuoro, settings_file: Path
) -> None:
    said = vuoro("staff", "add", "aino", "--roles", "call,boss", "--settings", settings_file)

    assert said.status == 2
    assert "no role boss" in said.err
    assert "call_out_of_order" in said.err


def test_without_a_terminal_nobody_is_asked_for_a_password(
    vuoro: Vuoro, settings_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(""))

    said = vuoro("staff", "add", "aino", "--settings", settings_file)

    assert said.status == 2
    assert "--password-file" in said.err


@pytest.mark.parametrize("while_it_runs", [False, True])
def test_a_device_gets_a_token_that_only_its_owner_can_read(
    vuoro: Vuoro,
    settings: Settings,
    settings_file: Path,
    while_it_runs: bool,
    request: pytest.FixtureRequest,
) -> None:
    if while_it_runs:
        request.getfixturevalue("running")

    said = vuoro("device", "add", "kiosk", "Aula 1", "--settings", settings_file)

    file = settings.kiosk.token_file
    assert said.status == 0
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert file.read_text().strip() not in said.out
    assert "Aula 1" in vuoro("device", "list", "--settings", settings_file).out


def test_a_kiosk_registered_while_the_lobby_runs_gives_numbers_at_once(
    vuoro: Vuoro, settings: Settings, settings_file: Path, running: str
) -> None:
    vuoro("device", "add", "kiosk", "Aula 1", "--settings", settings_file)

    kiosk = KioskClient(running, settings.kiosk.token_file.read_text().strip())
    result = kiosk.issue(TicketRequest("neuvonta"), PRESS)
    kiosk.close()

    assert result.outcome is Outcome.ISSUED


def test_a_token_is_never_written_over(
    vuoro: Vuoro, settings: Settings, settings_file: Path
) -> None:
    vuoro("device", "add", "kiosk", "Aula 1", "--settings", settings_file)
    before = settings.kiosk.token_file.read_text()

    said = vuoro("device", "add", "kiosk", "Aula 2", "--settings", settings_file)

    assert said.status == 2
    assert settings.kiosk.token_file.read_text() == before
    assert "Aula 2" not in vuoro("device", "list", "--settings", settings_file).out


def test_the_side_door_is_for_its_owner_alone(settings: Settings, running: str) -> None:
    door = settings.lobby.data / NAME

    assert stat.S_IMODE(door.stat().st_mode) == 0o600


def test_nonsense_at_the_side_door_is_answered_and_harms_nothing(
    settings: Settings, running: str
) -> None:
    for line in (
        b"{}\n",
        b"\xff\xfe\n",
        b"A" * 70_000 + b"\n",
        b'{"order": "Rob", "content": 1}\n',
    ):
        with socket.socket(socket.AF_UNIX) as door, address(settings.lobby.data) as where:
            door.connect(where)
            door.sendall(line)
            answer = json.loads(door.makefile("rb").readline())
        assert "no order" in answer["refused"]


def test_the_status_tells_of_people_and_devices(
    vuoro: Vuoro, settings: Settings, settings_file: Path, running: str
) -> None:
    vuoro("device", "add", "kiosk", "Aula 1", "--settings", settings_file)
    kiosk = KioskClient(running, settings.kiosk.token_file.read_text().strip())
    kiosk.issue(TicketRequest("neuvonta"), PRESS)
    kiosk.close()

    said = vuoro("status", "--settings", settings_file)

    assert said.status == 0
    assert "open, service day 2026-11-23" in said.out
    assert "1 waiting" in said.out
    assert "Aula 1: NOT CONNECTED" in said.out


def test_the_status_says_how_to_start_a_lobby_that_does_not_run(
    vuoro: Vuoro, settings_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as closed_soon:
        port = closed_soon.getsockname()[1]
    monkeypatch.setenv("VUORO_KIOSK_LOBBY_URL", f"http://127.0.0.1:{port}")

    said = vuoro("status", "--settings", settings_file)

    assert said.status == 1
    assert "vuoro lobby" in said.err


def test_the_tables_are_made_anew_from_the_journal(
    vuoro: Vuoro, settings: Settings, settings_file: Path, request: pytest.FixtureRequest
) -> None:
    vuoro("device", "add", "kiosk", "Aula 1", "--settings", settings_file)

    assert vuoro("rebuild", "--settings", settings_file).out.startswith("The tables were made anew")


def test_a_lobby_that_runs_keeps_its_tables(
    vuoro: Vuoro, settings_file: Path, running: str
) -> None:
    said = vuoro("rebuild", "--settings", settings_file)

    assert said.status == 1
    assert "Stop that one first" in said.err
