"""Booking codes: what people type, and what they meant."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vuoro.core.booking_code import (
    BadBookingCode,
    BookingCode,
    Reason,
    grouped,
    new_booking_code,
    parse,
)

bits = st.binary(min_size=5, max_size=5)


@pytest.mark.parametrize(
    "typed",
    ["7K4MQ0X1", "7k4m-q0x1", " 7K4M Q0X1\t", "7K4M–QOXI", "7K4M\u2212qoxl", "7-K-4-M-Q-0-X-L"],
)
def test_a_booking_code_is_read_as_it_was_meant(typed: str) -> None:
    assert parse(typed) == BookingCode("7K4MQ0X1")


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("", Reason.TOO_SHORT),
        ("7K4M-Q0X", Reason.TOO_SHORT),
        ("7K4M-Q0X1-2", Reason.TOO_LONG),
        ("7" * 1_000_000, Reason.TOO_LONG),
        ("7K4M-Q0XU", Reason.BAD_CHARACTER),
        ("7K4M-Q0XÄ", Reason.BAD_CHARACTER),
        ("\x00" * 8, Reason.BAD_CHARACTER),
    ],
)
def test_what_is_no_booking_code_says_why(typed: str, reason: Reason) -> None:
    assert parse(typed) == BadBookingCode(reason)


@pytest.mark.parametrize(
    ("typed", "shown"), [("", ""), ("7K", "7K"), ("7K4M", "7K4M"), ("7K4MQ", "7K4M-Q")]
)
def test_a_half_typed_code_is_grouped_as_the_paper_shows_it(typed: str, shown: str) -> None:
    assert grouped(typed) == shown


def test_forty_bits_become_eight_characters() -> None:
    code = new_booking_code(lambda size: bytes.fromhex("0123456789")[:size])

    assert code.text == "04HMASW9"
    assert code.grouped() == "04HM-ASW9"


@given(bits)
def test_every_new_code_is_understood_when_typed_from_paper(drawn: bytes) -> None:
    code = new_booking_code(lambda size: drawn[:size])

    assert parse(code.grouped().lower()) == code


@given(bits, bits)
def test_different_bits_are_different_codes(one: bytes, other: bytes) -> None:
    same = new_booking_code(lambda _: one) == new_booking_code(lambda _: other)

    assert same == (one == other)


@given(st.text())
def test_any_text_has_an_answer(typed: str) -> None:
    assert isinstance(parse(typed), BookingCode | BadBookingCode)


def test_a_booking_code_is_not_made_around_the_rules() -> None:
    with pytest.raises(ValueError, match="not a booking code"):
        BookingCode("7K4M-Q0X1")
