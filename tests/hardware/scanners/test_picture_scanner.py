"""A camera that is looked at, unplugged and plugged in again."""

import logging
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from vuoro.core.clock import SteppingClock
from vuoro.hardware.scanners import ScannedCode, ScannerSource, ScannerState, camera
from vuoro.hardware.scanners.camera import PictureScanner
from vuoro.hardware.scanners.decoding import Effort
from vuoro.hardware.scanners.frames import NothingSeen, SourceEnded, SourceLost, every_fourth
from vuoro.hardware.scanners.picture import GreyImage
from vuoro.hardware.scanners.retrying import LONGEST_SECONDS, retry_after
from vuoro.hardware.scanners.show import photograph

EMPTY = np.full((72, 128), 128, np.uint8)
MINE = photograph("VU1MINE")


class Script:
    """A camera that does what its script says, one entry a look."""

    def __init__(self, *entries: GreyImage | Exception | None) -> None:
        self.entries = list(entries)
        self.plugged = True
        self.opened = 0
        self.efforts: list[int] = []

    def open(self) -> None:
        if not self.plugged:
            raise SourceLost("no camera")
        self.opened += 1

    def next(self) -> GreyImage | None:
        entry = self.entries.pop(0) if self.entries else None
        if isinstance(entry, Exception):
            raise entry
        return entry

    def effort(self, number: int) -> Effort:
        self.efforts.append(number)
        return Effort.QUICK

    def close(self) -> None:
        pass


class Bench:
    """A scanner whose steps are taken by hand."""

    def __init__(self, *entries: GreyImage | Exception | None) -> None:
        self.frames = Script(*entries)
        self.clock = SteppingClock(datetime(2026, 11, 23, 7, 0, tzinfo=UTC))
        self.codes: list[ScannedCode] = []
        self.scanner = PictureScanner(
            self.frames, ScannerSource.CAMERA, self.clock, period=0.1, same_code_seconds=3
        )
        self.report_to(self.codes.append)

    def report_to(self, on_code: Callable[[ScannedCode], None]) -> None:
        self.scanner._on_code = on_code

    def step(self) -> float:
        seconds = self.scanner.step()
        self.clock.advance(timedelta(seconds=seconds))
        return seconds


def test_a_code_held_in_view_is_reported_once_in_three_seconds() -> None:
    bench = Bench(*[MINE] * 31)

    for _ in range(31):
        bench.step()

    assert [code.text for code in bench.codes] == ["VU1MINE", "VU1MINE"]


def test_the_camera_is_looked_at_no_more_often_than_it_was_told() -> None:
    assert Bench(EMPTY).step() == pytest.approx(0.1)


def test_an_unplugged_camera_is_offline_and_tried_ever_less_often() -> None:
    bench = Bench()
    bench.frames.plugged = False

    waits = [bench.step() for _ in range(7)]

    assert bench.scanner.state is ScannerState.OFFLINE
    assert waits == [0.5, 1, 2, 4, 8, 8, 8]


def test_a_camera_that_comes_back_reads_again() -> None:
    bench = Bench(EMPTY, SourceLost("gone"), MINE)

    states = []
    for _ in range(3):
        bench.step()
        states.append(bench.scanner.state)

    assert states == [ScannerState.READY, ScannerState.OFFLINE, ScannerState.READY]
    assert bench.frames.opened == 2
    assert [code.text for code in bench.codes] == ["VU1MINE"]


def test_the_log_tells_of_a_lost_camera_once(caplog: pytest.LogCaptureFixture) -> None:
    bench = Bench()
    bench.frames.plugged = False

    with caplog.at_level(logging.INFO, logger="vuoro"):
        for _ in range(5):
            bench.step()

    assert [record.getMessage() for record in caplog.records] == ["scanner offline: no camera"]


def test_a_video_that_is_over_ends_the_scanner() -> None:
    bench = Bench(EMPTY, SourceEnded())

    bench.step()
    bench.step()

    assert bench.scanner.state is ScannerState.ENDED


def test_a_fault_in_who_is_told_leaves_the_scanner_going_and_no_code_in_the_log(
    caplog: pytest.LogCaptureFixture,
) -> None:
    bench = Bench(MINE, photograph("VU1YOURS"))

    def fault(code: ScannedCode) -> None:
        raise RuntimeError("a bug")

    bench.report_to(fault)
    bench.scanner._guarded_step()
    bench.report_to(bench.codes.append)
    bench.scanner._guarded_step()

    assert [code.text for code in bench.codes] == ["VU1YOURS"]
    assert "a look at the scanner failed" in caplog.text
    assert "VU1MINE" not in caplog.text


