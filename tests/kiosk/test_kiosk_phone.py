"""One's own phone: the kiosk shows the lobby's code, and a new one as soon as it is due."""

import pytest

from tests.kiosk.visit import Visit
from vuoro.core.catalogue import catalogue
from vuoro.kiosk import PACKAGE
from vuoro.kiosk.flow import events, screens
from vuoro.kiosk.flow.buttons import Button
from vuoro.kiosk.flow.effects import AskDoor
from vuoro.kiosk.flow.state import Config
from vuoro.kiosk.samples import NOW
from vuoro.kiosk.view.own_phone import address
from vuoro.kiosk.view.present import Now, present

DOOR = events.DoorShown("http://aula.example.fi/k/7K4MQ2XB", 40.0)
NEXT = events.DoorShown("http://aula.example.fi/k/AAAA2222", 60.0)


@pytest.fixture
def visit() -> Visit:
    return Visit()


def shown_code(visit: Visit) -> str:
    words = catalogue(PACKAGE, "fi")
    return present(visit.state, Now(visit.now, NOW), words).code


def test_the_code_is_asked_for_and_shown_with_its_address(visit: Visit) -> None:
    assert visit.touches(Button.PHONE) == (AskDoor(),)
    assert shown_code(visit) == ""

    visit.happens(DOOR)

    assert shown_code(visit) == DOOR.url
    assert address(DOOR.url) == "aula.example.fi/k/7K4M-Q2XB"


def test_the_next_code_is_asked_for_when_it_is_due_and_the_old_one_stays_until_then(
    visit: Visit,
) -> None:
    visit.touches(Button.PHONE)
    visit.happens(DOOR)
    visit.done.clear()
    visit.waits(39.0)
    assert visit.done == []
    visit.waits(2.0)
    assert visit.done == [AskDoor()]
    assert shown_code(visit) == DOOR.url
    visit.happens(NEXT)
    assert shown_code(visit) == NEXT.url


def test_without_a_code_the_screen_says_so_and_asks_again(visit: Visit) -> None:
    visit.touches(Button.PHONE)
    visit.happens(events.DoorMissing())
    assert shown_code(visit) == ""
    assert visit.sees() == screens.OwnPhone(next_at=visit.now + 5.0, failed=True)
    visit.done.clear()
    visit.waits(5.5)
    assert visit.done == [AskDoor()]


def test_asking_for_codes_keeps_nobody_at_the_kiosk(visit: Visit) -> None:
    visit.touches(Button.PHONE)
    visit.happens(events.DoorShown(DOOR.url, 3.0))
    for _ in range(30):
        visit.waits(3.0)
        visit.happens(events.DoorShown(DOOR.url, 3.0))
    assert visit.sees() == screens.Home()


def test_the_visitor_is_asked_whether_to_stay_and_may(visit: Visit) -> None:
    visit.touches(Button.PHONE)
    visit.happens(events.DoorShown(DOOR.url, 50.0))
    visit.waits(41.0)
    assert visit.state.warned
    visit.touches(Button.MORE_TIME)
    assert isinstance(visit.sees(), screens.OwnPhone)


def test_a_code_that_comes_too_late_changes_nothing(visit: Visit) -> None:
    visit.touches(Button.PHONE)
    visit.touches(Button.BACK)
    visit.happens(DOOR)
    assert visit.sees() == screens.Home()


def test_help_leads_there_too_and_back(visit: Visit) -> None:
    visit.touches(Button.HELP)
    visit.touches(Button.PHONE)
    visit.happens(DOOR)
    visit.touches(Button.HELP)
    visit.touches(Button.BACK)
    assert shown_code(visit) == DOOR.url


def test_where_the_office_does_not_want_it_the_button_does_nothing() -> None:
    visit = Visit(config=Config(own_phone=False))
    assert visit.touches(Button.PHONE) == ()
    assert visit.sees() == screens.Home()


def test_no_repr_shows_the_code() -> None:
    assert "7K4MQ2XB" not in repr((DOOR, screens.OwnPhone(DOOR.url)))
