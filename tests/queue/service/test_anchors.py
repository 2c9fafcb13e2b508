"""The clock: compared with the backend's, judged by it, and watched (offline_sync §3.10)."""

import uuid
from datetime import timedelta

import pytest

from tests.queue.service.test_restoring import ENROLLED
from tests.queue.world import START, World, a_pass
from vuoro.core.clock import ClockState, SteppingClock
from vuoro.core.wire.desk import DeskCommand
from vuoro.core.wire.kiosk import Outcome
from vuoro.queue.anchored_clock import AnchoredClock
from vuoro.queue.service import days, managing, outbox
from vuoro.queue.service.anchors import note_time
from vuoro.queue.service.identity import keep_identity
from vuoro.queue.service.lobby import LobbyService
from vuoro.queue.store import Store
from vuoro.queue.store.rows import to_ms


class Device:
    """A lobby on a clock that is judged."""

    def __init__(self, *, enrolled: bool = True) -> None:
        self.own = SteppingClock(START)
        self.clock = AnchoredClock(self.own)
        self.world = World(clock=self.own)
        self.store = Store(None, self.clock, self.world.ids)
        self.start()
        if enrolled:
            keep_identity(self.lobby, ENROLLED)

    def start(self) -> None:
        self.lobby = LobbyService(
            self.world.settings, self.store, self.clock, self.world.ids,
            public_url="http://vuoro.test", publish=self.world.told.append,
        )  # fmt: skip

    def state(self) -> ClockState:
        return self.clock.state

    def compare(self, ahead: timedelta = timedelta(0)) -> None:
        """The backend tells the time; this clock is ahead of it."""
        note_time(self.lobby, to_ms(self.own.wall - ahead), 40)


@pytest.fixture
def device() -> Device:
    return Device()


def test_a_lobby_without_a_backend_goes_by_its_own_clock() -> None:
    alone = Device(enrolled=False)
    assert alone.state() is ClockState.SYNC


def test_an_enrolled_device_is_sure_of_the_time_once_it_was_told(device: Device) -> None:
    assert device.state() is ClockState.HOLDOVER
    device.compare()
    assert device.state() is ClockState.SYNC
    device.own.advance(timedelta(hours=24))
    assert device.state() is ClockState.HOLDOVER
    device.compare()
    assert device.state() is ClockState.SYNC


def test_a_clock_that_somebody_sets_wrong_is_no_longer_believed(device: Device) -> None:
    device.compare()
    device.own.jump(START + timedelta(hours=1))
    assert device.state() is ClockState.HOLDOVER
    device.own.jump(START)
    assert device.state() is ClockState.SYNC


def test_a_comparison_outlasts_the_program_but_not_the_computer(device: Device) -> None:
    device.compare()
    device.start()
    assert device.state() is ClockState.SYNC
    device.own.boot_id = uuid.UUID(int=2)
    device.start()
    assert device.state() is ClockState.HOLDOVER


def test_events_carry_the_state_that_was_judged(device: Device) -> None:
    days.ensure_day(device.lobby)
    device.compare()
    days.ensure_day(device.lobby)
    with device.lobby.change() as work:
        work.note("clock.confirmed", {}, day="2026-11-23", actor="a")
    assert [event.clk for event in outbox.waiting(device.lobby)] == ["holdover", "sync"]


def test_only_the_newest_comparisons_are_kept(device: Device) -> None:
    for _ in range(300):
        device.own.advance(timedelta(minutes=5))
        device.compare()
    rows = device.store.read("SELECT count(*), max(server_ms) FROM time_anchor")
    assert rows == [(200, to_ms(device.own.wall))]


def test_a_clock_that_jumps_leaves_an_event_that_says_by_how_much() -> None:
    world = World()
    days.tend(world.lobby)
    world.wait(1)
    days.tend(world.lobby)
    world.clock.jump(world.clock.now() + timedelta(seconds=2))
    days.tend(world.lobby)
    assert "clock.jumped" not in {event.type for event in outbox.waiting(world.lobby)}
    world.clock.jump(world.clock.now() - timedelta(minutes=7))
    days.tend(world.lobby)
    days.tend(world.lobby)

    jumps = [event.p for event in outbox.waiting(world.lobby) if event.type == "clock.jumped"]
    assert jumps == [{"delta_ms": -420_000}]
    assert world.number().number == "A001"


def test_a_person_who_confirms_the_clock_leaves_an_event() -> None:
    world = World()
    world.clock.state = ClockState.UNSET
    managing.confirm_day(world.lobby, DeskCommand(), world.press("staff1"))
    told = [event for event in outbox.waiting(world.lobby) if event.type == "clock.confirmed"]
    assert [(event.actor, event.clk) for event in told] == [("staff1", "unset")]


def test_in_holdover_nobody_is_called_late() -> None:
    world = World()
    world.booking("b1", START - timedelta(hours=1))
    world.clock.state = ClockState.HOLDOVER
    shown = world.show_pass(a_pass("b1", START - timedelta(hours=1)))
    assert shown.outcome is Outcome.ADMITTED
