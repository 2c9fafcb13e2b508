"""Identity codes: what is one, what isn't and why."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vuoro.core.identity_code import (
    CHECK_CHARACTERS,
    SEPARATORS,
    BadIdentityCode,
    IdentityCode,
    Reason,
    check_character,
    parse,
)

# Fictitious persons of the Digital and Population Data Services Agency, and three by others.
GOOD = """
010594Y9032 010594Y9021 020594X903P 020594X902N 030594W903B 030694W9024 040594V9030 040594V902Y
050594U903M 050594U902L 010516B903X 010516B902W 020516C903K 020516C902J 030516D9037 030516D9026
010501E9032 020502E902X 020503F9037 020504A902E 020504B904H 131052-308T 210281-9988 041157-998B
"""


@st.composite
def codes(draw: st.DrawFn) -> str:
    """A valid code of the artificial range, of any century and separator."""
    day = draw(st.dates(date(1800, 1, 1), date(2099, 12, 31)))
    century = day.year // 100 * 100
    separator = draw(st.sampled_from([s for s, first in SEPARATORS.items() if first == century]))
    digits = f"{day:%d%m}{day.year % 100:02}{draw(st.integers(900, 999))}"
    return f"{digits[:6]}{separator}{digits[6:]}{check_character(digits)}"


@pytest.mark.parametrize("code", GOOD.split())
def test_a_real_code_is_known(code: str) -> None:
    parsed = parse(code)

    assert isinstance(parsed, IdentityCode)
    assert parsed.reveal() == code


@pytest.mark.parametrize(
    ("typed", "reason", "at"),
    [
        ("", Reason.TOO_SHORT, 0),
        ("010594Y903", Reason.TOO_SHORT, 10),
        ("010594Y90322", Reason.TOO_LONG, 11),
        ("0" * 1_000_000, Reason.TOO_LONG, 11),
        ("O10594Y9032", Reason.BAD_CHARACTER, 0),
        ("010594Y90G2", Reason.BAD_CHARACTER, 9),
        ("010594Y903O", Reason.BAD_CHARACTER, 10),
        ("\u0660\u0661\u0660\u0665\u0669\u0664Y9032", Reason.BAD_CHARACTER, 0),
        ("010594Y903\x00", Reason.BAD_CHARACTER, 10),
        ("000594Y9032", Reason.BAD_DATE, 1),
        ("410594Y9032", Reason.BAD_DATE, 0),
        ("310694Y9032", Reason.BAD_DATE, 3),
        ("011394Y9032", Reason.BAD_DATE, 3),
        ("290295Y9032", Reason.BAD_DATE, 5),
        ("290200-9032", Reason.BAD_DATE, 6),
        ("0105949032", Reason.BAD_SEPARATOR, 6),
        ("010594Z9032", Reason.BAD_SEPARATOR, 6),
        ("010594Y0000", Reason.BAD_NUMBER, 9),
        ("010594Y0010", Reason.BAD_NUMBER, 9),
        ("010190-999K", Reason.BAD_CHECK, 10),
        ("010594Y9033", Reason.BAD_CHECK, 10),
    ],
)
def test_a_bad_code_says_why_and_where(typed: str, reason: Reason, at: int) -> None:
    assert parse(typed) == BadIdentityCode(reason, at)


def test_the_example_that_telp_misprinted_is_right_with_another_check_character() -> None:
    assert isinstance(parse("010190-999W"), IdentityCode)


def test_the_leap_day_of_2000_exists_and_that_of_1900_does_not() -> None:
    leap = "290200{}" + "903" + check_character("290200903")

    assert isinstance(parse(leap.format("A")), IdentityCode)
    assert parse(leap.format("-")) == BadIdentityCode(Reason.BAD_DATE, 6)
    assert parse(leap.format("+")) == BadIdentityCode(Reason.BAD_DATE, 6)


@pytest.mark.parametrize(
    "typed",
    ["210281-9988", " 210281 - 9988\n", "210281–9988", "210281\u22129988", "210281\u20119988"],
)
def test_what_people_type_becomes_the_official_writing(typed: str) -> None:
    parsed = parse(typed)

    assert isinstance(parsed, IdentityCode)
    assert parsed.reveal() == "210281-9988"


def test_lower_case_is_understood() -> None:
    assert parse("020594x903p") == parse("020594X903P")


def test_a_letter_that_only_looks_right_after_upper_casing_is_refused() -> None:
    assert parse("020594X903\u017f") == BadIdentityCode(Reason.BAD_CHARACTER, 10)


def test_a_separator_is_never_dropped_or_made_uniform() -> None:
    classic, new = parse("010594-9032"), parse("010594Y9032")

    assert isinstance(classic, IdentityCode)
    assert isinstance(new, IdentityCode)
    assert classic != new


@pytest.mark.parametrize("typed", ["0105949032", "010594 9032"])
def test_a_missing_separator_is_not_guessed(typed: str) -> None:
    assert parse(typed) == BadIdentityCode(Reason.BAD_SEPARATOR, 6)


def test_nobody_is_born_tomorrow() -> None:
    today = date(2026, 11, 21)

    assert parse("131052A308T", today) == BadIdentityCode(Reason.BAD_DATE, 6)
    assert isinstance(parse("131052-308T", today), IdentityCode)
    assert isinstance(parse("131052A308T"), IdentityCode)


def test_a_child_born_today_is_known() -> None:
    digits = "211126903"

    assert isinstance(
        parse(f"211126A903{check_character(digits)}", date(2026, 11, 21)), IdentityCode
    )


def test_the_artificial_range_is_known() -> None:
    person, artificial_person = parse("131052-308T"), parse("210281-9988")

    assert isinstance(person, IdentityCode)
    assert isinstance(artificial_person, IdentityCode)
    assert not person.artificial
    assert artificial_person.artificial


def test_no_identity_code_is_made_around_the_rules() -> None:
    with pytest.raises(ValueError, match="not a well-formed identity code") as caught:
        IdentityCode("010594Y9033")

    assert "010594" not in str(caught.value)


@given(codes())
def test_every_code_made_by_the_rules_is_known(code: str) -> None:
    parsed = parse(code)

    assert isinstance(parsed, IdentityCode)
    assert parsed.reveal() == code
    assert parsed.artificial


@given(codes(), st.sampled_from([*range(6), 7, 8, 9, 10]), st.sampled_from(CHECK_CHARACTERS))
def test_one_mistyped_character_is_always_noticed(code: str, at: int, typed: str) -> None:
    mistyped = code[:at] + typed + code[at + 1 :]

    assert (mistyped == code) == isinstance(parse(mistyped), IdentityCode)


@given(st.text())
def test_any_text_has_an_answer(typed: str) -> None:
    assert isinstance(parse(typed), IdentityCode | BadIdentityCode)


@pytest.mark.parametrize(("number", "artificial"), [("899", False), ("900", True), ("999", True)])
def test_the_artificial_range_begins_at_900(number: str, artificial: bool) -> None:
    """Of someone born in 1800, so that the number below the range is nobody's of today."""
    parsed = parse(f"010100+{number}{check_character('010100' + number)}")

    assert isinstance(parsed, IdentityCode)
    assert parsed.artificial == artificial
