"""Quiet call and another waiting place: asked on the number screen, of everyone alike."""

from dataclasses import replace

import pytest

from tests.kiosk.visit import NEWS, Visit
from vuoro.core.catalogue import catalogue
from vuoro.core.wire.follow import CallWish
from vuoro.core.wire.kiosk import Outcome
from vuoro.kiosk import PACKAGE
from vuoro.kiosk.flow import events, screens
from vuoro.kiosk.flow.buttons import Button
from vuoro.kiosk.flow.effects import Wish
from vuoro.kiosk.samples import ELSEWHERE, LOBBY, NOW, SLIP
from vuoro.kiosk.view.present import Now, present
from vuoro.kiosk.view.shown import Shown

NUMBERED = (
    Outcome.ADMITTED, Outcome.EARLY, Outcome.LATE, Outcome.ALREADY_HERE, Outcome.RESCHEDULED,
    Outcome.RECEIVED, Outcome.ISSUED,
)  # fmt: skip


@pytest.fixture
def visit() -> Visit:
    visit = Visit()
    visit.asks_for_info()
    visit.gets(Outcome.ISSUED)
    return visit


def shown(visit: Visit) -> Shown:
    return present(visit.state, Now(visit.now, NOW), catalogue(PACKAGE, "fi"))


def number(visit: Visit) -> screens.Numbered:
    seen = visit.sees()
    assert isinstance(seen, screens.HowCalled)
    return seen.number


def wishes(visit: Visit, button: Button, kept: CallWish) -> Wish:
    (effect,) = visit.touches(button)
    assert isinstance(effect, Wish)
    visit.happens(events.WishKept(effect.press, kept))
    return effect


@pytest.mark.parametrize("outcome", NUMBERED)
def test_everyone_with_a_number_is_offered_the_same(outcome: Outcome) -> None:
    visit = Visit()
    visit.asks_for_info()
    visit.gets(outcome)
    (way,) = [each for each in shown(visit).actions if each.button == Button.SILENT]
    assert way.text == "Miten kutsumme sinut"
    visit.touches(Button.SILENT)
    assert [each.button for each in shown(visit).actions] == [Button.SILENT, Button.ELSEWHERE]


def test_a_quiet_call_is_asked_for_and_taken_back(visit: Visit) -> None:
    visit.touches(Button.SILENT)
    asked = wishes(visit, Button.SILENT, CallWish(True, False))
    assert (asked.ticket, asked.wish) == (SLIP.ticket, CallWish(silent=True))
    assert "ei näy näytöllä" in shown(visit).lead

    back = wishes(visit, Button.SILENT, CallWish(False, False))

    assert back.wish == CallWish(silent=False)
    assert not number(visit).silent


def test_who_waits_elsewhere_reads_the_place_under_the_number(visit: Visit) -> None:
    visit.touches(Button.SILENT)
    wishes(visit, Button.ELSEWHERE, CallWish(False, True))
    visit.touches(Button.BACK)
    assert isinstance(visit.sees(), screens.Numbered)
    assert ELSEWHERE["fi"] in shown(visit).lead


def test_another_place_is_not_offered_where_there_is_none(visit: Visit) -> None:
    bare = replace(NEWS, lobby=replace(LOBBY, elsewhere={}))
    visit.happens(events.LobbyChanged(bare))
    visit.touches(Button.SILENT)
    assert [each.button for each in shown(visit).actions] == [Button.SILENT]
    assert visit.touches(Button.ELSEWHERE) == ()


def test_one_wish_waits_at_a_time(visit: Visit) -> None:
    visit.touches(Button.SILENT)
    visit.touches(Button.SILENT)
    assert visit.touches(Button.ELSEWHERE) == ()
    assert not any(each.enabled for each in shown(visit).actions)


def test_what_could_not_be_kept_is_said_and_changes_nothing(visit: Visit) -> None:
    visit.touches(Button.SILENT)
    (effect,) = visit.touches(Button.SILENT)
    assert isinstance(effect, Wish)
    visit.happens(events.WishNotKept(effect.press))
    assert "henkilökunnalle" in shown(visit).notice
    assert not number(visit).silent


def test_the_slip_comes_out_behind_the_question(visit: Visit) -> None:
    visit.touches(Button.SILENT)
    visit.happens(events.SlipPrinted(SLIP.job))
    assert number(visit).paper is screens.Paper.OUT


def test_a_forgotten_question_goes_home_by_itself(visit: Visit) -> None:
    visit.touches(Button.SILENT)
    visit.waits(200.0)
    assert visit.sees() == screens.Home()


def test_back_at_the_number_there_is_time_to_read_it(visit: Visit) -> None:
    visit.touches(Button.SILENT)
    visit.waits(39.0)
    visit.touches(Button.BACK)
    seen = visit.sees()
    assert isinstance(seen, screens.Numbered)
    assert seen.until - visit.now >= visit.config.result - 1.0
