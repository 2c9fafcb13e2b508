"""What printers say about themselves, by the bits of Epson's reference and as emulators send it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vuoro.printer.escpos import PrinterState
from vuoro.printer.status import Status
from vuoro.printer.status_stream import StatusStream


@pytest.mark.parametrize(
    ("answers", "state"),
    [
        ("12 12 12 12", PrinterState.OK),
        ("16 12 12 12", PrinterState.OK),
        ("12 12 12 1e", PrinterState.PAPER_LOW),
        ("1a 32 12 7e", PrinterState.PAPER_OUT),
        ("1a 32 12 72", PrinterState.PAPER_OUT),
        ("1a 16 12 12", PrinterState.COVER_OPEN),
        ("1a 16 12 7e", PrinterState.COVER_OPEN),
        ("1a 52 1a 12", PrinterState.CUTTER_JAM),
        ("1a 52 32 12", PrinterState.FAULT),
        ("1a 52 16 12", PrinterState.FAULT),
        ("1a 52 12 12", PrinterState.FAULT),
        ("1a 52 52 12", PrinterState.OVERHEATED),
        ("1a 52 52 1e", PrinterState.OVERHEATED),
        ("1a 52 5a 12", PrinterState.CUTTER_JAM),
        ("1a 12 12 12", PrinterState.OFFLINE),
    ],
)
def test_four_answers_make_one_state(answers: str, state: PrinterState) -> None:
    """The first four and the cover as seen from emulated TM-T20III printers (appliance §3.3)."""
    assert Status.from_answers(bytes.fromhex(answers)).state == state


@pytest.mark.parametrize(
    ("packet", "state"),
    [
        ("10 00 00 00", PrinterState.OK),
        ("14 00 00 0f", PrinterState.OK),
        ("10 00 03 00", PrinterState.PAPER_LOW),
        ("18 00 0f 00", PrinterState.PAPER_OUT),
        ("38 00 00 00", PrinterState.COVER_OPEN),
        ("18 08 00 00", PrinterState.CUTTER_JAM),
        ("18 20 00 00", PrinterState.FAULT),
        ("18 40 00 00", PrinterState.OVERHEATED),
        ("18 00 00 00", PrinterState.OFFLINE),
    ],
)
def test_a_packet_makes_one_state(packet: str, state: PrinterState) -> None:
    """The first and the one with the cover as seen from emulated printers (appliance §3.2)."""
    assert Status.from_packet(bytes.fromhex(packet)).state == state


PLAIN = st.integers(0, 127).filter(lambda byte: byte & 0x90 == 0)
REAL_TIME = st.integers(0, 255).filter(lambda byte: byte & 0x93 == 0x12)
DONE = PLAIN.map(lambda byte: ("done", bytes((byte,))))
ANSWERS = st.lists(REAL_TIME, min_size=4, max_size=4).map(lambda four: ("asked", bytes(four)))
CLEARED = st.just(("cleared", b"\x37\x25\x00"))
NAMES = st.binary(max_size=15).map(
    lambda name: ("name", b"_" + bytes(0x20 + byte % 0x5F for byte in name) + b"\0")
)
FLOW = st.sampled_from([("flow", b"\x11"), ("flow", b"\x13")])
PACKETS = st.tuples(
    st.integers(0, 127).filter(lambda byte: byte & 0x93 == 0x10),
    st.lists(PLAIN, min_size=3, max_size=3),
    st.sampled_from([b"", b"\x13"]),
).map(lambda parts: ("pushed", bytes((parts[0], parts[1][0])) + parts[2] + bytes(parts[1][1:])))
SAID = st.one_of(DONE, ANSWERS, CLEARED, NAMES, FLOW, PACKETS)


@given(st.lists(SAID, max_size=30), st.integers(1, 7))
def test_whatever_comes_after_whatever_is_told_apart(
    said: list[tuple[str, bytes]], at: int
) -> None:
    stream = StatusStream()
    heard = b"".join(data for _, data in said)

    for start in range(0, len(heard), at):
        stream.hear(heard[start : start + at])

    kinds = [kind for kind, _ in said]
    assert (stream.done, stream.asked, stream.pushed, stream.cleared) == tuple(
        kinds.count(kind) for kind in ("done", "asked", "pushed", "cleared")
    )


@given(st.lists(SAID, max_size=20))
def test_the_newest_word_counts(said: list[tuple[str, bytes]]) -> None:
    stream = StatusStream()
    expected = None
    for kind, data in said:
        stream.hear(data)
        if kind == "asked":
            expected = Status.from_answers(data)
        elif kind == "pushed":
            expected = Status.from_packet(data.replace(b"\x13", b""))

    assert stream.status == expected


def test_a_packet_that_lost_its_end_takes_nothing_of_what_follows_but_its_length() -> None:
    stream = StatusStream()

    stream.hear(b"\x38\x00" + b"\x10\x00\x00\x00" + b"\x00")

    assert stream.pushed == 1
    assert stream.done == 1
    assert stream.status == Status()


def test_a_block_without_an_end_does_not_swallow_the_rest() -> None:
    stream = StatusStream()

    stream.hear(b"_" * 500 + b"\x12\x12\x12\x12")

    assert stream.asked == 1
