"""`vuoro enrol` over real HTTP: a code, four words, and an administrator who approves them."""

import json
import re
import stat
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.booking.booking_world import AREA, CENTRE
from tests.lobby.conftest import Vuoro, vuoro
from tests.served import served
from tests.sync.pair import ADMIN, device_app
from vuoro.booking.backend import Backend
from vuoro.booking.fleet import commands, enrolling
from vuoro.core.clock import SteppingClock
from vuoro.core.settings import LobbySettings, Settings
from vuoro.core.settings.schema import SyncSettings
from vuoro.core.wire.sync import CommandKind, Role
from vuoro.lobby.demo.office_text import shipped
from vuoro.lobby.service import lobby_app
from vuoro.lobby.settings_text import settings_text
from vuoro.sync.device_key import KEY_FILE, PENDING_FILE, find_key

__all__ = ["vuoro"]


@pytest.fixture
def url(backend: Backend) -> Iterator[str]:
    with served(device_app(backend)) as there:
        yield there


@pytest.fixture
def settings(tmp_path: Path, url: str) -> Settings:
    office = tmp_path / "office.toml"
    office.write_text(shipped(), encoding="utf-8")
    lobby = LobbySettings(data=tmp_path / "data", office=office)
    return Settings(lobby=lobby, sync=SyncSettings(backend_url=url))


@pytest.fixture
def file(settings: Settings, tmp_path: Path) -> Path:
    written = tmp_path / "vuoro.toml"
    written.write_text(settings_text(settings, secrets=True), encoding="utf-8")
    return written


class Administrator:
    """Approves what the screen shows, instead of the time that the command would wait."""

    def __init__(self, backend: Backend, capsys: pytest.CaptureFixture[str]) -> None:
        self._backend, self._capsys = backend, capsys
        self.screen = ""
        self.words: tuple[str, ...] = ()

    def __call__(self, seconds: float) -> None:
        if threading.current_thread() is not threading.main_thread():
            # A thread that another test left behind waits for something else.
            return
        self.screen += self._capsys.readouterr().out
        code = re.findall(r'[Cc]ode"?:? +"?([A-Z]{4}-[A-Z]{4})', self.screen)[-1]
        self.words = enrolling.waiting(self._backend, AREA, code).words
        enrolling.approve(self._backend, ADMIN, AREA, code, CENTRE, "Aula", Role.LEADER)


