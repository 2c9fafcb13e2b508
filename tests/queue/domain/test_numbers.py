"""Numbers of the day, and the receipt that proves the time of coming."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vuoro.queue.domain.numbers import Number, following, receipt


@pytest.mark.parametrize(
    ("last", "shown"),
    [(0, "A001"), (8, "A009"), (9, "A010"), (998, "A999"), (999, "A001"), (1000, "A002"),
     (1997, "A999"), (1998, "A001"), (9999, "A010")],
)  # fmt: skip
def test_numbers_run_from_1_to_999_and_begin_again(last: int, shown: str) -> None:
    assert following("A", last).shown == shown


@given(st.integers(0, 100_000))
def test_every_number_follows_the_last_without_a_gap(last: int) -> None:
    number = following("B", last)

    assert number.n == last + 1
    assert re.fullmatch(r"B[0-9]{3}", number.shown)
    assert number.shown != "B000"
    assert number.shown != Number("B", last).shown


@pytest.mark.parametrize(
    ("randomness", "letters"),
    [(bytes(16), "0000-00"), (b"\xff" * 16, "ZZZZ-ZZ"), (b"\x00\x00\x00\x21", "0000-11")],
)
def test_a_receipt_is_the_day_and_thirty_random_bits(randomness: bytes, letters: str) -> None:
    assert receipt("2026-11-24", randomness) == f"1124-{letters}"


@given(st.binary(min_size=4, max_size=16))
def test_a_receipt_has_no_letter_that_is_easily_misread(randomness: bytes) -> None:
    assert re.fullmatch(r"0101-[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{2}",
                        receipt("2027-01-01", randomness))  # fmt: skip


@given(st.integers(0, 2**30 - 1), st.integers(0, 2**30 - 1))
def test_different_randomness_gives_different_receipts(one: int, other: int) -> None:
    receipts = {receipt("2026-11-24", bits.to_bytes(4, "big")) for bits in (one, other)}

    assert len(receipts) == len({one, other})
