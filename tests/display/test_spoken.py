"""Calls as people say them."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from vuoro.core.languages import ENDONYMS
from vuoro.core.wire.board import BoardCall
from vuoro.display.gallery import call
from vuoro.display.likely import likely
from vuoro.display.spoken import sentence, utterances
from vuoro.hardware.sound import open_voice

SPEAKS = open_voice("espeak", None).speaks


def said(
    item: BoardCall, languages: tuple[str, ...], speaks: Callable[[str], bool] = SPEAKS
) -> list[tuple[str, str]]:
    return [(each.language, each.text) for each in utterances(item, languages, speaks)]


def tongues(language: str, office: tuple[str, ...] = ("fi", "sv")) -> list[str]:
    item = replace(call("A017", "3", 0), language=language)
    return [language for language, _ in said(item, office)]


def test_a_call_is_said_in_finnish_and_then_in_the_tickets_language() -> None:
    swedish = replace(call("A017", "3", 0), language="sv")

    assert said(swedish, ("fi", "sv")) == [
        ("fi", "A, seitsemäntoista, palvelupiste kolme"),
        ("sv", "A, sjutton, disk tre"),
    ]


def test_a_finnish_ticket_is_called_once() -> None:
    assert tongues("fi") == ["fi"]


def test_an_office_that_puts_swedish_first_calls_in_swedish_first() -> None:
    assert tongues("fi", ("sv", "fi")) == ["sv", "fi"]


def test_a_ticket_in_easy_finnish_is_called_in_finnish_once_and_slowly() -> None:
    assert tongues("fi-simple") == ["fi-simple"]
    assert tongues("fi-simple", ("sv", "fi")) == ["sv", "fi-simple"]


@pytest.mark.parametrize("language", ["so", "ckb", "th"])
def test_a_language_that_nothing_speaks_is_called_in_english(language: str) -> None:
    assert tongues(language) == ["fi", "en"]


def test_a_sami_ticket_is_called_in_finnish_while_nobody_has_recorded_the_numbers() -> None:
    assert tongues("se") == ["fi"]
    assert tongues("se", ("sv", "fi")) == ["sv", "fi"]


def test_a_recorded_voice_is_used_where_there_is_one() -> None:
    item = replace(call("A017", "3", 0), language="so")

    assert said(item, ("fi", "sv"), lambda language: True)[1] == (
        "so",
        "A, toddoba iyo toban, miiska saddex",
    )


def test_a_computer_on_which_nothing_speaks_still_knows_what_to_say() -> None:
    assert said(call("A017", "3", 0), ("fi",), lambda language: False)[0][0] == "fi"


@pytest.mark.parametrize("language", ENDONYMS)
def test_every_language_says_the_number_before_the_counter(language: str) -> None:
    item = replace(call("B017", "3", 0), language=language)
    about_number, about_counter = sentence(item, language).clauses

    other_number = sentence(replace(item, number="B018"), language).clauses
    other_counter = sentence(replace(item, counter_label="4"), language).clauses

    assert other_number[0] != about_number
    assert other_number[1] == about_counter
    assert other_counter[0] == about_number
    assert other_counter[1] != about_counter


def test_english_says_counter() -> None:
    english = replace(call("B120", "12", 0), language="en")

    assert said(english, ("fi",))[1][1] == "B, one hundred and twenty, counter twelve"


def test_a_counter_with_a_name_is_called_by_its_name() -> None:
    name = {"fi": "Palveluneuvojan huone 12", "en": "Adviser's room 12"}
    item = replace(call("A017", "Huone 12", 0, name=name), language="en")

    assert [text for _, text in said(item, ("fi",))] == [
        "A, seitsemäntoista, Palveluneuvojan huone kaksitoista",
        "A, seventeen, Adviser's room twelve",
    ]


def test_a_room_number_of_four_figures_is_said_figure_by_figure() -> None:
    item = call("A017", "Huone 1204", 0, name={"fi": "Huone 1204"})

    assert said(item, ("fi",))[0][1].endswith("Huone yksi kaksi nolla neljä")


def test_a_visit_with_two_numbers_is_called_by_both() -> None:
    two = replace(call("A017", "3", 0), also=("BX004",))

    assert said(two, ("fi",))[0][1] == "A, seitsemäntoista, B X, neljä, palvelupiste kolme"


def test_the_numbers_that_follow_are_the_likely_ones() -> None:
    assert [item.number for item in likely(call("A017", "3", 0))][:2] == ["A018", "A019"]
    assert [item.number for item in likely(call("A998", "3", 0))] == ["A999"]
    assert likely(call("A999", "3", 0)) == ()
    assert likely(call("INFO", "3", 0)) == ()
