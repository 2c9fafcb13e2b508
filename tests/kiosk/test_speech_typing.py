"""Codes are typed without seeing them, and without anybody else hearing them."""

import pytest

from tests.kiosk.listener import Listener
from vuoro.core.wire.kiosk import CheckInBy, CheckInRequest, Outcome
from vuoro.hardware.keypads.keys import NavKey
from vuoro.kiosk.flow import screens
from vuoro.kiosk.flow.effects import CheckIn
from vuoro.kiosk.flow.pads import fitting_keys
from vuoro.kiosk.flow.screens import BookingPad, IdentityPad, PadProblem
from vuoro.kiosk.view.walk import GROUP

IDENTITY = "010190-900P"
"""Artificial."""
BOOKING = "7K4MQ2XB"


def at_pad(name: str, *, headset: bool = True) -> Listener:
    visitor = Listener()
    if headset:
        visitor.plugs_in()
    else:
        visitor.keys(NavKey.NEXT)
    visitor.chooses("language-fi")
    visitor.chooses("appointment")
    visitor.chooses(name)
    return visitor


def picks(visitor: Listener, character: str) -> None:
    """Choose a character with next and choose alone, through its group where there are many."""
    if f"key-{character}" not in [item.id for item in visitor.teller.stops]:
        pad = visitor.sees()
        assert isinstance(pad, IdentityPad | BookingPad)
        visitor.chooses(f"row-{sorted(fitting_keys(pad)).index(character) // GROUP}")
    visitor.chooses(f"key-{character}")


def typed(visitor: Listener) -> str:
    screen = visitor.sees()
    assert isinstance(screen, IdentityPad | BookingPad)
    return screen.typed


def test_an_identity_code_is_typed_with_two_keys() -> None:
    visitor = at_pad("identity-code")

    for character in IDENTITY:
        picks(visitor, character)

    assert typed(visitor) == IDENTITY
    assert visitor.here == "confirm"
    visitor.keys(NavKey.CHOOSE)
    request = next(effect.request for effect in visitor.done if isinstance(effect, CheckIn))
    assert request == CheckInRequest(CheckInBy.IDENTITY_CODE, IDENTITY, request.language)


def test_a_booking_code_is_typed_with_two_keys_in_few_presses() -> None:
    visitor = at_pad("booking-code")
    before = visitor.presses

    for character in BOOKING:
        picks(visitor, character)

    assert typed(visitor) == BOOKING
    assert visitor.presses - before < 16 * len(BOOKING)


def test_digits_have_keys_of_their_own() -> None:
    visitor = at_pad("identity-code")

    visitor.keys(*(NavKey(digit) for digit in "010190"))

    assert typed(visitor) == "010190"
    assert "6 merkkiä 11:sta" in visitor.last


def test_each_character_is_told_to_the_headset_and_counted() -> None:
    visitor = at_pad("identity-code")

    visitor.keys(NavKey.DIGIT_0)

    echo, count = visitor.says[-1].utterances
    assert (echo.text, echo.private) == ("0", True)
    assert (count.text, count.private) == ("1 merkkiä 11:sta kirjoitettu.", False)


def test_only_characters_that_may_come_next_are_offered() -> None:
    visitor = at_pad("identity-code")
    keys = [item.id for item in visitor.teller.stops if item.id.startswith("key-")]

    assert keys == ["key-0", "key-1", "key-2", "key-3"]


def test_the_hyphen_comes_first_after_the_date() -> None:
    visitor = at_pad("identity-code")
    visitor.keys(*(NavKey(digit) for digit in "010190"))

    assert visitor.here == "key--"
    assert visitor.keys(NavKey.REPEAT) == "viiva."


def test_a_character_is_taken_away_again_and_the_rest_counted() -> None:
    visitor = at_pad("identity-code")
    visitor.keys(NavKey.DIGIT_0, NavKey.DIGIT_1)

    visitor.chooses("erase")

    assert typed(visitor) == "0"
    assert visitor.last.startswith("1 merkkiä 11:sta kirjoitettu.")
    assert visitor.here == "erase"


def test_a_digit_that_cannot_come_next_says_why() -> None:
    visitor = at_pad("identity-code")

    visitor.keys(NavKey.DIGIT_9)

    screen = visitor.sees()
    assert isinstance(screen, IdentityPad)
    assert screen.problem is PadProblem.MISFIT
    assert "huomio: " in visitor.last


def test_a_typing_mistake_is_told_when_the_code_is_whole() -> None:
    visitor = at_pad("identity-code")
    for character in "010190-9008":
        picks(visitor, character)

    assert "Koodissa on kirjoitusvirhe" in visitor.last or "virhe" in visitor.last
    assert visitor.here == "erase"


def test_a_code_that_is_whole_leads_to_the_button_below_it() -> None:
    visitor = at_pad("identity-code")
    for character in IDENTITY:
        picks(visitor, character)

    assert "Voit nyt ilmoittautua" in visitor.last
    assert visitor.last.endswith("Ilmoittaudu. painike.")


@pytest.mark.parametrize(("pad", "code"), [("identity-code", "0101"), ("booking-code", "7405")])
def test_without_a_headset_characters_are_counted_and_never_said(pad: str, code: str) -> None:
    visitor = at_pad(pad, headset=False)
    visitor.heard.clear()

    for digit in code:
        visitor.keys(NavKey(digit))
        visitor.now += 0.5

    assert typed(visitor) == code
    assert f"{len(code)} merkkiä" in visitor.last
    assert not any(each.private for say in visitor.says for each in say.utterances)
    assert not set(visitor.heard) & set(code)


def test_without_a_headset_the_way_to_hear_characters_is_told() -> None:
    visitor = at_pad("identity-code", headset=False)

    assert "Liitä kuulokkeet" in visitor.last
    visitor.plugs_in()
    assert "key-0" in [item.id for item in visitor.teller.stops]


def test_a_headset_pulled_out_while_typing_takes_the_characters_away() -> None:
    visitor = at_pad("identity-code")
    visitor.keys(NavKey.DIGIT_0)
    visitor.pulls_out()
    said = len(visitor.says)
    visitor.keys(NavKey.REPEAT, NavKey.NEXT, NavKey.NEXT, NavKey.BACK, NavKey.DIGIT_1)

    assert not any(each.private for say in visitor.says[said:] for each in say.utterances)
    assert typed(visitor) == "01"


def test_the_number_after_a_code_is_told() -> None:
    visitor = at_pad("identity-code")
    for character in IDENTITY:
        picks(visitor, character)
    visitor.keys(NavKey.CHOOSE)
    visitor.gets(Outcome.RECEIVED)

    assert isinstance(visitor.sees(), screens.Numbered)
    assert "A, seitsemäntoista." in visitor.last


def test_a_whole_code_is_never_one_utterance() -> None:
    """A voice remembers the sounds of whole utterances."""
    visitor = at_pad("booking-code")
    for character in BOOKING:
        picks(visitor, character)
    visitor.goes_to("typed")

    assert visitor.last == " ".join(BOOKING)
    assert [each.text for each in visitor.says[-1].utterances] == list(BOOKING)
    assert all(each.private for each in visitor.says[-1].utterances)


def test_the_kiosk_remembers_nothing_of_a_code_that_it_said() -> None:
    visitor = at_pad("identity-code")
    for character in IDENTITY:
        picks(visitor, character)
    visitor.keys(NavKey.CHOOSE)
    visitor.gets(Outcome.RECEIVED)

    assert IDENTITY not in repr(visitor.state)
    assert visitor.state.speech.at == "done"
