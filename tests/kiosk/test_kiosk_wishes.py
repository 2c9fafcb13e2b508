"""How a visitor changes the screen: languages, colours, hand and simple screens."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from tests.kiosk.visit import CODE, Visit
from vuoro.core.wire.kiosk import Outcome
from vuoro.kiosk.easel import Easel
from vuoro.kiosk.flow import events, screens
from vuoro.kiosk.flow.buttons import Button
from vuoro.kiosk.flow.screens import CodeQuestion
from vuoro.kiosk.flow.state import Config
from vuoro.kiosk.flow.wishes import Contrast, Reach, Wishes
from vuoro.kiosk.gallery import PORTRAIT_MM


@pytest.mark.parametrize(
    ("ways", "back"),
    [
        ([], screens.Home()),
        ([Button.APPOINTMENT], screens.ShowCode()),
        ([Button.NUMBER], screens.Services()),
        ([Button.HELP], screens.AskStaff(screens.Home())),
        ([Button.APPOINTMENT, Button.IDENTITY_CODE], screens.IdentityPad()),
    ],
)
def test_a_language_is_chosen_from_any_screen_and_leads_back_to_it(
    visit: Visit, ways: list[Button], back: screens.Screen
) -> None:
    for button in ways:
        visit.touches(button)

    visit.touches(Button.LANGUAGES)
    assert visit.sees() == screens.Languages(back)
    visit.touches(Button.LANGUAGE, "ar")

    assert visit.sees() == back
    assert visit.state.wishes.language == "ar"


def test_no_code_waits_behind_the_languages(visit: Visit) -> None:
    visit.touches(Button.APPOINTMENT)
    visit.touches(Button.IDENTITY_CODE)
    visit.types(CODE[:6])

    visit.touches(Button.LANGUAGES)
    visit.touches(Button.BACK)

    assert visit.sees() == screens.IdentityPad()


def test_an_answer_comes_forward_from_behind_the_languages(visit: Visit) -> None:
    visit.asks_for_info()
    press = visit.press
    visit.touches(Button.LANGUAGES)

    visit.happens(events.Unanswered(press))
    assert isinstance(visit.sees(), screens.Languages)
    visit.waits(2.0)
    visit.touches(Button.BACK)
    visit.gets(Outcome.ISSUED)

    assert isinstance(visit.sees(), screens.Numbered)


def test_a_number_behind_the_languages_is_as_long_on_the_screen_as_before_it(visit: Visit) -> None:
    visit.asks_for_info()
    visit.gets(Outcome.ISSUED)
    visit.touches(Button.LANGUAGES)

    visit.waits(24.0)
    assert isinstance(visit.sees(), screens.Languages)
    visit.waits(3.0)

    assert visit.sees() == screens.Home()


def test_languages_nobody_chooses_from_are_left_after_a_warning(visit: Visit) -> None:
    visit.touches(Button.LANGUAGES)

    visit.waits(41.0)
    assert visit.state.warned
    visit.waits(20.0)

    assert visit.sees() == screens.Home()


def test_the_colours_go_round(visit: Visit) -> None:
    seen = []
    for _ in range(3):
        visit.touches(Button.CONTRAST)
        seen.append(visit.state.wishes.contrast)

    assert seen == [Contrast.DARK, Contrast.BRIGHT, Contrast.STANDARD]


@pytest.mark.parametrize(
    ("hand", "way"),
    [
        (Reach.RIGHT, [Reach.RIGHT, Reach.LEFT, Reach.NONE]),
        (Reach.LEFT, [Reach.LEFT, Reach.RIGHT, Reach.NONE]),
    ],
)
def test_buttons_go_down_on_the_side_of_the_offices_hand_first(
    hand: Reach, way: list[Reach]
) -> None:
    visit = Visit(Config(hand=hand))
    seen = []
    for _ in way:
        visit.touches(Button.REACH)
        seen.append(visit.state.wishes.reach)

    assert seen == way


def test_simple_screens_ask_for_one_code_after_the_other_and_back(visit: Visit) -> None:
    visit.touches(Button.SIMPLE)
    visit.touches(Button.APPOINTMENT)
    for asked in (CodeQuestion.IDENTITY, CodeQuestion.BOOKING, CodeQuestion.NONE):
        visit.touches(Button.NEXT_PAGE)
        assert visit.sees() == screens.ShowCode(asked)
    visit.touches(Button.NEXT_PAGE)
    assert visit.sees() == screens.ShowCode(CodeQuestion.NONE)

    for asked in (CodeQuestion.BOOKING, CodeQuestion.IDENTITY, CodeQuestion.SHOW):
        visit.touches(Button.BACK)
        assert visit.sees() == screens.ShowCode(asked)
    visit.touches(Button.BACK)
    assert visit.sees() == screens.Home()


def test_without_a_scanner_a_simple_screen_asks_for_no_code_to_show(visit: Visit) -> None:
    visit.happens(events.DeviceChanged(scanner="offline"))
    visit.touches(Button.SIMPLE)
    visit.touches(Button.APPOINTMENT)

    visit.touches(Button.NEXT_PAGE)
    assert visit.sees() == screens.ShowCode(CodeQuestion.BOOKING)
    visit.touches(Button.BACK)
    visit.touches(Button.BACK)

    assert visit.sees() == screens.Home()


def test_a_number_on_a_simple_screen_stays_until_somebody_was_asked(visit: Visit) -> None:
    visit.touches(Button.SIMPLE)
    visit.asks_for_info()
    visit.gets(Outcome.ISSUED)

    visit.waits(230.0)
    assert isinstance(visit.sees(), screens.Numbered)
    assert not visit.state.warned
    visit.waits(20.0)
    assert visit.state.warned
    visit.touches(Button.MORE_TIME)
    visit.waits(230.0)
    assert isinstance(visit.sees(), screens.Numbered)
    visit.waits(80.0)

    assert visit.sees() == screens.Home()
    assert visit.state.wishes == Wishes()


def test_a_long_press_on_the_lower_left_corner_asks_for_speech_and_a_short_one_does_not(
    qapp: object,
) -> None:
    easel = Easel(1080, 1920, PORTRAIT_MM)
    state = dict(easel.states(Wishes()))["home"]
    easel.show(replace(state, screen=screens.Home()))
    corner = next(item for item in easel.root.childItems() if item.objectName() == "speech-corner")
    assert corner.property("pressAndHoldInterval") == 3000
    corner.setProperty("pressAndHoldInterval", 40)
    at = QPoint(90, 1850)

    QTest.mouseClick(easel.view, Qt.MouseButton.LeftButton, pos=at)
    short = list(easel.pressed)
    easel.pressed.clear()
    QTest.mousePress(easel.view, Qt.MouseButton.LeftButton, pos=at)
    for _ in range(200):
        if easel.pressed:
            break
        QTest.qWait(10)
    QTest.mouseRelease(easel.view, Qt.MouseButton.LeftButton, pos=at)
    long = list(easel.pressed)
    easel.close()

    assert short == [("text-size", "")]
    assert long == [("speech", "")]
