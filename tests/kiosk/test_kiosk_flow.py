"""What the kiosk does with presses, passes and answers, one event after another."""

import pytest

from tests.kiosk.visit import Visit
from vuoro.core.wire.kiosk import CheckInBy, Outcome
from vuoro.kiosk.flow import effects, events, screens
from vuoro.kiosk.flow.buttons import Button
from vuoro.kiosk.flow.events import Pressed, Scanned
from vuoro.kiosk.flow.screens import Paper
from vuoro.kiosk.samples import LOBBY, SLIP


def test_a_walk_in_takes_a_number_and_gets_one_slip(visit: Visit) -> None:
    visit.asks_for_info()
    visit.gets(Outcome.ISSUED)
    visit.happens(events.SlipPrinted(SLIP.job))

    assert [type(effect) for effect in visit.done] == [effects.Issue, effects.Print]
    screen = visit.sees()
    assert isinstance(screen, screens.Numbered)
    assert screen.paper is Paper.OUT


def test_a_double_tap_on_a_service_asks_once(visit: Visit) -> None:
    visit.touches(Button.NUMBER)
    visit.now += 1.0

    first = visit.happens(Pressed(Button.SERVICE, "info"))
    visit.now += 0.1
    second = visit.happens(Pressed(Button.SERVICE, "info"))

    assert (len(first), len(second)) == (1, 0)


def test_the_second_tap_of_a_double_tap_does_not_land_on_the_next_screen(visit: Visit) -> None:
    visit.asks_for_info()
    visit.gets(Outcome.ISSUED)

    visit.now += 0.1
    visit.happens(Pressed(Button.DONE))

    assert isinstance(visit.sees(), screens.Numbered)


def test_a_bouncing_key_types_once_and_a_second_touch_types_twice(visit: Visit) -> None:
    visit.touches(Button.APPOINTMENT)
    visit.touches(Button.BOOKING_CODE)
    visit.touches(Button.KEY, "1")

    visit.now += 0.02
    visit.happens(Pressed(Button.KEY, "1"))
    visit.touches(Button.KEY, "1")

    assert visit.sees() == screens.BookingPad("11")


def test_a_lost_answer_is_asked_for_again_with_the_same_press(visit: Visit) -> None:
    visit.asks_for_info()
    press = visit.press

    for _ in range(5):
        visit.happens(events.Unanswered(press))
        visit.waits(6.0)

    sent = [effect.press for effect in visit.done if isinstance(effect, effects.Issue)]
    assert len(sent) >= 5
    assert set(sent) == {press}
    assert isinstance(visit.sees(), screens.Lost)


def test_a_press_that_waited_for_the_lobby_is_answered_when_it_is_back(visit: Visit) -> None:
    visit.asks_for_info()
    press = visit.press
    for _ in range(3):
        visit.happens(events.Unanswered(press))
        visit.waits(2.0)

    visit.happens(events.LinkChanged(up=False))
    visit.happens(events.LinkChanged(up=True))
    visit.gets(Outcome.ISSUED)

    assert isinstance(visit.sees(), screens.Numbered)


def test_a_press_is_given_up_when_its_visitor_has_gone(visit: Visit) -> None:
    visit.asks_for_info()
    press = visit.press
    visit.happens(events.LinkChanged(up=False))
    for _ in range(40):
        visit.happens(events.Unanswered(press))
        visit.waits(2.0)

    assert visit.sees() == screens.Lost()


def test_a_pass_works_from_any_screen_a_visitor_can_be_on(visit: Visit) -> None:
    for opens in ((), (Button.APPOINTMENT,), (Button.NUMBER,), (Button.HELP,)):
        fresh = Visit()
        for button in opens:
            fresh.touches(button)

        done = fresh.happens(Scanned("VU1.something"))

        assert [effect.request.by for effect in done if isinstance(effect, effects.CheckIn)] == [
            CheckInBy.PASS
        ]


def test_a_code_held_in_view_is_read_once(visit: Visit) -> None:
    visit.happens(Scanned("VU1.something"))
    visit.gets(Outcome.ADMITTED)

    for _ in range(6):
        visit.now += 3.0
        visit.happens(Scanned("VU1.something"))

    assert sum(isinstance(effect, effects.CheckIn) for effect in visit.done) == 1


def test_a_code_held_up_since_the_lobby_was_lost_is_read_when_it_is_back(visit: Visit) -> None:
    visit.happens(events.LinkChanged(up=False))
    visit.waits(10.0)
    assert visit.sees() == screens.Lost()
    assert visit.happens(Scanned("VU1.something")) == ()
    visit.now += 3.0
    visit.happens(events.LinkChanged(up=True))

    done = visit.happens(Scanned("VU1.something"))

    assert [type(effect) for effect in done] == [effects.CheckIn]


def test_the_next_visitor_s_code_needs_no_touch(visit: Visit) -> None:
    visit.happens(Scanned("VU1.one"))
    visit.gets(Outcome.ADMITTED)
    visit.now += 1.0

    done = visit.happens(Scanned("VU1.two"))

    assert isinstance(done[0], effects.CheckIn)


@pytest.mark.parametrize("event", [Scanned("", 7000, flawed=True), Scanned("x", several=True)])
def test_garbage_at_the_scanner_gets_words_and_goes_nowhere(visit: Visit, event: Scanned) -> None:
    done = visit.happens(event)

    assert done == ()
    assert isinstance(visit.sees(), screens.Refused)


@pytest.mark.parametrize(
    "outcome",
    [
        Outcome.NO_MATCH,
        Outcome.BAD_PASS,
        Outcome.WRONG_DAY,
        Outcome.WRONG_OFFICE,
        Outcome.CANCELLED,
        Outcome.SUPERSEDED,
        Outcome.SEE_STAFF,
        Outcome.FULL,
    ],
)
def test_every_refusal_leads_on_to_a_number(visit: Visit, outcome: Outcome) -> None:
    visit.happens(Scanned("VU1.something"))
    visit.gets(outcome, slip=None)

    done = visit.touches(Button.TAKE_NUMBER)

    assert isinstance(done[0], effects.Issue)
    assert done[0].request.service == LOBBY.info_service
