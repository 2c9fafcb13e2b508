"""Codes that come as lines."""

import os
import queue

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
