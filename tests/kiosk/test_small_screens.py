"""A screen that is too small for its eye: everything smaller, nothing cut, and somebody told."""

import logging

import pytest

from vuoro.kiosk.easel import Easel
from vuoro.kiosk.flow.wishes import Wishes
from vuoro.kiosk.measure import findings
from vuoro.kiosk.sizes import EYE_MM, legible_from, sizes


@pytest.mark.parametrize(
    ("pixels", "width_mm", "eye_mm", "legible"),
    [
        ((1080, 1920), 340, 600, 600),
        ((1920, 1080), 604, 600, 600),
        ((1920, 1080), 708, 700, 700),
        ((1280, 800), 344, 600, 341),
        ((1920, 1080), 476, 600, 472),
        ((1920, 1080), 476, 450, 450),
        ((1080, 1920), 340, 1015, 600),
    ],
)
def test_it_is_known_from_where_the_letters_are_legible(
    pixels: tuple[int, int], width_mm: int, eye_mm: int, legible: int
) -> None:
    assert legible_from(*pixels, width_mm, eye_mm) == legible


def test_a_larger_screen_has_larger_letters_for_a_farther_eye() -> None:
    near = sizes(1080, 1920, 500, 12, Wishes(), eye_mm=600)
    far = sizes(1080, 1920, 500, 12, Wishes(), eye_mm=800)

    assert far.least > near.least
    assert far.button == near.button


def test_a_small_screen_shows_everything_and_says_that_it_is_small(
    qapp: object, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING):
        easel = Easel(1280, 800, 344)
    try:
        for name, state in easel.states(Wishes()):
            if name in ("home", "number-issued", "services", "show-code"):
                easel.show(state)
                root = easel.view.rootObject()
                cut = [f for f in findings(root, 1280 / 604) if f.kind.value != "too close"]
                assert not cut, (name, cut)
    finally:
        easel.close()

    assert f"not from eye_mm = {EYE_MM}" in caplog.text
