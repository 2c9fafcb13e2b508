"""A second kiosk and its leader over a network that fails in every way; nothing joins twice."""

import random
import uuid
from collections import deque
from collections.abc import Iterator
from contextlib import AbstractAsyncContextManager, ExitStack
from datetime import timedelta
from pathlib import Path
from threading import Event

import pytest

from tests.queue.lobby_process import KIOSK_TOKEN, prepare, settings
from tests.queue.real_lobby import served
from tests.queue.service.test_escrow import enrolled
from tests.queue.world import ONE, START, World
from vuoro.core.clock import SteppingClock
from vuoro.core.settings.schema import SyncSettings
from vuoro.core.wire.desk import DeskCommand, DeskFrame
from vuoro.core.wire.kiosk import TicketRequest
from vuoro.core.wire.sync import Role
from vuoro.lobby.service import lobby_app
from vuoro.queue.api import create_app
from vuoro.queue.api.app import Options
from vuoro.queue.client import KioskClient
from vuoro.queue.client.feed import Feed
from vuoro.queue.service import LobbyService, people
from vuoro.queue.service.identity import keep_identity
from vuoro.queue.service.second_kiosk import has_news
from vuoro.sync.faulty import Fault, FaultyTransport
from vuoro.sync.in_process import InProcessTransport
from vuoro.sync.leader_link import HEARTBEAT_SECONDS, LONGEST_SECONDS, LeaderLink
from vuoro.sync.talk import hold

TOKEN = "token-of-the-second-kiosk"


class House:
    """A leader that answers requests, and a second kiosk that makes them."""

    def __init__(self, folder: Path) -> None:
        self.clock = SteppingClock(START)
        self.faults: deque[Fault] = deque()
        self.leader = self._leader(folder / "leader.db", 1)
        self.second = World(folder / "second.db", 2, clock=self.clock)
        keep_identity(self.second.lobby, enrolled("d2", Role.COMPANION, "H"))
        self._open_door()
        self.link = LeaderLink(self.second.lobby, TOKEN, lambda: 0.5)

    def _leader(self, path: Path, seed: int) -> World:
        world = World(path, seed, clock=self.clock)
        if people.device_of(world.lobby, TOKEN) is None:
            keep_identity(world.lobby, enrolled())
            people.add_device(world.lobby, people.COMPANION, "Aula 2", TOKEN)
        return world

    def _open_door(self) -> None:
        app = create_app(lambda publish: self.leader.lobby, Options(tick_seconds=3600))
        self.inner = InProcessTransport(app)
        self.life: AbstractAsyncContextManager[object] = app.router.lifespan_context(app)
        self.inner._loop.run_until_complete(self.life.__aenter__())
        self.network = FaultyTransport(self.inner, self._plan(), random.Random(1))

    def _plan(self) -> Iterator[Fault]:
        while True:
            yield self.faults.popleft() if self.faults else Fault.NONE

    def go(self, *faults: Fault) -> float:
        self.faults.extend(faults)
        return hold(self.link.tell(), self.network)

    def settle(self) -> None:
        for _ in range(20):
            if self.go() == HEARTBEAT_SECONDS and not has_news(self.second.lobby):
                return
        raise AssertionError("it does not settle")

    def shut_leader(self) -> None:
        self.inner._loop.run_until_complete(self.life.__aexit__(None, None, None))
        self.inner.close()

    def restart_leader(self, path: Path) -> None:
        """The leader's process ends and starts from this file."""
        self.shut_leader()
        self.leader = self._leader(path, 5)
        self._open_door()

    def restart_second(self) -> None:
        self.second.reopen()
        self.link = LeaderLink(self.second.lobby, TOKEN, lambda: 0.5)

    def numbers(self) -> list[str]:
        return sorted(ticket.number for ticket in self.leader.lobby.line.tickets.values())

    def close(self) -> None:
        self.shut_leader()
        self.second.close()


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    made = House(tmp_path)
    yield made
    made.close()


@pytest.mark.parametrize("fault", [fault for fault in Fault if fault is not Fault.NONE])
def test_whatever_the_network_does_each_number_joins_once(house: House, fault: Fault) -> None:
    for _ in range(3):
        house.second.number()
    wait = house.go(fault)
    assert wait <= LONGEST_SECONDS or wait == HEARTBEAT_SECONDS
    house.network.deliver_late()
    house.second.number()
    house.settle()
    house.network.deliver_late()
    assert house.numbers() == ["AH001", "AH002", "AH003", "AH004"]


