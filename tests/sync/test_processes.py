"""Real programs, a bad network and kill -9: afterwards everybody tells one story (§4.3)."""

import os
import random
import threading
import time
from collections import Counter
from contextlib import ExitStack
from pathlib import Path

import pytest
import urllib3

from tests.sync.processes.clients import Everybody, System
from tests.sync.processes.house import NAMES, QUIET, House, build, programs
from tests.sync.processes.network import Network, network
from tests.sync.processes.truth import assert_one_story
from vuoro.core.clock import SystemClock, local
from vuoro.core.wire.desk import DeskFrame
from vuoro.lobby.admin.asking import NotRunning, ask, look
from vuoro.lobby.admin.orders import LookAtSync, SyncLook
from vuoro.lobby.bench.process import free_port
from vuoro.lobby.cable.faults import Fault
from vuoro.lobby.complaint import Complaint
from vuoro.lobby.demo.programs import Running, clean_environment
from vuoro.lobby.demo.ready import until

STARTS_IN = 60.0
TOLD_IN = 180.0
"""After a storm a lobby may have paused for half a minute before it tries again."""
WORST = 40
CHAOS_SECONDS = float(os.environ.get("VUORO_CHAOS_SECONDS", "600"))


@pytest.mark.timeout(300)
def test_after_a_storm_and_two_power_cuts_everybody_tells_one_story(tmp_path: Path) -> None:
    chaos = Chaos(tmp_path, random.Random(3))
    chaos.live(15.0, ("backend", "aula"), apart=5.0)

    assert Fault.NONE in chaos.faults
    assert len(chaos.faults) > 3


@pytest.mark.long
@pytest.mark.timeout(CHAOS_SECONDS + 600)
def test_ten_minutes_of_it(tmp_path: Path) -> None:
    chance = random.Random(os.environ.get("VUORO_CHAOS_SEED", "11"))
    victims = tuple(chance.choice(("backend", *NAMES)) for _ in range(int(CHAOS_SECONDS / 8)))
    chaos = Chaos(tmp_path, chance)
    chaos.live(CHAOS_SECONDS, victims, apart=8.0)

    if CHAOS_SECONDS >= 300:
        assert chaos.faults == set(Fault)


class Chaos:
    """The programs, the network between them and the people before them, for a while."""

    def __init__(self, folder: Path, chance: random.Random) -> None:
        self._folder, self._chance = folder, chance
        self.faults: set[Fault] = set()

    def live(self, seconds: float, victims: tuple[str, ...], apart: float) -> None:
        """Chaos for so long, a kill every so often; then calm, and the truth."""
        port = free_port()
        with ExitStack() as stack:
            wire = stack.enter_context(network(NAMES, port))
            house = build(self._folder, port, wire.ports)
            running = stack.enter_context(Running(self._folder, clean_environment()))
            for name in ("backend", *NAMES):
                self._start(house, running, name)
            everybody = Everybody(house)
            threads = everybody.start(self._chance)
            try:
                self._rage(house, running, wire, (seconds, victims, apart))
                wire.calm()
                everybody.stop.set()
                _await_nobody(threads)
                _await_all_told(house)
            finally:
                everybody.stop.set()
                everybody.give_up.set()
                _await_nobody(threads)
            assert running.ended.empty(), f"it died by itself: {running.ended.get()}"
            running.stop(*NAMES, "backend")
            self.faults = wire.seen()
        assert not everybody.failures
        _assert_something_happened(everybody)
        assert_one_story(house, everybody)

    def _rage(
        self,
        house: House,
        running: Running,
        wire: Network,
        plan: tuple[float, tuple[str, ...], float],
    ) -> None:
        """Storms of changing strength; somebody is killed, and started again."""
        seconds, victims, apart = plan
        ends, left = time.monotonic() + seconds, list(victims)
        while time.monotonic() < ends:
            wire.storm(self._chance, self._chance.choice((10, WORST, 2 * WORST)))
            quiet = min(ends, time.monotonic() + apart * self._chance.uniform(0.5, 1.0))
            until(lambda quiet=quiet: time.monotonic() >= quiet, apart)  # type: ignore[misc]
            if left:
                name = left.pop()
                running.kill(name)
                self._start(house, running, name)

    @staticmethod
    def _start(house: House, running: Running, name: str) -> None:
        running.start(programs(house)[name])
        health = (
            f"{house.backend_url}/health" if name == "backend" else f"{house.url(name)}/v1/health"
        )
        up = until(lambda: _answers(health) or running.status(name) is not None, STARTS_IN)
        if not up or running.status(name) is not None:
            pytest.fail(f"{name}: {running.log(name).read_text('utf-8')[-2000:]}")


def _answers(url: str) -> bool:
    try:
        return urllib3.request("GET", url, timeout=1.0, retries=False).status == 200
    except urllib3.exceptions.HTTPError:
        return False


def _await_nobody(threads: list[threading.Thread]) -> None:
    for thread in threads:
        thread.join(STARTS_IN)
        assert not thread.is_alive()


def _await_all_told(house: House) -> None:
    """Both lobbies have told everything, and then heard the last thing that the backend did."""
    assert until(lambda: all(_waiting(house, name) == 0 for name in NAMES), TOLD_IN), {
        name: _waiting(house, name) for name in NAMES
    }
    today = local(SystemClock().now()).date().isoformat()
    for booking in (booking for day, booking in house.last_words.items() if day >= today):
        answer = System(house).hand_over(booking)
        assert answer.status == 200, answer.data
    assert until(lambda: all(_has_heard(house, name) for name in NAMES), TOLD_IN)


def _waiting(house: House, name: str) -> int:
    return ask(house.settings[name].lobby, LookAtSync(), SyncLook).events_waiting


def _has_heard(house: House, name: str) -> bool:
    """Whether the lobby knows who has the last booking now."""
    try:
        frame = look(house.settings[name].lobby, DeskFrame)
    except (NotRunning, Complaint):
        return False
    last = {*house.last_words.values()}
    return any(row.id in last and row.specialist == QUIET[1] for row in frame.bookings)


def _assert_something_happened(everybody: Everybody) -> None:
    """A test in which nobody comes proves nothing."""
    kinds = Counter(everybody.answers)
    for kind in ("issued", "already_here", "book 201", "move 200"):
        assert kinds[kind], kinds
    assert kinds["admitted"] + kinds["late"] + kinds["early"], kinds
    assert {name for name, _, _ in everybody.slips} == set(NAMES)
