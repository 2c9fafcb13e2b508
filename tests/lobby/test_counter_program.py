"""The program ``vuoro counter``: light, sound and button at a lobby service that answers."""

import queue
import signal
import subprocess
import sys
import threading
import uuid
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from tests.hardware.scanners.plugs import PATIENCE, until
from tests.lobby.conftest import Vuoro
from tests.queue.lobby_process import prepare
from tests.queue.lobby_process import settings as small_office
from tests.queue.real_lobby import RealLobby, served
from tests.queue.world import START
from vuoro.core.clock import SteppingClock, SystemClock
from vuoro.core.settings.schema import CounterSettings
from vuoro.core.wire.counter import (
    CounterFrame,
    CounterUse,
)
from vuoro.core.wire.desk import DeskCommand, TicketState
from vuoro.core.wire.kiosk import TicketRequest
from vuoro.hardware.buttons import Press
from vuoro.hardware.lamps import LampState
from vuoro.hardware.part_state import PartState
from vuoro.lobby.counter.program import main, parts_of, serve
from vuoro.lobby.counter.running import CounterBox, Parts
from vuoro.lobby.service import lobby_app
from vuoro.queue.client import CounterClient
from vuoro.queue.service import people
from vuoro.queue.service.lobby import LobbyService

TOKEN = "counter-token-of-the-tests"


class ToldLamp:
    """A light that remembers what it was shown."""

    state = PartState.OK

    def __init__(self) -> None:
        self.shown: queue.SimpleQueue[LampState] = queue.SimpleQueue()
        self.closed = False

    def start(self) -> None:
        pass

    def show(self, state: LampState) -> None:
        self.shown.put(state)

    def close(self) -> None:
        self.closed = True

    def next(self) -> LampState:
        return self.shown.get(timeout=PATIENCE)


class HandButton:
    """A button that the test presses."""

    state = PartState.OFFLINE

    def start(self, on_press: object) -> None:
        self.press = on_press

    def close(self) -> None:
        pass


@dataclass
class HeardSound:
    """A sound that is wanted or not."""

    state = PartState.OK
    wanted: bool = False
    changes: list[bool] = field(default_factory=list)

    def start(self) -> None:
        pass

    def want(self, wanted: bool) -> None:
        if wanted is not self.wanted:
            self.wanted = wanted
            self.changes.append(wanted)

    def close(self) -> None:
        self.want(False)


class At:
    """A box at work at counter 1 of a lobby service."""

    def __init__(self, lobby: RealLobby, folder: Path, *, quiet_hours: str = "") -> None:
        self.lamp, self.sound, self.button = ToldLamp(), HeardSound(), HandButton()
        parts = Parts(self.lamp, self.sound, self.button)
        self.box = CounterBox(parts, SystemClock(), quiet_hours)
        self.settings = CounterSettings(lobby_url=lobby.url, token_file=folder / "token")
        self._thread = threading.Thread(
            target=lambda: serve(self.settings, TOKEN, SystemClock(), parts, self.box)
        )
        self._thread.start()

    def press(self, press: Press) -> None:
        until(lambda: hasattr(self.button, "press"))
        self.button.press(press)  # type: ignore[operator]

    def close(self) -> None:
        self.box.stop()
        self._thread.join(PATIENCE)
        assert not self._thread.is_alive()


def _prepare(lobby: LobbyService) -> None:
    prepare(lobby)
    people.add_device(lobby, "counter", "Piste 1", TOKEN)


@pytest.fixture
def lobby(tmp_path: Path) -> Iterator[RealLobby]:
    with served(lobby_app(small_office(tmp_path), SteppingClock(START), _prepare)) as running:
        yield running


@pytest.fixture
def box(lobby: RealLobby, tmp_path: Path) -> Iterator[At]:
    made = At(lobby, tmp_path)
    yield made
    made.close()


def give_a_number(lobby: RealLobby) -> None:
    with closing(lobby.kiosk()) as kiosk:
        kiosk.issue(TicketRequest("neuvonta"), uuid.uuid4())


def test_a_call_lights_the_counter_and_lets_it_be_heard_until_the_client_is_there(
    lobby: RealLobby, box: At
) -> None:
    give_a_number(lobby)
    with closing(lobby.clerk()) as clerk:
        assert box.lamp.next() is LampState.FREE
        ticket = clerk.press("next", DeskCommand(counter="p1")).ticket
        assert ticket is not None
        assert box.lamp.next() is LampState.CALLED
        until(lambda: box.sound.wanted)
        clerk.press("serve", DeskCommand(ticket=ticket.id))

        assert box.lamp.next() is LampState.SERVING
        until(lambda: not box.sound.wanted)


def test_the_button_calls_the_next_client_and_the_light_tells_when_nobody_waits(
    lobby: RealLobby, box: At
) -> None:
    with closing(lobby.clerk()) as clerk:
        assert box.lamp.next() is LampState.FREE
        box.press(Press.SHORT)
        assert [box.lamp.next(), box.lamp.next()] == [LampState.NOBODY_WAITS, LampState.FREE]

        give_a_number(lobby)
        box.press(Press.SHORT)

        assert box.lamp.next() is LampState.CALLED
        assert [row.state for row in clerk.line().tickets] == [TicketState.CALLED]


