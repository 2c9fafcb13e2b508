"""A USB camera over the capture that OpenCV gives: unplugged, covered, frozen, silent, hung."""

import queue
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt
import pytest

from tests.hardware.scanners.waiting import PATIENCE, alive, wait_until
from vuoro.hardware.scanners.camera_frames import FIRST_SECONDS, CameraFrames
from vuoro.hardware.scanners.capture import LOST_SECONDS, grey, set_up
from vuoro.hardware.scanners.frames import NothingSeen, SourceLost
from vuoro.hardware.scanners.liveness import DARK_SECONDS, FROZEN_SECONDS, Liveness, Sight
from vuoro.hardware.scanners.show import photograph

EMPTY = np.full((720, 1280), 128, np.uint8)
MINE = photograph("VU1MINE")


@dataclass
class Time:
    """Seconds that pass when a test says so."""

    now: float = 100.0

    def __call__(self) -> float:
        return self.now


class Camera:
    """A capture whose grabs a test answers one by one; it never paces itself."""

    def __init__(self) -> None:
        self.script: queue.SimpleQueue[npt.NDArray[Any] | None] = queue.SimpleQueue()
        self.current: npt.NDArray[Any] = EMPTY
        self.told: dict[int, float] = {}
        self.grabs = self.retrieves = 0
        self.released = threading.Event()

    def isOpened(self) -> bool:
        return True

    def set(self, propId: int, value: float) -> bool:
        self.told[propId] = value
        return True

    def grab(self) -> bool:
        self.grabs += 1
        picture = self.script.get()
        if picture is None:
            return False
        self.current = picture
        return True

    def retrieve(self) -> tuple[bool, npt.NDArray[Any]]:
        self.retrieves += 1
        return True, self.current

    def release(self) -> None:
        self.released.set()


@dataclass
class Bench:
    """The frames of a scripted camera, and a clock moved by hand."""

    camera: Camera = field(default_factory=Camera)
    time: Time = field(default_factory=Time)
    device: str = "/dev/video0"

    def __post_init__(self) -> None:
        self.frames = CameraFrames(
            self.find, open_capture=lambda device: self.camera, mono=self.time
        )

    def find(self) -> str:
        if not self.device:
            raise SourceLost("no camera")
        return self.device

    def close(self) -> None:
        self.camera.script.put(None)
        self.frames.close()


@pytest.fixture
def bench() -> Iterator[Bench]:
    bench = Bench()
    yield bench
    bench.close()


def noisy(seed: int, level: int = 128) -> npt.NDArray[np.uint8]:
    random = np.random.default_rng(seed)
    return np.clip(random.normal(level, 3, (720, 1280)), 0, 255).astype(np.uint8)


def jpeg(picture: npt.NDArray[np.uint8]) -> npt.NDArray[Any]:
    _, raw = cv2.imencode(".jpg", cv2.cvtColor(picture, cv2.COLOR_GRAY2BGR))
    return raw.reshape(1, -1)


# What a camera is told


def test_a_camera_is_told_to_send_720p_as_jpeg_and_to_see_to_its_exposure_itself() -> None:
    camera = Camera()

    set_up(camera, 0)

    order = list(camera.told)
    assert camera.told[cv2.CAP_PROP_FOURCC] == cv2.VideoWriter.fourcc(*"MJPG")
    assert (camera.told[cv2.CAP_PROP_FRAME_WIDTH], camera.told[cv2.CAP_PROP_FRAME_HEIGHT]) == (
        1280,
        720,
    )
    assert order.index(cv2.CAP_PROP_FOURCC) < order.index(cv2.CAP_PROP_FRAME_WIDTH)
    assert camera.told[cv2.CAP_PROP_AUTO_EXPOSURE] == 3
    assert cv2.CAP_PROP_EXPOSURE not in camera.told


def test_an_exposure_of_the_settings_goes_to_the_camera_in_tenths_of_a_millisecond() -> None:
    camera = Camera()

    set_up(camera, 80)

    assert camera.told[cv2.CAP_PROP_AUTO_EXPOSURE] == 1
    assert camera.told[cv2.CAP_PROP_EXPOSURE] == 80


# What a camera sends


@pytest.mark.parametrize(
    "raw",
    [
        jpeg(MINE),
        jpeg(MINE).reshape(-1, 1),
        MINE,
        MINE[:, :, None],
        cv2.cvtColor(MINE, cv2.COLOR_GRAY2BGR),
        np.dstack([MINE, np.full_like(MINE, 128)]),
    ],
    ids=["jpeg", "jpeg in a column", "grey", "grey with a channel", "bgr", "yuyv"],
)
def test_every_form_of_picture_becomes_the_same_grey_one(raw: npt.NDArray[Any]) -> None:
    picture = grey(raw)

    assert picture is not None
    assert picture.shape == (720, 1280)
    assert picture.flags.c_contiguous
    assert np.abs(picture.astype(int) - MINE).mean() < 2


@pytest.mark.parametrize(
    "raw",
    [
        np.zeros((1, 0), np.uint8),
        np.frombuffer(b"\xff\xd8\xff no picture", np.uint8).reshape(1, -1),
        np.zeros((720, 1280), np.uint16),
    ],
    ids=["nothing", "damaged", "16 bits"],
)
def test_what_is_no_picture_is_left_out(raw: npt.NDArray[Any]) -> None:
    assert grey(raw) is None


