"""Planted faults are found: a measurement that can't fail would prove nothing."""

from dataclasses import replace

import numpy as np
import pytest

from vuoro.lobby.a11y import fits, letters, mirrored, motion, pixels, targets
from vuoro.lobby.a11y.scene import Box, Scene

MM = 3.2
"""Pixels in a millimetre."""
WINDOW = Box(kind="Kiosk", name="kiosk", x=0, y=0, width=1080, height=1920, parent=-1)
BUTTON = Box(
    kind="Button", name="done", x=100, y=100, width=400, height=80, parent=0, touchable=True
)
WORDS = Box(
    kind="Words", name="", x=150, y=115, width=200, height=46, parent=1, text="Valmis",
    content_width=200, content_height=46, pixels=35, lines=1,
)  # fmt: skip


def scene(*boxes: Box) -> Scene:
    return Scene((WINDOW, *boxes))


def subjects(drawn: Scene) -> list[str]:
    return [misfit.subject for misfit in fits.misfits(drawn)]


def test_words_that_fit_are_no_fault() -> None:
    assert subjects(scene(BUTTON, WORDS)) == []


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (replace(WORDS, truncated=True), "cut off in done"),
        (replace(WORDS, content_width=500), "sticks out of done"),
        (replace(WORDS, content_height=120, lines=2), "sticks out of done"),
        (replace(WORDS, lines=2), "broken word in done"),
        (replace(WORDS, x=1000, parent=0), "over the edge of the screen: Kiosk"),
        (replace(WORDS, parent=0), "text over button: Kiosk"),
    ],
)
def test_a_text_that_is_cut_or_in_the_wrong_place_is_found(wrong: Box, said: str) -> None:
    assert said in subjects(scene(BUTTON, wrong))


def test_a_text_over_another_is_found() -> None:
    other = replace(WORDS, x=200, text="Peru")

    assert "text over text" in subjects(scene(BUTTON, WORDS, other))


def test_what_lies_under_a_sheet_is_not_measured() -> None:
    sheet = Box(kind="Sheet", name="", x=0, y=0, width=1080, height=1920, parent=0, modal=True)
    below = replace(WORDS, truncated=True)

    assert subjects(scene(BUTTON, below, sheet)) == []


def test_a_button_of_15_mm_is_too_small_and_one_of_21_is_not() -> None:
    small = replace(BUTTON, height=15 * MM)
    large = replace(BUTTON, height=21 * MM)

    assert [size.mm < targets.LEAST_MM for size in targets.sizes(scene(small), MM)] == [True]
    assert [size.mm < targets.LEAST_MM for size in targets.sizes(scene(large), MM)] == [False]


def test_buttons_2_mm_apart_are_too_near() -> None:
    beside = replace(BUTTON, name="back", y=BUTTON.rect.bottom + 2 * MM)

    (gap,) = targets.gaps(scene(BUTTON, beside), MM)

    assert gap.mm < targets.LEAST_GAP_MM


def test_a_button_at_the_top_of_the_screen_is_out_of_reach() -> None:
    (top,) = targets.heights(scene(BUTTON), MM)

    assert top.mm > targets.REACH_MM


def test_letters_of_24_pixels_are_too_small_at_600_mm_and_of_36_are_not() -> None:
    small, large = (
        next(letters.letters(scene(BUTTON, replace(WORDS, pixels=size)), MM, 600)).degrees
        for size in (24, 36)
    )

    assert small < letters.LEAST_DEGREES <= large


def test_the_angle_of_a_capital_is_that_of_the_standards_own_table() -> None:
    # EN 301 549, 5.1.4: 600 mm → 7.3 mm, 5 m → 61 mm.
    assert letters.degrees(7.33, 600) == pytest.approx(0.7, abs=0.001)
    assert letters.degrees(61.1, 5000) == pytest.approx(0.7, abs=0.001)


def test_a_row_that_is_not_mirrored_is_found() -> None:
    left = scene(BUTTON, WORDS)
    x = WINDOW.width - BUTTON.rect.right
    words = replace(WORDS, x=WINDOW.width - WORDS.rect.right)
    right = scene(replace(BUTTON, x=x), words)

    assert list(mirrored.unmirrored(right, left)) == []
    assert [box.name for box, _ in mirrored.unmirrored(scene(BUTTON, words), left)] == ["done"]


def test_what_is_marked_as_not_mirrored_may_stay() -> None:
    left = scene(replace(BUTTON, unmirrored=True), WORDS)
    x = WINDOW.width - BUTTON.rect.right
    right = scene(replace(BUTTON, x=x, unmirrored=True), WORDS)

    assert list(mirrored.unmirrored(right, left)) == []


def painted(ink: int, ground: int) -> pixels.Pixels:
    """Three strokes on a ground, in greys."""
    picture = np.full((40, 120, 3), ground, np.uint8)
    for x in (20, 50, 80):
        picture[8:32, x : x + 5] = ink
    return picture


@pytest.mark.parametrize(("ink", "ratio"), [(0, 21.0), (118, 4.54), (150, 2.96)])
def test_contrast_is_that_of_the_pixels(ink: int, ratio: float) -> None:
    assert pixels.text_contrast(painted(ink, 255)) == pytest.approx(ratio, abs=0.05)


def test_the_worse_of_two_grounds_counts() -> None:
    picture = painted(118, 255)
    picture[:, 60:][picture[:, 60:] == 255] = 170

    ratio = pixels.text_contrast(picture)

    assert ratio is not None
    assert ratio < 2.6


def test_an_edge_that_is_missing_on_one_side_is_no_edge() -> None:
    picture = np.full((60, 80, 3), 255, np.uint8)
    picture[10:50, 10:70] = 90
    picture[13:47, 13:67] = 255
    assert pixels.edge_contrast(picture, 10) > 6

    picture[10:50, 67:70] = 255

    assert pixels.edge_contrast(picture, 10) == pytest.approx(1.0)


def film(seconds: float, value: object) -> list[pixels.Pixels]:
    """Pictures of one grey that changes with time, ten a second."""
    assert callable(value)
    return [np.full((48, 96, 3), value(at / 10), np.uint8) for at in range(round(seconds * 10))]


def test_a_motion_of_6_seconds_is_found_and_one_of_a_fifth_is_not() -> None:
    long = motion.moved(film(8, lambda at: int(min(at, 6) * 20)), 10)
    short = motion.moved(film(8, lambda at: int(min(at, 0.2) * 200)), 10)

    assert long.seconds > motion.LONGEST_MOTION
    assert short.seconds < 1


def test_a_clock_that_ticks_is_no_motion() -> None:
    ticks = motion.moved(film(8, lambda at: 100 + int(at)), 10)

    assert ticks.seconds < 1


def test_five_flashes_in_a_second_are_found_and_one_change_is_none() -> None:
    fast = motion.moved(film(3, lambda at: 255 * (round(at * 10) % 2)), 10)
    once = motion.moved(film(3, lambda at: 255 * (at > 1)), 10)

    assert fast.flashes > motion.MOST_FLASHES
    assert once.flashes <= 1
