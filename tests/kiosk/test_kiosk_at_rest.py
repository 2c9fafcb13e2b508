"""What the kiosk does between visitors: time runs out, it rests, closes, or has its staff."""

from dataclasses import replace

import pytest

from tests.kiosk.visit import NEWS, Visit
from vuoro.core.wire.common import DoorState, LobbyMode
from vuoro.core.wire.kiosk import KioskFrame, Outcome
from vuoro.kiosk.flow import events, screens
from vuoro.kiosk.flow.buttons import Button
from vuoro.kiosk.flow.events import Scanned
from vuoro.kiosk.flow.state import Config
from vuoro.kiosk.flow.timing import next_tick
from vuoro.kiosk.flow.wishes import Wishes
from vuoro.kiosk.samples import LOBBY, NOW, SERVICES


def test_an_idle_visitor_is_asked_twenty_seconds_before_the_end(visit: Visit) -> None:
    visit.touches(Button.NUMBER)
    visit.waits(visit.config.idle)
    assert visit.state.warned

    visit.waits(visit.config.warn - 0.5)
    assert isinstance(visit.sees(), screens.Services)
    visit.waits(1.0)

    assert visit.sees() == screens.Home()


def test_one_touch_gives_more_time_and_does_nothing_else(visit: Visit) -> None:
    visit.touches(Button.NUMBER)
    visit.waits(visit.config.idle + 1)

    done = visit.touches(Button.SERVICE, "info")

    assert done == ()
    assert not visit.state.warned
    assert isinstance(visit.sees(), screens.Services)


def test_who_makes_a_number_larger_has_time_to_read_it(visit: Visit) -> None:
    visit.asks_for_info()
    visit.gets(Outcome.ISSUED)
    visit.waits(visit.config.result - 5.0)
    visit.touches(Button.TEXT_SIZE)
    visit.waits(visit.config.result - 1.0)

    assert isinstance(visit.sees(), screens.Numbered)


def test_the_next_visitor_does_not_find_the_wishes_of_the_last(visit: Visit) -> None:
    for button, value in (
        (Button.LANGUAGE, "sv"),
        (Button.TEXT_SIZE, ""),
        (Button.CONTRAST, ""),
        (Button.REACH, ""),
    ):
        visit.touches(button, value)
    assert visit.state.wishes != Wishes()

    visit.waits(visit.config.idle + visit.config.warn + 1)

    assert visit.state.wishes == Wishes()


def test_a_kiosk_at_rest_asks_for_no_ticks(visit: Visit) -> None:
    visit.waits(600.0)

    assert next_tick(visit.state, visit.now, visit.config) is None


@pytest.mark.parametrize(
    ("frame", "screen"),
    [
        (replace(NEWS, lobby=replace(LOBBY, mode=LobbyMode.CLOSED)), screens.Closed()),
        (replace(NEWS, lobby=replace(LOBBY, mode=LobbyMode.LOCKED)), screens.Locked()),
        (replace(NEWS, locked=True), screens.KioskLocked()),
    ],
)
def test_a_resting_kiosk_follows_the_lobby(
    visit: Visit, frame: KioskFrame, screen: screens.Screen
) -> None:
    visit.happens(events.LobbyChanged(frame))
    assert visit.sees() == screen

    visit.happens(events.LobbyChanged(NEWS))
    assert visit.sees() == screens.Home()


def test_a_kiosk_in_use_finishes_before_it_closes(visit: Visit) -> None:
    visit.touches(Button.NUMBER)
    visit.happens(events.LobbyChanged(replace(NEWS, lobby=replace(LOBBY, mode=LobbyMode.CLOSED))))

    assert isinstance(visit.sees(), screens.Services)
    visit.touches(Button.START_AGAIN)
    assert visit.sees() == screens.Closed()


def test_a_blink_of_the_link_shows_nothing_and_a_longer_loss_says_so(visit: Visit) -> None:
    visit.happens(events.LinkChanged(up=False))
    visit.waits(2.0)
    assert visit.sees() == screens.Home()

    visit.waits(2.0)
    assert visit.sees() == screens.Lost()

    visit.happens(events.LinkChanged(up=True))
    assert visit.sees() == screens.Home()


def test_a_service_that_closed_meanwhile_gives_no_number(visit: Visit) -> None:
    visit.touches(Button.NUMBER)
    closed = (replace(SERVICES[0], state=DoorState.CLOSED, version=2),)
    visit.happens(events.LobbyChanged(KioskFrame(2, False, NOW, services=closed)))

    done = visit.touches(Button.SERVICE, "info")

    assert done == ()
    assert len(visit.state.services) == len(SERVICES)


def test_the_staff_menu_opens_with_the_pin_only_and_wrong_ones_cost_time(visit: Visit) -> None:
    visit.touches(Button.STAFF)
    for _ in range(3):
        visit.types("1111")
        visit.touches(Button.CONFIRM)
    visit.types("2468")
    visit.touches(Button.CONFIRM)
    assert isinstance(visit.sees(), screens.StaffPin)

    visit.waits(6.0)
    visit.types("2468")
    visit.touches(Button.CONFIRM)

    assert visit.sees() == screens.StaffMenu()


def test_without_a_pin_in_the_settings_there_is_no_staff_menu() -> None:
    visit = Visit(config=Config(pin=""))

    visit.touches(Button.STAFF)

    assert visit.sees() == screens.Home()


def test_a_visitor_at_a_kiosk_that_was_just_locked_is_sent_to_another(visit: Visit) -> None:
    visit.asks_for_info()
    visit.happens(events.Declined(visit.press, locked=True))
    assert visit.sees() == screens.KioskLocked()

    visit.happens(events.LobbyChanged(NEWS))
    assert visit.sees() == screens.Home()


def test_staff_lock_a_kiosk_and_open_it_again(visit: Visit) -> None:
    for _ in range(2):
        visit.touches(Button.STAFF)
        visit.types("2468")
        visit.touches(Button.CONFIRM)
        visit.touches(Button.STAFF_LOCK)
        if visit.state.locked_here:
            assert visit.sees() == screens.KioskLocked()
            assert visit.happens(Scanned("VU1.something")) == ()

    assert visit.sees() == screens.Home()


def test_a_test_scan_keeps_kind_and_length_but_not_the_code(visit: Visit) -> None:
    visit.touches(Button.STAFF)
    visit.types("2468")
    visit.touches(Button.CONFIRM)
    visit.touches(Button.STAFF_SCAN)

    done = visit.happens(Scanned("VU1.secret", 10))

    assert done == ()
    assert visit.sees() == screens.StaffScan("pass", 10)
    assert "secret" not in repr(visit.state)
