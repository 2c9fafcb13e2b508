"""A scanner that types is told from a person by its speed."""

from itertools import accumulate

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vuoro.hardware.scanners import Flaw, ScannedCode
from vuoro.hardware.scanners.keyboard import LONGEST_GAP_SECONDS, Burst, KeyboardScanner, after_key
from vuoro.hardware.scanners.payload import Payload

FAST, SLOW = 0.004, 0.2


def typed(keys: str, gaps: list[float], burst: Burst | None = None) -> list[Payload]:
    state, codes = burst or Burst(), []
    for key, at in zip(keys, accumulate(gaps, initial=50.0), strict=False):
        state, code = after_key(state, key, at)
        codes += [code] if code else []
    return codes


def test_fast_keys_ended_by_enter_are_a_code() -> None:
    keys = "VU1ABCDEF\r"

    assert typed(keys, [FAST] * len(keys)) == [Payload("VU1ABCDEF", 9)]


def test_a_person_typing_is_no_scanner() -> None:
    keys = "131052-903J\r"

    assert typed(keys, [SLOW] * len(keys)) == []


def test_a_person_who_typed_before_leaves_nothing_in_the_code() -> None:
    assert [code.text for code in typed("abcVU1ABCDEF\r", [SLOW] * 3 + [FAST] * 10)] == [
        "VU1ABCDEF"
    ]


def test_an_enter_that_comes_late_was_pressed_by_a_person() -> None:
    assert typed("VU1ABCDEF\r", [FAST] * 8 + [SLOW]) == []


def test_a_few_keys_that_fell_together_are_no_code() -> None:
    assert typed("asdf\r", [FAST] * 5) == []


def test_two_codes_in_a_row_are_two() -> None:
    codes = typed("VU1AAAA\rVU1BBBB\r", [FAST] * 16)

    assert [code.text for code in codes] == ["VU1AAAA", "VU1BBBB"]


def test_a_shift_key_alone_changes_nothing() -> None:
    burst, _ = after_key(Burst(), "V", 1.0)

    assert after_key(burst, "", 1.001) == (burst, None)


def test_an_endless_code_is_too_long_and_is_not_kept() -> None:
    burst = Burst()
    for number in range(100_000):
        burst, _ = after_key(burst, "A", number * 0.001)

    assert len(burst.text) < 2000
    assert after_key(burst, "\r", 100.0)[1] == Payload("", 100_000, Flaw.TOO_LONG)


@given(st.lists(st.floats(LONGEST_GAP_SECONDS * 1.01, 5), min_size=12, max_size=12))
def test_no_speed_of_a_person_makes_a_code(gaps: list[float]) -> None:
    assert typed("131052-903J\r", gaps) == []


def test_what_was_typed_never_shows_in_a_repr() -> None:
    burst, _ = after_key(Burst(), "131052-903J", 1.0)

    assert "131052" not in repr(burst)


@pytest.mark.parametrize("closed", [False, True])
def test_keys_before_start_or_after_close_are_not_scanned(closed: bool) -> None:
    scanner = KeyboardScanner()
    codes: list[ScannedCode] = []
    if closed:
        scanner.start(codes.append)
        scanner.close()

    ended = [scanner.press(key, number * FAST) for number, key in enumerate("VU1ABCDEF\r")]

    assert not any(ended)
    assert codes == []
