"""Numbers and calls as people say them."""

from dataclasses import replace

from vuoro.display.gallery import call
from vuoro.display.spoken import Utterance, utterances


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


def test_an_arabic_ticket_is_called_in_arabic_too() -> None:
    item = replace(call("A017", "3", 0), language="ar")

    assert [said.language for said in utterances(item, ("fi", "sv"))] == ["fi", "ar"]


def test_a_visit_with_two_numbers_is_called_by_both() -> None:
    two = replace(call("A017", "3", 0), also=("BX004",))
    assert utterances(two, ("fi",))[0].text == (
        "A, seitsemäntoista, B X, neljä, palvelupiste kolme"
    )