def test_a_damaged_picture_is_skipped_and_the_next_one_taken(bench: Bench) -> None:
    bench.frames.open()
    bench.camera.script.put(np.frombuffer(b"\xff\xd8 torn", np.uint8).reshape(1, -1))
    bench.camera.script.put(jpeg(MINE))

    assert taken(bench) is not None


# Only what is new


def test_pictures_that_nobody_waited_for_are_dropped_undecoded_and_never_come_late(
    bench: Bench,
) -> None:
    bench.frames.open()
    for seed in range(20):
        bench.camera.script.put(noisy(seed))
    wait_until(lambda: bench.camera.script.empty() and bench.camera.grabs == 21)
    assert bench.camera.retrieves == 0

    waiting = threading.Thread(target=lambda: bench.camera.script.put(noisy(99)))
    waiting.start()
    picture = taken(bench)
    waiting.join()

    assert bench.camera.retrieves == 1
    assert np.array_equal(picture, noisy(99))


def test_a_camera_that_sends_nothing_is_lost_after_three_seconds(bench: Bench) -> None:
    bench.frames.open()
    bench.camera.script.put(noisy(1))
    taken(bench)

    bench.time.now += LOST_SECONDS - 0.1
    assert bench.frames.next() is None
    bench.time.now += 0.2

    with pytest.raises(SourceLost, match="no picture"):
        bench.frames.next()


def test_a_camera_that_was_just_opened_has_longer_and_is_not_ready_before_its_first_picture(
    bench: Bench,
) -> None:
    bench.frames.open()

    bench.time.now += FIRST_SECONDS - 1
    with pytest.raises(NothingSeen) as nothing:
        bench.frames.next()

    assert nothing.value.state is None


def test_a_camera_whose_driver_gives_up_is_lost_at_once(bench: Bench) -> None:
    bench.frames.open()
    bench.camera.script.put(None)

    with pytest.raises(SourceLost):
        taken(bench)
    assert bench.camera.released.wait(PATIENCE)


def test_closing_while_the_capture_blocks_lets_go_and_opens_no_second_one(bench: Bench) -> None:
    bench.frames.open()
    wait_until(lambda: bench.camera.grabs == 1)

    bench.frames.close()
    with pytest.raises(SourceLost, match="hangs"):
        bench.frames.open()

    bench.camera.script.put(None)
    assert bench.camera.released.wait(PATIENCE)
    wait_until(lambda: not alive("camera"))
    bench.frames.open()


def test_a_bug_in_a_library_loses_the_camera_and_not_the_scanner(
    bench: Bench, caplog: pytest.LogCaptureFixture
) -> None:
    def broken() -> tuple[bool, npt.NDArray[Any]]:
        raise RuntimeError("a bug")

    bench.camera.retrieve = broken  # type: ignore[method-assign]
    bench.frames.open()
    bench.camera.script.put(EMPTY)

    with pytest.raises(SourceLost, match="failed"):
        taken(bench)
    assert "the camera's thread failed" in caplog.text


# Covered and frozen


def test_a_camera_that_sends_one_picture_for_ever_is_lost_and_does_not_come_back_with_it(
    bench: Bench,
) -> None:
    bench.frames.open()
    same = noisy(1)
    for _ in range(3):
        bench.camera.script.put(same)
    taken(bench)
    bench.time.now += FROZEN_SECONDS

    for _ in range(2):
        bench.camera.script.put(same)
        with pytest.raises(SourceLost, match="same picture"):
            taken(bench)
        bench.camera.script.put(None)
        bench.frames.close()
        bench.frames.open()


def test_noise_tells_a_still_room_from_a_frozen_camera() -> None:
    liveness = Liveness()

    sights = [liveness.judge(noisy(seed), seed * 5.0) for seed in range(20)]

    assert set(sights) == {Sight.CLEAR}


def test_a_picture_clipped_to_white_is_not_taken_for_a_frozen_one() -> None:
    liveness, white = Liveness(), np.full((720, 1280), 255, np.uint8)

    assert {liveness.judge(white, at) for at in (0.0, 30.0, 60.0)} == {Sight.CLEAR}


def test_black_for_a_minute_is_a_covered_camera_and_one_clear_picture_ends_it() -> None:
    liveness = Liveness()

    sights = [
        liveness.judge(noisy(1, 4), 0.0),
        liveness.judge(noisy(2, 4), DARK_SECONDS - 1),
        liveness.judge(noisy(3, 4), DARK_SECONDS),
        liveness.judge(noisy(4), DARK_SECONDS + 1),
        liveness.judge(noisy(5, 4), DARK_SECONDS + 2),
    ]

    assert sights == [Sight.CLEAR, Sight.CLEAR, Sight.COVERED, Sight.CLEAR, Sight.CLEAR]


def test_a_dim_lobby_is_not_a_covered_camera() -> None:
    dim = noisy(1, 12)
    dim[300:400] = 60
    liveness = Liveness()

    assert liveness.judge(dim, 0.0) is Sight.CLEAR
    assert liveness.judge(noisy(2, 12) + dim, DARK_SECONDS * 2) is Sight.CLEAR


def taken(bench: Bench) -> npt.NDArray[np.uint8]:
    """The next picture of a camera that has one to send; its thread may take its time."""
    for _ in range(PATIENCE * 4):
        try:
            picture = bench.frames.next()
        except NothingSeen:
            continue
        if picture is not None:
            return picture
    raise AssertionError("no picture came")
