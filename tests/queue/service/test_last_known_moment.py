"""A clock that stands before what was recorded is wrong, whatever the computer says of it."""

from datetime import timedelta

import pytest

from tests.queue.service.test_anchors import Device
from tests.queue.world import START
from vuoro.core.clock import ClockState
from vuoro.core.wire.desk import DeskCommand
from vuoro.core.wire.kiosk import TicketRequest
from vuoro.queue.service import arriving, days, managing


@pytest.fixture
def device() -> Device:
    """A lobby without a backend and without a battery for its clock, switched off at night."""
    made = Device(enrolled=False)
    days.ensure_day(made.lobby)
    draw(made)
    return made


def draw(device: Device) -> None:
    answer = arriving.take_number(device.lobby, TicketRequest("neuvonta"), device.world.press())
    assert isinstance(answer, bytes)


def boot(device: Device, hours: float) -> None:
    """Switched on, and the clock stands so many hours after the start of the story."""
    device.own.wall = START + timedelta(hours=hours)
    device.start()


def test_a_clock_that_fell_behind_is_unset_until_it_is_right(device: Device) -> None:
    boot(device, -15)
    assert device.state() is ClockState.UNSET
    assert days.needs_confirmation(device.lobby)
    device.own.wall = START + timedelta(minutes=3)
    assert device.state() is ClockState.SYNC
    assert not days.needs_confirmation(device.lobby)


def test_what_such_a_clock_tells_proves_nothing_at_the_next_start(device: Device) -> None:
    boot(device, -1)
    draw(device)
    boot(device, -0.9)
    assert device.state() is ClockState.UNSET


def test_a_minute_is_no_matter(device: Device) -> None:
    boot(device, -1 / 60)
    assert device.state() is ClockState.SYNC


def test_a_clock_that_once_was_far_ahead_is_believed_again_once_a_person_has_said_so(
    device: Device,
) -> None:
    boot(device, 24 * 400)
    draw(device)
    boot(device, 1)
    assert device.state() is ClockState.UNSET
    managing.confirm_day(device.lobby, DeskCommand(), device.world.press("staff1"))
    assert device.state() is ClockState.SYNC
    draw(device)
    boot(device, 2)
    assert device.state() is ClockState.SYNC


def test_the_backend_s_word_counts_more(device: Device) -> None:
    enrolled = Device()
    enrolled.own.wall = START + timedelta(days=30)
    enrolled.compare()
    draw(enrolled)
    enrolled.own.wall = START
    enrolled.start()
    enrolled.compare()
    assert enrolled.state() is ClockState.SYNC