def test_a_press_where_nobody_sits_is_refused_by_the_light(lobby: RealLobby, box: At) -> None:
    box.press(Press.SHORT)

    assert [box.lamp.next(), box.lamp.next()] == [LampState.REFUSED, LampState.DARK]


def test_a_long_press_asks_for_help(lobby: RealLobby, box: At) -> None:
    box.press(Press.LONG)

    assert box.lamp.next() is LampState.HELP_ASKED
    with closing(lobby.clerk()) as clerk:
        assert clerk.line().emergency == "p1"


def test_the_lobby_knows_how_the_parts_of_the_box_are(lobby: RealLobby, box: At) -> None:
    with closing(lobby.clerk()) as clerk:

        def told() -> tuple[tuple[str, str], ...]:
            (row,) = [row for row in clerk.line().devices if row.kind == "counter"]
            return row.parts if row.connected else ()

        until(lambda: bool(told()))
        assert told() == (("light", "ok"), ("sound", "ok"), ("button", "offline"))


def test_a_box_that_ends_leaves_the_counter_dark_and_silent(
    lobby: RealLobby, tmp_path: Path
) -> None:
    box = At(lobby, tmp_path)
    give_a_number(lobby)
    with closing(lobby.clerk()) as clerk:
        clerk.press("next", DeskCommand(counter="p1"))
        until(lambda: box.sound.wanted)

    box.close()

    assert box.lamp.closed
    assert not box.sound.wanted


def test_quiet_hours_keep_the_counter_silent_and_lit(lobby: RealLobby, tmp_path: Path) -> None:
    box = At(lobby, tmp_path, quiet_hours="00:00-23:59")
    give_a_number(lobby)
    with closing(lobby.clerk()) as clerk:
        until(lambda: box.lamp.next() is LampState.FREE)
        clerk.press("next", DeskCommand(counter="p1"))
        assert box.lamp.next() is LampState.CALLED

    box.close()
    assert box.sound.changes == []


def test_a_box_without_a_token_says_how_to_make_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(CounterSettings(token_file=tmp_path / "none")) == 1
    assert "vuoro device add counter" in capsys.readouterr().err


def test_a_light_that_cannot_be_meant_leaves_the_button_at_work(
    caplog: pytest.LogCaptureFixture,
) -> None:
    there = CounterSettings(light="gpio", light_device="17", button="usb:1189:8890")

    parts = parts_of(there, SystemClock())

    assert parts.states() == (("light", "offline"), ("button", "offline"))
    assert "gpiochip0:17,27,22" in caplog.text


def test_frames_reach_the_light_only_when_it_would_say_something_else() -> None:
    lamp, sound, clock = ToldLamp(), HeardSound(), SystemClock()
    box = CounterBox(Parts(lamp, sound, HandButton()), clock, "")
    thread = threading.Thread(target=lambda: box.run(lambda press: None))
    thread.start()
    free = CounterFrame(1, START, CounterUse.FREE)
    box.linked(True)
    for version in range(5):
        box.framed(replace(free, version=version))
    box.framed(replace(free, use=CounterUse.SERVING))
    box.stop()
    thread.join(PATIENCE)

    assert [lamp.next(), lamp.next()] == [LampState.FREE, LampState.SERVING]
    assert lamp.shown.empty()


def test_a_box_is_registered_like_any_device(
    vuoro: Vuoro, settings_file: Path, running: str, tmp_path: Path
) -> None:
    token = tmp_path / "counter.token"
    said = vuoro(
        "device", "add", "counter", "Piste 1", "--token-file", token, "--settings", settings_file
    )

    assert (said.status, said.err) == (0, "")
    with closing(CounterClient(running, token.read_text().strip())) as client:
        assert client.look("1").use is CounterUse.CLOSED


def test_the_command_serves_its_counter_until_it_is_told_to_stop(
    lobby: RealLobby, tmp_path: Path
) -> None:
    (tmp_path / "token").write_text(TOKEN)
    file = tmp_path / "vuoro.toml"
    file.write_text(
        f'[counter]\nlobby_url = "{lobby.url}"\ntoken_file = "{tmp_path / "token"}"\n'
        f'light = "relay"\nlocating_sound = "folder"\nsound_folder = "{tmp_path / "sound"}"\n',
        encoding="utf-8",
    )
    command = (sys.executable, "-m", "vuoro.lobby", "counter", "--settings", str(file))
    give_a_number(lobby)
    with (
        closing(lobby.clerk()) as clerk,
        subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as program,
    ):
        until(lambda: any(row.connected for row in clerk.line().devices if row.kind == "counter"))
        clerk.press("next", DeskCommand(counter="p1"))
        until(lambda: (tmp_path / "sound" / "0001.wav").exists())
        program.send_signal(signal.SIGTERM)
        status = program.wait(PATIENCE)
        assert program.stderr is not None
        log = program.stderr.read()

    assert status == 0
    assert log.count("the light can't be set") == 1
    assert "Traceback" not in log
