"""A visitor's language from the kiosk to the slip, the board and the phone page."""

import pytest

from tests.queue.world import World, office
from vuoro.core.languages import ENDONYMS, in_language
from vuoro.core.wire.codec import decode
from vuoro.core.wire.desk import DeskCommand
from vuoro.core.wire.kiosk import ArrivalResult, TicketRequest
from vuoro.queue.reading.shared import lobby_of
from vuoro.queue.reading.view import View
from vuoro.queue.service import arriving, managing


@pytest.fixture
def everyone() -> World:
    """A lobby that offers all languages, Arabic second."""
    others = [tag for tag in ENDONYMS if tag not in ("fi", "ar")]
    return World(settings=office(languages=["fi", "ar", *others], unchecked_translations=True))


def view(world: World) -> View:
    """What frames are made from."""
    lobby = world.lobby
    return View(lobby.office, world.clock, lobby.line, "series")


@pytest.mark.parametrize("language", ENDONYMS)
def test_the_slip_is_in_the_language_that_the_visitor_chose(everyone: World, language: str) -> None:
    request = TicketRequest("neuvonta", language=language)
    answer = arriving.take_number(everyone.lobby, request, everyone.press())
    result = answer if isinstance(answer, ArrivalResult) else decode(answer, ArrivalResult)

    assert result.slip is not None
    assert result.slip.language == language
    assert in_language(result.slip.where, language)
    assert [ticket.language for ticket in everyone.lobby.line.waiting.values()] == [language]


def test_the_kiosk_is_told_what_is_offered_in_the_order_of_the_office(everyone: World) -> None:
    languages = lobby_of(view(everyone)).languages

    assert languages[:3] == ("fi", "ar", "sv")
    assert set(languages) == set(ENDONYMS)


def test_a_message_of_staff_is_kept_in_languages_that_visitors_read(everyone: World) -> None:
    words = {"fi": "Palaamme pian.", "fi-simple": "Tulemme pian."}
    said = {**words, "xx": "?"}
    managing.lock(everyone.lobby, DeskCommand(locked=True, message=said), everyone.press("boss"))

    assert lobby_of(view(everyone)).message == {
        "fi": "Palaamme pian.",
        "fi-simple": "Tulemme pian.",
    }
