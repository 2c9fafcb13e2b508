"""An identity code as it is typed on the kiosk's keypad."""

from datetime import date

import pytest

from vuoro.core.identity_code import (
    CHECK_CHARACTERS,
    SEPARATORS,
    BadIdentityCode,
    Reason,
    masked,
    next_characters,
    problem_so_far,
)


@pytest.mark.parametrize(
    ("typed", "possible"),
    [
        ("", "0123"),
        ("3", "01"),
        ("0", "123456789"),
        ("31", "01"),
        ("310", "13578"),
        ("300", "13456789"),
        ("311", "02"),
        ("2902", "0123456789"),
        ("29029", "26"),
        ("290200", "ABCDEF"),
        ("010594", "".join(SEPARATORS)),
        ("010594Y", "0123456789"),
        ("010594Y00", "23456789"),
        ("010594Y01", "0123456789"),
    ],
)
def test_the_keypad_offers_what_can_still_become_a_code(typed: str, possible: str) -> None:
    assert next_characters(typed) == set(possible)


def test_the_keypad_does_not_give_the_check_character_away() -> None:
    assert next_characters("010594Y903") == set(CHECK_CHARACTERS)


@pytest.mark.parametrize("typed", ["010594Y9032", "010594Y9033", "99", "010594Y90322"])
def test_nothing_follows_a_code_that_is_whole_or_wrong(typed: str) -> None:
    assert next_characters(typed) == set()


def test_a_century_to_come_is_not_offered() -> None:
    offered = next_characters("131052", date(2026, 11, 21))

    assert offered == set("+-YXWVU")


@pytest.mark.parametrize("length", range(12))
def test_a_right_beginning_has_no_problem(length: int) -> None:
    assert problem_so_far("010594Y9032"[:length]) is None


def test_the_first_wrong_place_is_told_as_soon_as_it_is_typed() -> None:
    assert problem_so_far("01059") is None
    assert problem_so_far("0113") == BadIdentityCode(Reason.BAD_DATE, 3)
    assert problem_so_far("01059A") == BadIdentityCode(Reason.BAD_CHARACTER, 5)


@pytest.mark.parametrize(
    ("typed", "shown"), [("", ""), ("0", "0"), ("01", "•1"), ("010594Y9032", "••••••••••2")]
)
def test_only_the_last_typed_character_shows(typed: str, shown: str) -> None:
    assert masked(typed) == shown
