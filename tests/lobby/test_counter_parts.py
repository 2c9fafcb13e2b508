"""Presses carried to the lobby service, and the locating sound: what goes wrong with either."""

import queue
import threading
import uuid
from datetime import timedelta

import pytest

from tests.hardware.scanners.plugs import PATIENCE, until
from tests.queue.world import START
from vuoro.core.wire.common import Problem
from vuoro.core.wire.counter import (
    CounterAnswer,
    CounterFrame,
    CounterPress,
    CounterUse,
    PressOutcome,
)
from vuoro.hardware.buttons import Press
from vuoro.hardware.lamps import LampState
from vuoro.hardware.part_state import PartState
from vuoro.hardware.sound import NoPlayer, PlayerFailed, Speaker, locating
from vuoro.lobby.counter.locator import Locator
from vuoro.lobby.counter.presser import PATIENCE_SECONDS, Presser
from vuoro.queue.client import LobbyRefused, LobbyUnreachable


class Lobby:
    """What answers a presser: each answer of a list in turn."""

    def __init__(self, *answers: CounterAnswer | Exception) -> None:
        self._answers = list(answers)
        self.asked: list[tuple[CounterPress, uuid.UUID]] = []

    def call_next(self, press: CounterPress, key: uuid.UUID) -> CounterAnswer:
        self.asked.append((press, key))
        answer = self._answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer

    ask_for_help = call_next

    def look(self, counter: str) -> CounterFrame:
        return CounterFrame(1, START + timedelta(hours=1), CounterUse.FREE)


def pressed(lobby: Lobby, mono: list[float]) -> LampState:
    """What the light says after one press; ``mono`` is the time at each look, the last for ever."""
    notices: queue.SimpleQueue[LampState] = queue.SimpleQueue()
    presser = Presser(
        lobby, "1", uuid.uuid4, lambda: START, notices.put,
        lambda: mono.pop(0) if len(mono) > 1 else mono[0],
    )  # fmt: skip
    presser.start()
    try:
        presser.press(Press.SHORT)
        return notices.get(timeout=PATIENCE)
    finally:
        presser.close()


REFUSED = LobbyRefused(Problem("counter_busy", "", "", 409))
NOBODY = CounterAnswer(PressOutcome.NOBODY_WAITS)


def test_a_press_that_got_no_answer_is_sent_again_with_its_key() -> None:
    lobby = Lobby(LobbyUnreachable(), LobbyUnreachable(), NOBODY)

    assert pressed(lobby, [0.0]) is LampState.NOBODY_WAITS
    assert len({key for _, key in lobby.asked}) == 1
    assert len(lobby.asked) == 3


def test_a_press_is_given_up_after_its_time_and_the_light_tells() -> None:
    lobby = Lobby(LobbyUnreachable(), LobbyUnreachable())

    assert pressed(lobby, [0.0, 1.0, PATIENCE_SECONDS]) is LampState.UNANSWERED
    assert len(lobby.asked) == 2
    deadline = lobby.asked[0][0].deadline
    assert deadline == START + timedelta(seconds=PATIENCE_SECONDS)


def test_a_refused_press_is_not_sent_again() -> None:
    lobby = Lobby(REFUSED)

    assert pressed(lobby, [0.0]) is LampState.REFUSED
    assert len(lobby.asked) == 1


def test_a_lobby_whose_clock_was_set_takes_a_press_all_the_same() -> None:
    late = LobbyRefused(Problem("too_late", "", "", 409))
    lobby = Lobby(late, NOBODY)

    assert pressed(lobby, [0.0, 0.0, 2.0]) is LampState.NOBODY_WAITS
    (_, first), (again, second) = lobby.asked
    assert first == second
    assert again.deadline is not None
    assert START < again.deadline - timedelta(hours=1) <= START + timedelta(seconds=8)


def test_a_press_that_is_late_by_our_own_count_is_given_up() -> None:
    lobby = Lobby(LobbyRefused(Problem("too_late", "", "", 409)))

    assert pressed(lobby, [0.0, PATIENCE_SECONDS]) is LampState.REFUSED
    assert len(lobby.asked) == 1


class Player:
    """A speaker that plays until it is closed, or fails."""

    def __init__(self, failing: int = 0) -> None:
        self.playing = threading.Event()
        self.closed = threading.Event()
        self._failing = failing

    def play(self, wav: bytes) -> None:
        if self._failing:
            self._failing -= 1
            raise PlayerFailed("no sound card")
        self.playing.set()
        self.closed.wait(PATIENCE)
        self.playing.clear()

    def stop(self) -> None:
        pass

    def close(self) -> None:
        self.closed.set()


class Players:
    """Opens speakers, and remembers them; the first failures come from opening."""

    def __init__(self, *failures: Exception) -> None:
        self.opened: list[Player] = []
        self._failures = list(failures)

    def __call__(self) -> Speaker:
        if self._failures:
            raise self._failures.pop(0)
        self.opened.append(Player())
        return self.opened[-1]


@pytest.fixture
def quick_retries(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("vuoro.lobby.counter.locator.retry_after", lambda failures: 0.001)


def test_a_sound_begins_and_ends_at_once_and_again() -> None:
    players = Players()
    locator = Locator(players, lambda: locating(-32))
    locator.start()
    heard: list[Player] = []
    for _ in range(3):
        locator.want(True)
        locator.want(True)
        until(lambda: len(players.opened) > 1 + len(heard))
        heard.append(players.opened[-1])
        until(heard[-1].playing.is_set)
        locator.want(False)
        assert heard[-1].closed.is_set()
    locator.close()

    assert len(players.opened) == 4
    assert locator.state is PartState.OK
    assert [thread for thread in threading.enumerate() if thread.name == "locator"] == []


@pytest.mark.usefixtures("quick_retries")
def test_a_sound_that_nothing_can_play_is_told_once_and_tried_again(
    caplog: pytest.LogCaptureFixture,
) -> None:
    players = Players(*(NoPlayer("none installed") for _ in range(4)))
    locator = Locator(players, lambda: locating(-32))
    locator.start()
    assert locator.state is PartState.OFFLINE
    locator.want(True)
    until(lambda: bool(players.opened) and players.opened[-1].playing.is_set())
    locator.want(False)
    until(lambda: locator.state is PartState.OK)
    locator.close()

    assert len(caplog.records) == 1


def test_a_player_that_swallows_the_sound_is_not_started_again_and_again() -> None:
    played = threading.Semaphore(0)

    class Swallowing:
        def play(self, wav: bytes) -> None:
            played.release()

        def stop(self) -> None:
            pass

        def close(self) -> None:
            pass

    locator = Locator(Swallowing, lambda: locating(-32))
    locator.start()
    locator.want(True)
    assert played.acquire(timeout=PATIENCE)
    again = played.acquire(timeout=0.3)
    locator.close()

    assert not again
