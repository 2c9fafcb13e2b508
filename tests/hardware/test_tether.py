"""The thread that owns a device: it tries, loses, tells and tries again."""

import logging
import os
import queue
import threading
from collections.abc import Callable, Iterator

import pytest

from vuoro.hardware.tether import STEADY_SECONDS, DeviceLost, Tether

PATIENCE = 20.0


class Script:
    """A device whose openings go as its script says, one entry each; then it stays away."""

    def __init__(self, *entries: str) -> None:
        self.entries = list(entries)
        self.now = 0.0
        self.read, self.write = os.pipe()
        self.silences = 0
        self.closed = 0

    def open(self) -> int:
        entry = self.entries.pop(0) if self.entries else "away"
        if entry == "bug":
            raise RuntimeError("a bug")
        if entry.startswith("there for "):
            self.now += float(entry.removeprefix("there for "))
            os.write(self.write, b"!")
            return self.read
        raise DeviceLost(entry)

    def patience(self) -> float | None:
        return 0.001

    def arrived(self) -> None:
        os.read(self.read, 1)
        raise DeviceLost("pulled out")

    def silent(self) -> None:
        self.silences += 1

    def close(self) -> None:
        self.closed += 1

    def end(self) -> None:
        os.close(self.read)
        os.close(self.write)


class Bench:
    def __init__(self, *entries: str) -> None:
        self.line = Script(*entries)
        self.failures: queue.SimpleQueue[int] = queue.SimpleQueue()
        self.tether = Tether(self.line, "scanner", retry=self._retry, mono=lambda: self.line.now)
        self.wanted = len(entries) + 1

    def failed(self) -> list[int]:
        """How many failures in a row it had counted, each time it had failed."""
        return [self.failures.get(timeout=PATIENCE) for _ in range(self.wanted)]

    def _retry(self, failures: int) -> float:
        self.failures.put(failures)
        return 0.001


MakeBench = Callable[..., Bench]


@pytest.fixture
def make() -> Iterator[MakeBench]:
    benches: list[Bench] = []

    def made(*entries: str) -> Bench:
        benches.append(Bench(*entries))
        return benches[-1]

    yield made
    for bench in benches:
        bench.tether.close()
        bench.line.end()


def test_each_failure_in_a_row_counts_one_more(make: MakeBench) -> None:
    bench = make("away", "away", "not allowed")

    bench.tether.start()

    assert bench.failed() == [1, 2, 3, 4]


def test_a_loose_plug_does_not_begin_to_count_anew(make: MakeBench) -> None:
    bench = make("away", "there for 1", "away", f"there for {STEADY_SECONDS - 1}", "away")

    bench.tether.start()

    assert bench.failed() == [1, 2, 3, 4, 5, 6]


def test_a_device_that_has_stayed_is_tried_again_at_once(make: MakeBench) -> None:
    bench = make("away", "away", f"there for {STEADY_SECONDS}", "away")

    bench.tether.start()

    assert bench.failed() == [1, 2, 1, 2, 3]


def test_each_reason_is_told_once_until_the_device_has_stayed(
    make: MakeBench, caplog: pytest.LogCaptureFixture
) -> None:
    bench = make(
        "away", "not allowed", "away", "not allowed", f"there for {STEADY_SECONDS}", "away"
    )

    with caplog.at_level(logging.INFO, logger="vuoro"):
        bench.tether.start()
        bench.failed()

    assert [record.getMessage() for record in caplog.records] == [
        "scanner offline: away",
        "scanner offline: not allowed",
        "scanner offline: pulled out",
        "scanner offline: away",
    ]


def test_a_bug_is_told_loudly_and_the_device_tried_again(
    make: MakeBench, caplog: pytest.LogCaptureFixture
) -> None:
    bench = make("bug", "away")

    bench.tether.start()

    assert bench.failed() == [1, 2, 3]
    assert "the scanner failed" in caplog.text
    assert "a bug" in caplog.text


def test_who_watches_is_told_of_coming_and_going_and_may_fail(
    make: MakeBench, caplog: pytest.LogCaptureFixture
) -> None:
    bench = make("there for 1", "there for 1")
    seen: queue.SimpleQueue[bool] = queue.SimpleQueue()

    def watch() -> None:
        seen.put(bench.tether.attached)
        raise RuntimeError("a bug")

    bench.tether.watch(watch)
    bench.tether.start()
    bench.failed()

    assert [seen.get(timeout=PATIENCE) for _ in range(4)] == [True, False] * 2
    assert "the state of the scanner could not be told" in caplog.text


def test_a_device_is_let_go_after_every_try_and_at_the_end(make: MakeBench) -> None:
    bench = make("away", "there for 1", "bug")
    threads = threading.active_count()

    bench.tether.start()
    bench.failed()
    bench.tether.close()

    assert bench.line.closed >= 4
    assert threading.active_count() == threads


def test_silence_is_told_after_the_patience_of_the_line() -> None:
    class Quiet(Script):
        def open(self) -> int:
            return self.read

        def silent(self) -> None:
            super().silent()
            if self.silences == 3:
                heard.set()

    heard = threading.Event()
    line = Quiet()
    tether = Tether(line, "scanner", retry=lambda failures: 0.001)

    tether.start()

    assert heard.wait(PATIENCE)
    tether.close()
    line.end()