@pytest.fixture
def administrator(
    backend: Backend, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Administrator:
    made = Administrator(backend, capsys)
    monkeypatch.setattr(time, "sleep", made)
    return made


def device_of(said: str) -> str:
    found = re.search(r"device (\S+?)\.? ?(?:already|\n|$)", said)
    assert found is not None, said
    return found[1].rstrip(".")


def test_a_device_shows_a_code_and_the_words_that_the_administrator_sees(
    vuoro: Vuoro, file: Path, settings: Settings, administrator: Administrator
) -> None:
    said = vuoro("enrol", "--settings", file)

    assert said.status == 0
    assert "Approved: this is device" in said.out
    assert re.search(r"Code +[BCDFGHJKLMNPQRSTVWXZ]{4}-[BCDFGHJKLMNPQRSTVWXZ]{4}\n",
                     administrator.screen)  # fmt: skip
    assert " ".join(administrator.words) in administrator.screen
    key = settings.lobby.data / KEY_FILE
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    assert key.read_text().strip() not in administrator.screen + said.out


def test_a_device_of_another_office_is_told_what_to_write_into_its_office_file(
    vuoro: Vuoro, file: Path, administrator: Administrator
) -> None:
    said = vuoro("enrol", "--settings", file)

    assert f'site = 17 and tenant = "{AREA}"' in said.out


def test_a_program_is_told_the_same_in_lines_of_json(
    vuoro: Vuoro, file: Path, administrator: Administrator
) -> None:
    said = vuoro("enrol", "--json", "--settings", file)

    (shown, approved) = map(json.loads, (administrator.screen + said.out).splitlines())
    assert shown["words"] == [*administrator.words]
    identity = approved["identity"]
    assert (identity["tenant"], identity["site"]) == (AREA, 17)
    known = vuoro("enrol", "--json", "--settings", file)
    assert json.loads(known.out)["identity"]["device"] == identity["device"]


def test_enrolling_twice_changes_nothing(
    vuoro: Vuoro, file: Path, settings: Settings, administrator: Administrator
) -> None:
    first = vuoro("enrol", "--settings", file)
    key = (settings.lobby.data / KEY_FILE).read_bytes()

    again = vuoro("enrol", "--settings", file)

    assert again.status == 0
    assert device_of(again.out) == device_of(first.out)
    assert (settings.lobby.data / KEY_FILE).read_bytes() == key


def test_an_interrupted_enrolment_is_taken_up_with_the_same_key(
    vuoro: Vuoro,
    file: Path,
    settings: Settings,
    administrator: Administrator,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def interrupted(seconds: float) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(time, "sleep", interrupted)
        assert vuoro("enrol", "--settings", file).status == 130
    pending = (settings.lobby.data / PENDING_FILE).read_bytes()

    assert vuoro("enrol", "--settings", file).status == 0

    assert (settings.lobby.data / KEY_FILE).read_bytes() == pending
    assert not (settings.lobby.data / PENDING_FILE).exists()


def test_a_revoked_device_enrols_again_as_another(
    vuoro: Vuoro, file: Path, settings: Settings, backend: Backend, administrator: Administrator
) -> None:
    first = device_of(vuoro("enrol", "--settings", file).out)
    commands.revoke(backend, ADMIN, first)
    before = find_key(settings.lobby.data)

    said = vuoro("enrol", "--again", "--settings", file)

    after = find_key(settings.lobby.data)
    assert said.status == 0
    assert device_of(said.out) != first
    assert before is not None
    assert after is not None
    assert after.public != before.public
    assert after.other_public == before.public


def backend_line(vuoro: Vuoro, file: Path, *wanted: str) -> str:
    """What the status says of the backend, once it says this."""
    for _ in range(2000):
        line = vuoro("status", "--settings", file).out.partition("Backend    ")[2]
        if all(words in line for words in wanted):
            return line
    raise AssertionError(line)


def test_a_device_is_enrolled_while_the_lobby_runs_and_gets_in_touch_at_once(
    vuoro: Vuoro,
    file: Path,
    settings: Settings,
    administrator: Administrator,
    clock: SteppingClock,
) -> None:
    with served(lobby_app(settings.lobby, clock, sync=settings.sync)):
        before = vuoro("status", "--settings", file)
        said = vuoro("enrol", "--settings", file)
        after = backend_line(vuoro, file, "green", " 0 events waiting")

    assert "this lobby is not enrolled. Enrol it: vuoro enrol" in before.out
    assert said.status == 0
    assert "data as of 23.11.2026 08:00, 0 events waiting, 0 problems, clock sync" in after


def test_a_lobby_goes_on_where_it_was_after_a_restart(
    vuoro: Vuoro,
    file: Path,
    settings: Settings,
    administrator: Administrator,
    clock: SteppingClock,
) -> None:
    vuoro("enrol", "--settings", file)

    for _ in range(2):
        with served(lobby_app(settings.lobby, clock, sync=settings.sync)):
            backend_line(vuoro, file, "green")


def test_nothing_is_left_of_a_device_that_was_told_to_go(
    vuoro: Vuoro,
    file: Path,
    settings: Settings,
    administrator: Administrator,
    backend: Backend,
    clock: SteppingClock,
) -> None:
    device = device_of(vuoro("enrol", "--settings", file).out)
    gone = threading.Event()

    with served(lobby_app(settings.lobby, clock, sync=settings.sync, wiped=gone.set)):
        backend_line(vuoro, file, "green")
        commands.command(backend, ADMIN, device, CommandKind.DRAIN_THEN_WIPE)
        assert gone.wait(20)

    assert [each.name for each in settings.lobby.data.iterdir()] == ["lobby.lock"]


def test_without_a_backend_there_is_nothing_to_enrol_at(
    vuoro: Vuoro, settings: Settings, tmp_path: Path
) -> None:
    alone = tmp_path / "alone.toml"
    alone.write_text(settings_text(replace(settings, sync=SyncSettings()), secrets=True), "utf-8")

    said = vuoro("enrol", "--settings", alone)

    assert said.status == 2
    assert "[sync] backend_url" in said.err


def test_a_backend_that_does_not_answer_is_named_once_and_asked_again(
    vuoro: Vuoro, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    nowhere = tmp_path / "nowhere.toml"
    sync = SyncSettings(backend_url="http://127.0.0.1:9")
    nowhere.write_text(settings_text(replace(settings, sync=sync), secrets=True), "utf-8")
    waits = iter(range(3))

    def wait(seconds: float) -> None:
        if next(waits, None) is None:
            raise KeyboardInterrupt

    monkeypatch.setattr(time, "sleep", wait)

    said = vuoro("enrol", "--settings", nowhere)

    assert said.out.count("does not answer") == 1


def test_the_doctor_asks_the_backend(vuoro: Vuoro, file: Path, url: str) -> None:
    assert f"{url} answers" in vuoro("doctor", "--settings", file).out


def test_the_doctor_says_what_to_do_about_a_backend_that_is_away(
    vuoro: Vuoro, settings: Settings, tmp_path: Path
) -> None:
    nowhere = tmp_path / "nowhere.toml"
    sync = SyncSettings(backend_url="http://127.0.0.1:9")
    nowhere.write_text(settings_text(replace(settings, sync=sync), secrets=True), "utf-8")

    said = vuoro("doctor", "--settings", nowhere)

    assert said.status == 1
    assert "Check [sync] backend_url" in said.out
