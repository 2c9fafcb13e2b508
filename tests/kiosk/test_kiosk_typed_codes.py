"""What the kiosk does with an identity code that is typed, and that it keeps it nowhere."""

from dataclasses import asdict

import pytest

from tests.kiosk.visit import CODE, Visit
from vuoro.core.wire.kiosk import Outcome
from vuoro.kiosk.flow import screens
from vuoro.kiosk.flow.buttons import Button
from vuoro.kiosk.flow.screens import PadProblem
from vuoro.kiosk.samples import NOW


def test_a_mistyped_identity_code_is_kept_and_explained(visit: Visit) -> None:
    visit.touches(Button.APPOINTMENT)
    visit.touches(Button.IDENTITY_CODE)
    visit.types("010190-9008")

    done = visit.touches(Button.CONFIRM)

    assert done == ()
    assert visit.sees() == screens.IdentityPad("010190-9008", PadProblem.WRONG_CHECK)


def test_a_key_that_can_not_follow_is_refused_with_words(visit: Visit) -> None:
    visit.touches(Button.APPOINTMENT)
    visit.touches(Button.IDENTITY_CODE)
    visit.types("9")

    assert visit.sees() == screens.IdentityPad("", PadProblem.MISFIT)


def test_after_an_identity_code_a_match_and_no_match_look_the_same(visit: Visit) -> None:
    shown = []
    for outcome in (Outcome.ADMITTED, Outcome.RECEIVED, Outcome.EARLY, Outcome.ALREADY_HERE):
        visit = Visit()
        visit.touches(Button.APPOINTMENT)
        visit.touches(Button.IDENTITY_CODE)
        visit.types(CODE)
        visit.touches(Button.CONFIRM)
        visit.gets(outcome, start=NOW)
        shown.append(visit.sees())

    assert all(screen == shown[0] for screen in shown)
    assert isinstance(shown[0], screens.Numbered)
    assert (shown[0].outcome, shown[0].start, shown[0].slip.ahead) == (Outcome.RECEIVED, None, None)


@pytest.mark.parametrize("leave", [Button.BACK, Button.START_AGAIN, Button.HELP, Button.CONFIRM])
def test_no_state_keeps_an_identity_code_after_its_screen(visit: Visit, leave: Button) -> None:
    visit.touches(Button.APPOINTMENT)
    visit.touches(Button.IDENTITY_CODE)
    visit.types(CODE)
    visit.touches(leave)
    if leave is Button.CONFIRM:
        visit.gets(Outcome.RECEIVED)

    kept = str(asdict(visit.state))
    assert CODE not in kept
    assert CODE[:6] not in kept
    assert not isinstance(visit.sees(), screens.Asking | screens.IdentityPad)


def test_an_identity_code_never_shows_in_a_repr(visit: Visit) -> None:
    visit.touches(Button.APPOINTMENT)
    visit.touches(Button.IDENTITY_CODE)
    visit.types(CODE)
    before = repr(visit.state)
    done = visit.touches(Button.CONFIRM)

    assert CODE not in before + repr(visit.state) + repr(done)


def test_too_many_tries_pause_and_then_lead_back_to_the_keypad(visit: Visit) -> None:
    visit.touches(Button.APPOINTMENT)
    visit.touches(Button.IDENTITY_CODE)
    visit.types(CODE)
    visit.touches(Button.CONFIRM)
    visit.gets(Outcome.TOO_MANY_TRIES, slip=None, retry_after=20)

    visit.touches(Button.TRY_AGAIN)
    assert isinstance(visit.sees(), screens.Refused)
    visit.waits(20.0)
    visit.touches(Button.TRY_AGAIN)

    assert visit.sees() == screens.IdentityPad()
