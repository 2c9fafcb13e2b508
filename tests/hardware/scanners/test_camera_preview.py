"""The mailbox between a camera and the screen: one picture, the newest, and none unasked."""

from dataclasses import dataclass

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.hardware.scanners.waiting import wait_until
from vuoro.hardware.scanners.camera_frames import CameraFrames
from vuoro.hardware.scanners.preview import FRESH_SECONDS, PERIOD_SECONDS, Preview, fitted
from vuoro.hardware.scanners.reel import Reel


@dataclass
class Time:
    now: float = 50.0

    def __call__(self) -> float:
        return self.now


def grey(level: int) -> np.ndarray[tuple[int, int], np.dtype[np.uint8]]:
    return np.full((720, 1280), level, np.uint8)


def test_the_newest_picture_wins_and_the_same_one_is_not_a_new_one() -> None:
    preview = Preview(mirrored=False, mono=Time())
    preview.newest(64, 36)
    for level in (10, 20, 30):
        preview.put(grey(level))

    first, again = preview.newest(64, 36), preview.newest(64, 36)

    assert first is not None
    assert first is again
    assert first.number == 3
    assert first.picture[0, 0] == 30


def test_no_picture_is_made_while_nobody_looks_and_the_last_one_is_forgotten() -> None:
    time = Time()
    preview = Preview(mirrored=False, mono=time)
    assert not preview.wants()

    preview.newest(64, 36)
    assert preview.wants()
    preview.put(grey(10))
    time.now += FRESH_SECONDS + 0.1

    assert not preview.wants()
    time.now -= FRESH_SECONDS
    assert preview.newest(64, 36) is None


def test_a_picture_older_than_a_second_is_the_past() -> None:
    time = Time()
    preview = Preview(mirrored=False, mono=time)
    preview.newest(64, 36)
    preview.put(grey(10))
    time.now += FRESH_SECONDS + 0.01

    assert preview.newest(64, 36) is None


def test_no_more_than_twelve_pictures_a_second_are_made() -> None:
    time = Time()
    preview = Preview(mirrored=False, mono=time)
    made = 0
    for _ in range(300):
        time.now += 1 / 30
        preview.newest(64, 36)
        if preview.wants():
            preview.put(grey(10))
            made += 1

    assert 10 * (1 / PERIOD_SECONDS - 2) <= made <= 10 / PERIOD_SECONDS


def test_the_picture_of_a_camera_that_went_is_gone_at_once() -> None:
    preview = Preview(mirrored=False, mono=Time())
    preview.newest(64, 36)
    preview.put(grey(10))

    preview.clear()

    assert preview.newest(64, 36) is None


def test_a_view_shows_nothing_of_its_picture_in_its_repr() -> None:
    preview = Preview(mirrored=False, mono=Time())
    preview.newest(64, 36)
    preview.put(grey(77))

    assert "77" not in repr(preview.newest(64, 36))


@pytest.mark.parametrize("mirrored", [False, True])
def test_a_mirror_swaps_left_and_right_and_nothing_else(mirrored: bool) -> None:
    picture = grey(0)
    picture[:, :640] = 200
    picture[:360] //= 2

    shown = fitted(picture, 640, 360, mirrored=mirrored)

    bright = shown[-1, -1] if mirrored else shown[-1, 0]
    assert bright == 200
    assert int(shown[0, 0]) + int(shown[0, -1]) == 100


@given(st.integers(1, 400), st.integers(1, 400))
@example(1, 25)
def test_any_shape_gets_the_middle_at_its_own_proportions_and_never_larger(
    width: int, height: int
) -> None:
    picture = np.zeros((72, 128), np.uint8)
    picture[36, 64] = 255

    shown = fitted(picture, width, height, mirrored=False)

    high, wide = shown.shape
    assert wide <= min(width, 128) + 1
    assert high <= min(height, 72) + 1
    assert abs(wide * height - high * width) <= width + height


def test_a_camera_gives_its_preview_pictures_while_nobody_waits_for_a_code() -> None:
    reel = Reel([grey(90)], fps=120)
    preview = Preview(mirrored=True)
    frames = CameraFrames(reel.find, preview=preview, open_capture=reel.open)
    frames.open()

    wait_until(lambda: preview.newest(320, 180) is not None)
    view = preview.newest(320, 180)
    frames.close()

    assert view is not None
    assert view.picture.shape == (180, 320)
    assert preview.newest(320, 180) is None
