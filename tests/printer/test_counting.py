"""How much paper is left, counted."""

import logging
import threading
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vuoro.printer.counting import PaperCount
from vuoro.printer.counting_file import NAME, change, read
from vuoro.printer.status import Status

FINE = Status()
LOW = Status(paper_low=True)
OUT = Status(paper_out=True, paper_low=True, offline=True)
OPEN = Status(cover_open=True, paper_out=True, offline=True)


def test_paper_gets_less_with_every_slip(tmp_path: Path) -> None:
    paper = PaperCount(tmp_path, 50)

    assert paper.left_mm == 50_000
    paper.fed(127.4)
    paper.fed(127.4)
    assert paper.left_mm == 50_000 - 2 * 128


def test_a_program_that_starts_again_counts_on(tmp_path: Path) -> None:
    PaperCount(tmp_path, 50).fed(1_000)

    assert PaperCount(tmp_path, 50).left_mm == 49_000


@pytest.mark.parametrize(
    ("roll_m", "fed", "low"),
    [(50, 46_999, False), (50, 47_000, True), (10, 7_999, False), (10, 8_000, True)],
)
def test_three_metres_are_low_or_the_last_fifth(
    tmp_path: Path, roll_m: float, fed: int, low: bool
) -> None:
    paper = PaperCount(tmp_path, roll_m)

    paper.fed(fed)

    assert paper.low is low


def test_more_printed_than_was_on_the_roll_leaves_nothing(tmp_path: Path) -> None:
    paper = PaperCount(tmp_path, 1)

    paper.fed(2_000)

    assert paper.left_mm == 0


def test_a_new_roll_told_to_another_program_counts_here_at_once(tmp_path: Path) -> None:
    kiosk, command = PaperCount(tmp_path, 50), PaperCount(tmp_path, 50)
    kiosk.fed(49_000)

    command.new_roll()
    kiosk.fed(100)

    assert kiosk.left_mm == 49_900
    assert not kiosk.low


@pytest.mark.parametrize(
    ("seen", "counted_on"),
    [
        ([FINE, FINE], True),
        ([OUT, FINE], False),
        ([LOW, FINE], False),
        ([OUT, OPEN, FINE], False),
        ([OUT, LOW, FINE], False),
        ([OUT], True),
        ([LOW, OUT], True),
        ([FINE, OPEN, FINE], True),
        ([OPEN, FINE], True),
    ],
)
def test_paper_that_was_short_and_no_longer_is_is_a_new_roll(
    tmp_path: Path, seen: list[Status], counted_on: bool
) -> None:
    paper = PaperCount(tmp_path, 50)
    paper.fed(1_000)

    for status in seen:
        paper.saw(status)

    assert (paper.left_mm == 49_000) is counted_on


def test_a_disk_that_can_t_be_written_costs_the_count_and_one_line_in_the_log(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    paper = PaperCount(tmp_path / "gone", 50)

    with caplog.at_level(logging.WARNING):
        paper.fed(100)
        paper.new_roll()

    assert paper.left_mm == 50_000
    assert caplog.messages == ["paper can't be counted"]


@given(rubbish=st.binary(max_size=30))
def test_a_file_of_rubbish_is_no_count(
    tmp_path_factory: pytest.TempPathFactory, rubbish: bytes
) -> None:
    folder = tmp_path_factory.mktemp("count")
    (folder / NAME).write_bytes(rubbish)

    assert read(folder) >= 0
    assert change(folder, lambda before: 7) == read(folder) == 7


def test_two_who_count_at_once_lose_nothing(tmp_path: Path) -> None:
    def count() -> None:
        for _ in range(50):
            change(tmp_path, lambda before: before + 1)

    counting = [threading.Thread(target=count) for _ in range(4)]
    for each in counting:
        each.start()
    for each in counting:
        each.join()

    assert read(tmp_path) == 200
