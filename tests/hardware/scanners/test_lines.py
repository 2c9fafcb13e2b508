"""Codes that come as lines."""

import os
import queue
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vuoro.hardware.scanners import Flaw, ScannedCode, ScannerState
from vuoro.hardware.scanners.lines import LineScanner, LineSplitter
from vuoro.hardware.scanners.payload import Payload

LINES = st.lists(st.text(st.characters(exclude_categories=("C", "Z")), min_size=1, max_size=40))


def split(*pieces: bytes) -> list[Payload]:
    splitter = LineSplitter()
    return [payload for piece in pieces for payload in splitter.feed(piece)] + [*splitter.end()]


@given(LINES, st.sampled_from(["\n", "\r", "\r\n"]), st.integers(1, 9))
def test_lines_are_the_same_however_their_bytes_arrive(
    lines: list[str], end: str, size: int
) -> None:
    sent = "".join(line + end for line in lines).encode()

    pieces = [sent[start : start + size] for start in range(0, len(sent), size)]

    assert [payload.text for payload in split(*pieces)] == lines


def test_a_last_line_without_an_end_counts() -> None:
    assert [payload.text for payload in split(b"VU1A\nVU1B")] == ["VU1A", "VU1B"]


def test_empty_lines_are_no_codes() -> None:
    assert split(b"\n\r\n  \n") == []


def test_an_endless_line_takes_no_memory_and_ends_as_one_too_long_code() -> None:
    splitter = LineSplitter()
    for _ in range(1000):
        assert splitter.feed(b"A" * 4096) == ()
    assert len(splitter._line) <= 4096

    assert splitter.feed(b"\nVU1AFTER\n") == (
        Payload("", 4096 * 1000, Flaw.TOO_LONG),
        Payload("VU1AFTER", 8),
    )


@pytest.mark.parametrize(
    ("end", "inner"), [(rb"\r", "\n"), (rb"\n", "\r"), (rb"\r\n", "\n"), (rb"\r\n", "\r")]
)
@given(lines=LINES, size=st.integers(1, 9))
def test_with_one_line_end_the_others_belong_to_the_line(
    end: bytes, inner: str, lines: list[str], size: int
) -> None:
    texts = [f"{line}{inner}{line}" for line in lines]
    sent = b"".join(text.encode() + end.decode("unicode-escape").encode() for text in texts)
    splitter = LineSplitter(re.compile(end))

    pieces = [sent[start : start + size] for start in range(0, len(sent), size)]
    found = [payload.text for piece in pieces for payload in splitter.feed(piece)]

    assert found == texts


def test_a_line_end_cut_in_two_after_an_endless_line_still_ends_it() -> None:
    splitter = LineSplitter(re.compile(rb"\r\n"))
    splitter.feed(b"A" * 9000 + b"\r")

    (payload,) = splitter.feed(b"\n")

    assert (payload.flaw, payload.length) == (Flaw.TOO_LONG, 9000)


def test_a_line_that_is_dropped_leaves_nothing_to_the_next() -> None:
    splitter = LineSplitter()
    splitter.feed(b"VU1HALF")
    assert splitter.begun

    splitter.drop()

    assert not splitter.begun
    assert splitter.feed(b"VU1WHOLE\n") == (Payload("VU1WHOLE", 8),)


@given(st.lists(st.sampled_from([b"\x06", b"\x04\xd0", b"\0"]), max_size=5))
def test_what_a_device_answers_is_no_part_of_the_line_behind_it(said: list[bytes]) -> None:
    splitter = LineSplitter(answers=(b"\x06", b"\x04\xd0"))

    assert splitter.feed(b"".join(said) + b"VU1CODE\n") == (Payload("VU1CODE", 7),)


def test_the_other_end_closing_ends_the_scanner() -> None:
    read, write = os.pipe()
    codes: queue.Queue[ScannedCode] = queue.Queue()
    scanner = LineScanner(read)

    scanner.start(codes.put)
    os.write(write, b"VU1LAST")
    os.close(write)
    code = codes.get(timeout=20)
    thread = scanner._thread
    assert thread is not None
    thread.join(20)

    assert code.text == "VU1LAST"
    assert scanner.state is ScannerState.ENDED
    scanner.close()
    os.close(read)


def test_a_binary_line_is_reported_as_such() -> None:
    (payload,) = split(b"\xff\xfe\x00\n")

    assert payload.flaw is Flaw.BINARY
