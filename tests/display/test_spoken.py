"""Numbers and calls as people say them."""

from dataclasses import replace

import pytest

from vuoro.core.number_words import number_words
from vuoro.display.gallery import call
from vuoro.display.spoken import Utterance, utterances

GOLDEN = {
    0: ("nolla", "noll", "zero"),
    1: ("yksi", "ett", "one"),
    7: ("seitsemän", "sju", "seven"),
    10: ("kymmenen", "tio", "ten"),
    11: ("yksitoista", "elva", "eleven"),
    17: ("seitsemäntoista", "sjutton", "seventeen"),
    18: ("kahdeksantoista", "arton", "eighteen"),
    20: ("kaksikymmentä", "tjugo", "twenty"),
    21: ("kaksikymmentäyksi", "tjugoett", "twenty-one"),
    42: ("neljäkymmentäkaksi", "fyrtiotvå", "forty-two"),
    99: ("yhdeksänkymmentäyhdeksän", "nittionio", "ninety-nine"),
    100: ("sata", "hundra", "one hundred"),
    101: ("satayksi", "hundraett", "one hundred and one"),
    117: ("sataseitsemäntoista", "hundrasjutton", "one hundred and seventeen"),
    200: ("kaksisataa", "tvåhundra", "two hundred"),
    385: ("kolmesataakahdeksankymmentäviisi", "trehundraåttiofem", "three hundred and eighty-five"),
    999: (
        "yhdeksänsataayhdeksänkymmentäyhdeksän",
        "niohundranittionio",
        "nine hundred and ninety-nine",
    ),
}


@pytest.mark.parametrize(("number", "words"), GOLDEN.items())
def test_numbers_are_said_as_people_say_them(number: int, words: tuple[str, str, str]) -> None:
    assert tuple(number_words(number, tag) for tag in ("fi", "sv", "en")) == words


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_no_two_numbers_sound_the_same(language: str) -> None:
    assert len({number_words(number, language) for number in range(1000)}) == 1000


@pytest.mark.parametrize("number", [-1, 1000])
def test_there_are_no_words_beyond_three_figures(number: int) -> None:
    with pytest.raises(ValueError, match="no words"):
        number_words(number, "fi")


def test_a_call_is_said_in_finnish_and_then_in_the_tickets_language() -> None:
    swedish = replace(call("A017", "3", 0), language="sv")

    assert utterances(swedish, ("fi", "sv")) == (
        Utterance("fi", "A, seitsemäntoista, palvelupiste kolme"),
        Utterance("sv", "A, sjutton, disk tre"),
    )


def test_a_finnish_ticket_is_called_once() -> None:
    assert [item.language for item in utterances(call("A017", "3", 0), ("fi", "sv"))] == ["fi"]


def test_an_office_that_puts_swedish_first_calls_in_swedish_first() -> None:
    assert [item.language for item in utterances(call("A1", "3", 0), ("sv", "fi"))] == ["sv", "fi"]


def test_english_says_counter() -> None:
    english = replace(call("B120", "12", 0), language="en")

    assert utterances(english, ("fi",))[1].text == "B, one hundred and twenty, counter twelve"


def test_a_counter_with_a_name_is_called_by_its_name() -> None:
    name = {"fi": "Palveluneuvojan huone 12", "en": "Adviser's room 12"}
    item = replace(call("A017", "Huone 12", 0, name=name), language="en")

    assert [said.text for said in utterances(item, ("fi",))] == [
        "A, seitsemäntoista, Palveluneuvojan huone kaksitoista",
        "A, seventeen, Adviser's room twelve",
    ]


def test_a_room_number_of_four_figures_is_said_figure_by_figure() -> None:
    item = call("A017", "Huone 1204", 0, name={"fi": "Huone 1204"})

    assert utterances(item, ("fi",))[0].text.endswith("Huone yksi kaksi nolla neljä")


def test_a_language_without_words_is_left_out() -> None:
    item = replace(call("A017", "3", 0), language="ar")

    assert [said.language for said in utterances(item, ("fi", "sv"))] == ["fi"]


def test_a_visit_with_two_numbers_is_called_by_both() -> None:
    two = replace(call("A017", "3", 0), also=("BX004",))
    assert utterances(two, ("fi",))[0].text == (
        "A, seitsemäntoista, B X, neljä, palvelupiste kolme"
    )