def test_a_lost_answer_is_asked_again_also_after_a_restart_of_either(
    house: House, tmp_path: Path
) -> None:
    house.second.number()
    house.go(Fault.LOST_REPLY)
    house.restart_second()
    house.restart_leader(tmp_path / "leader.db")
    assert has_news(house.second.lobby)
    house.settle()
    assert house.numbers() == ["AH001"]


def test_a_kiosk_without_its_leader_goes_on_and_tells_it_all_later(house: House) -> None:
    for _ in range(120):
        house.second.number()
        if house.second.presses % 40 == 0:
            house.go(Fault.LOST_REQUEST)
    house.clock.advance(timedelta(hours=2))
    house.settle()
    assert len(house.numbers()) == 120
    assert house.leader.sit("staff1", ONE)
    assert house.leader.called("staff1", ONE).number == "AH001"


def test_the_waits_between_failures_grow_but_never_long(house: House) -> None:
    waits = [house.go(Fault.LOST_REQUEST) for _ in range(12)]
    assert waits == sorted(waits)
    assert 0 < waits[0] < waits[-1] == LONGEST_SECONDS


def test_a_leader_restored_from_a_backup_is_told_again_what_it_lost(
    house: House, tmp_path: Path
) -> None:
    house.second.number()
    house.settle()
    backup = tmp_path / "backup.db"
    house.leader.store.read("VACUUM INTO ?", (str(backup),))
    house.second.number()
    house.settle()
    house.shut_leader()
    backup.replace(tmp_path / "leader.db")
    house.leader = house._leader(tmp_path / "leader.db", 6)
    house._open_door()
    assert house.numbers() == ["AH001"]
    house.go()
    house.settle()
    assert house.numbers() == ["AH001", "AH002"]


def test_a_wrong_token_is_a_failure_and_changes_nothing(house: House) -> None:
    slip = house.second.number()
    house.link = LeaderLink(house.second.lobby, "another", lambda: 0.5)
    assert 0 < house.go() <= LONGEST_SECONDS
    assert house.numbers() == []
    assert slip.number == "AH001"


def test_a_lobby_that_leads_itself_tells_nobody(house: House) -> None:
    keep_identity(house.second.lobby, enrolled("d2", Role.LEADER, "H"))
    house.second.number()
    house.go()
    assert not house.network.happened


def test_two_real_services_number_given_here_is_called_there(tmp_path: Path) -> None:
    clock = SteppingClock(START)

    def leading(lobby: LobbyService) -> None:
        prepare(lobby)
        people.add_device(lobby, people.COMPANION, "Aula 2", TOKEN)

    def second(lobby: LobbyService) -> None:
        prepare(lobby)
        keep_identity(lobby, enrolled("d2", Role.COMPANION, "H"))

    token = tmp_path / "leader.token"
    token.write_text(f"{TOKEN}\n", "ascii")
    one = lobby_app(settings(tmp_path / "one"), clock, leading)
    with served(one) as leader, ExitStack() as life:
        sync = SyncSettings(leader_url=leader.url, leader_token_file=token)
        clerk, told = leader.clerk(), Event()

        def seen(frame: DeskFrame) -> None:
            if any(row.number == "AH001" for row in frame.tickets):
                told.set()

        session = {"Cookie": clerk.cookie}
        feed = Feed(
            leader.url, "/v1/desk/stream", "", DeskFrame, seen, lambda _: None, headers=session
        )
        feed.start()
        life.callback(feed.close)
        with served(lobby_app(settings(tmp_path / "two"), clock, second, sync=sync)) as companion:
            kiosk = KioskClient(companion.url, KIOSK_TOKEN)
            slip = kiosk.issue(TicketRequest("neuvonta"), uuid.uuid4()).slip
            assert slip is not None
            assert slip.number == "AH001"
            assert told.wait(10), "the desk of the leader shows it"
            kiosk.close()
        called = clerk.press("next", DeskCommand(counter=ONE)).ticket
        assert called is not None
        assert called.id == slip.ticket
        clerk.close()