def test_a_fault_in_who_is_told_of_states_leaves_the_scanner_going(
    caplog: pytest.LogCaptureFixture,
) -> None:
    bench = Bench(SourceLost("gone"), MINE)

    def fault() -> None:
        raise RuntimeError("a bug")

    bench.scanner.watch(fault)
    bench.scanner._state = ScannerState.READY
    bench.scanner._guarded_step()
    bench.scanner._guarded_step()

    assert bench.scanner.state is ScannerState.READY
    assert [code.text for code in bench.codes] == ["VU1MINE"]
    assert "a listener to the scanner's state failed" in caplog.text


def test_every_fourth_frame_of_a_moving_picture_gets_a_closer_look() -> None:
    efforts = [every_fourth(number) for number in range(8)]

    assert efforts == [Effort.CLOSER, *[Effort.QUICK] * 3] * 2


def test_retries_never_stop_however_long_the_camera_is_away() -> None:
    assert retry_after(1) == 0.5
    assert retry_after(10**9) == LONGEST_SECONDS


def test_a_covered_camera_is_told_of_once_and_reads_again_by_itself(
    caplog: pytest.LogCaptureFixture,
) -> None:
    covered = NothingSeen(ScannerState.COVERED)
    bench = Bench(EMPTY, covered, covered, MINE)
    states = []
    bench.scanner.watch(lambda: states.append(bench.scanner.state))

    with caplog.at_level(logging.INFO, logger="vuoro"):
        for _ in range(4):
            bench.step()

    assert states == [ScannerState.READY, ScannerState.COVERED, ScannerState.READY]
    assert [record.getMessage() for record in caplog.records] == [
        "scanner covered",
        "scanner ready",
    ]
    assert [code.text for code in bench.codes] == ["VU1MINE"]


def test_a_camera_that_wakes_up_is_as_it_was_until_its_first_picture() -> None:
    bench = Bench(NothingSeen(), EMPTY)
    bench.scanner.rest(True)
    bench.step()
    bench.scanner.rest(False)

    states = []
    for _ in range(2):
        bench.step()
        states.append(bench.scanner.state)

    assert states == [ScannerState.RESTING, ScannerState.READY]
    assert bench.frames.opened == 1


def test_a_resting_scanner_looks_at_nothing() -> None:
    bench = Bench(MINE)
    bench.scanner.rest(True)

    bench.step()

    assert bench.scanner.state is ScannerState.RESTING
    assert bench.frames.opened == 0
    assert bench.codes == []


def test_late_wake_ups_do_not_add_up_to_fewer_looks() -> None:
    bench = Bench(*[EMPTY] * 101)
    began = bench.clock.mono()

    for _ in range(100):
        bench.step()
        bench.clock.advance(timedelta(milliseconds=3))

    assert bench.clock.mono() - began == pytest.approx(100 * 0.1, abs=0.01)


@pytest.mark.parametrize(("quick_ms", "closer_ms", "least"), [(8, 48, 15), (38, 150, 15)])
def test_a_slow_computer_looks_less_closely_and_not_less_often(
    monkeypatch: pytest.MonkeyPatch, quick_ms: int, closer_ms: int, least: float
) -> None:
    bench = Bench(*[EMPTY] * 400)
    bench.scanner._period = 1 / 60
    efforts = []

    def decode(picture: GreyImage, effort: Effort, out_of_time: object) -> tuple[()]:
        efforts.append(effort)
        milliseconds = closer_ms if effort is Effort.CLOSER else quick_ms
        bench.clock.advance(timedelta(milliseconds=milliseconds))
        return ()

    monkeypatch.setattr(camera, "decode", decode)
    monkeypatch.setattr(bench.frames, "effort", every_fourth)
    began = bench.clock.mono()

    for _ in range(400):
        bench.step()

    assert 400 / (bench.clock.mono() - began) >= least
    assert 0.03 <= efforts.count(Effort.CLOSER) / 400 <= 0.25


def test_how_often_it_looks_and_when_it_last_read_is_counted_without_a_text() -> None:
    bench = Bench(MINE, *[EMPTY] * 60)
    for _ in range(61):
        bench.step()

    stats = bench.scanner.stats()

    assert stats.frames_per_second == pytest.approx(10, rel=0.05)
    assert stats.code_age == pytest.approx(6.1, abs=0.01)
    assert stats.decode_ms == 0
