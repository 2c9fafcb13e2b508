"""What the board says is the number that it shows, as the proof's ears hear it."""

import shutil
from dataclasses import replace

import pytest

from vuoro.display.gallery import call
from vuoro.display.spoken import sentence
from vuoro.display.uttering import spoken
from vuoro.hardware.sound import open_voice
from vuoro.lobby.a11y.hearing import heard_number

pytestmark = pytest.mark.skipif(shutil.which("espeak-ng") is None, reason="no espeak-ng here")

VOICE = open_voice("espeak", None)
AMONG = ["A017", "A070", "A018", "A117", "B017"]


def text(number: str, language: str) -> str:
    item = replace(call(number, "3", 0), language=language)
    return sentence(item, language).text


OTHERS = ("sv", "en", "ru", "uk", "et", "fa", "vi", "zh")


@pytest.mark.parametrize(
    "language", ["fi", "ar", *(pytest.param(tag, marks=pytest.mark.long) for tag in OTHERS)]
)
def test_the_board_says_the_number_that_it_shows(language: str) -> None:
    item = replace(call("A017", "3", 0), language=language)
    said = spoken(VOICE, sentence(item, language))
    assert isinstance(said, bytes)

    heard = heard_number(said, language, AMONG, lambda number: text(number, language))

    assert heard.number == "A017"
    assert heard.margin > 0.01
