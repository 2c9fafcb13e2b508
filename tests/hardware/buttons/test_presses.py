"""Presses of a button out of keys that go down and up."""

import itertools
from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vuoro.hardware.buttons.button import Press
from vuoro.hardware.buttons.presses import (
    AGAIN_SECONDS,
    LONG_SECONDS,
    Keys,
    after_key,
    after_time,
    seconds_to_long,
)

A, B = 30, 48
DOWN, UP = True, False
Stroke = tuple[float, int, bool]


def made(strokes: Iterable[Stroke]) -> list[Press]:
    """The presses that these strokes make, each a moment, a key and its way."""
    keys, presses = Keys(), []
    for at, code, down in strokes:
        keys, press = after_key(keys, code, down=down, at=at)
        presses += [press] if press else []
    return presses


@pytest.mark.parametrize(
    ("strokes", "presses"),
    [
        ([(0, A, DOWN)], []),
        ([(0, A, DOWN), (0.1, A, UP)], [Press.SHORT]),
        ([(0, A, DOWN), (1.9, A, UP)], [Press.SHORT]),
        ([(0, A, DOWN), (2.0, A, UP)], [Press.LONG]),
        ([(0, A, DOWN), (9.0, A, UP)], [Press.LONG]),
        # A second press within a second is the same wish; one after it is another.
        ([(0, A, DOWN), (0.1, A, UP), (0.5, A, DOWN), (0.6, A, UP)], [Press.SHORT]),
        ([(0, A, DOWN), (0.1, A, UP), (1.1, A, DOWN), (1.2, A, UP)], [Press.SHORT] * 2),
        # A macro of Ctrl and a letter is one press.
        ([(0, A, DOWN), (0, B, DOWN), (0.01, B, UP), (0.02, A, UP)], [Press.SHORT]),
        ([(0, A, DOWN), (1, B, DOWN), (1.1, B, UP), (2.1, A, UP)], [Press.LONG]),
        # Let go while nobody listened.
        ([(0, A, UP)], []),
        ([(0, A, DOWN), (0.1, B, UP), (0.2, A, UP)], [Press.SHORT]),
        # Fingers that bounce.
        ([(n / 100, A, n % 2 == 0) for n in range(20)], [Press.SHORT]),
    ],
)
def test_strokes_make_presses(strokes: list[Stroke], presses: list[Press]) -> None:
    assert made(strokes) == presses


def test_a_key_held_for_long_counts_before_it_is_let_go_and_only_once() -> None:
    keys, _ = after_key(Keys(), A, down=True, at=10)

    assert seconds_to_long(keys, 10.5) == pytest.approx(1.5)
    keys, soon = after_time(keys, 11.9)
    keys, now = after_time(keys, 12)
    keys, later = after_time(keys, 15)
    _, up = after_key(keys, A, down=False, at=16)

    assert (soon, now, later, up) == (None, Press.LONG, None, None)
    assert seconds_to_long(keys, 15) is None


def test_a_call_for_help_counts_right_after_a_short_press() -> None:
    strokes = [(0.0, A, DOWN), (0.1, A, UP), (0.3, A, DOWN), (2.4, A, UP)]

    assert made(strokes) == [Press.SHORT, Press.LONG]


strokes_of_a_person = st.lists(
    st.tuples(st.floats(0.001, 5), st.sampled_from((A, B)), st.booleans()), max_size=40
)


@given(strokes_of_a_person)
def test_short_presses_are_a_second_apart_and_a_hold_is_one_press(
    gaps: list[tuple[float, int, bool]],
) -> None:
    keys, at, shorts, holds, presses = Keys(), 0.0, [], 0, 0
    for gap, code, down in gaps:
        at += gap
        began = keys.since if keys.held else at
        holds += down and not keys.held
        keys, press = after_key(keys, code, down=down, at=at)
        presses += press is not None
        if press is Press.SHORT:
            shorts.append((began, at))

    assert presses <= holds
    for (_, ended), (begun, _) in itertools.pairwise(shorts):
        assert begun - ended >= AGAIN_SECONDS
    assert all(ended - begun < LONG_SECONDS for begun, ended in shorts)
