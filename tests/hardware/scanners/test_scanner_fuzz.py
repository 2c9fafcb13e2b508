"""Ten thousand byte strings into each reader of device bytes: no crash, no hang, no long text."""

import random
import time
from collections.abc import Callable, Iterator

import pytest

from vuoro.hardware.evdev import EVENT, EventSplitter
from vuoro.hardware.scanners.lines import LineSplitter
from vuoro.hardware.scanners.payload import MAX_CHARACTERS, Payload
from vuoro.hardware.scanners.profile import End, Layout, ScannerProfile, profile_named, raw, shipped
from vuoro.hardware.scanners.simulated_wedge import chords
from vuoro.hardware.scanners.wedge_layout import key_map
from vuoro.hardware.scanners.wedge_typing import Typist

STRINGS = 10_000
LONGEST_SECONDS = 0.5
"""A string that takes longer hangs a kiosk; the slowest of them takes some milliseconds."""
LAYOUTS: tuple[Layout, ...] = ("us", "fi", "de", "fr")
ENDS: tuple[End, ...] = ("any", "cr", "lf", "crlf", "pause")
PROFILES = [*map(profile_named, shipped()), *(ScannerProfile("fuzz", end=end) for end in ENDS)]
LINES = [
    b"VU1:8BQ2MTG0000000000000000000000000000000\r\n",
    b"HC1:NCFOXN%TSMAHN-H7TS0\r",
    b"BCD\n002\n1\nSCT\n",
    "Hyvää päivää\r\n".encode(),
    b"\x06VU1\x04\xd0\x00\x00\xff\x2cVU1\r",
    b"\x05\xd1\x00\x00\x06\xff\x24",
    b"\x00" * 40,
    b"A" * 5000,
]


def mutated(rng: random.Random, data: bytes) -> bytes:
    """The same with a few bytes changed, put in, left out, doubled or cut off."""
    text = bytearray(data)
    for _ in range(rng.randint(0, 6)):
        at = rng.randrange(len(text) + 1)
        match rng.randrange(5):
            case 0:
                text[at : at + 1] = bytes((rng.randrange(256),))
            case 1:
                text[at:at] = rng.randbytes(rng.randint(1, 9))
            case 2:
                del text[at : at + rng.randint(1, 20)]
            case 3:
                text[at:at] = text[: rng.randint(0, 200)]
            case _:
                del text[at:]
    return bytes(text)


def strings(seed: int, samples: list[bytes]) -> Iterator[bytes]:
    rng = random.Random(seed)
    for number in range(STRINGS):
        if number % 3 == 0:
            yield rng.randbytes(rng.randint(0, 120))
        else:
            yield mutated(rng, rng.choice(samples))


def events(layout: Layout, text: str) -> bytes:
    """A code as a scanner of this layout types it."""
    held = {"plain": (), "shift": (42,), "altgr": (100,)}
    strokes: list[tuple[int, int]] = []
    for level, code in [*chords(key_map(layout), text), ("plain", 28)]:
        around = held[level]
        strokes += [(key, 1) for key in around] + [(code, 1), (code, 0)]
        strokes += [(key, 0) for key in around]
    at = (divmod(number * 1500, 1_000_000) for number in range(len(strokes)))
    return b"".join(
        EVENT.pack(seconds, microseconds, 1, code, value) + EVENT.pack(seconds, 0, 0, 0, 0)
        for (seconds, microseconds), (code, value) in zip(at, strokes, strict=True)
    )


class Pace:
    """The longest time between two looks at the clock, of this thread's work alone."""

    def __init__(self) -> None:
        self.longest = 0.0
        self._last = time.thread_time()

    def look(self) -> None:
        now = time.thread_time()
        self.longest, self._last = max(self.longest, now - self._last), now


def of_lines() -> Iterator[tuple[Payload, ...]]:
    rng = random.Random(1)
    splitters = [
        LineSplitter(profile.line_end, tuple(map(raw, profile.answers))) for profile in PROFILES
    ]
    for data in strings(2, LINES):
        splitter = rng.choice(splitters)
        cut = rng.randrange(len(data) + 1)
        yield splitter.feed(data[:cut]) + splitter.feed(data[cut:])
        if rng.random() < 0.2:
            yield splitter.end()
        if rng.random() < 0.1:
            splitter.drop()
    for splitter in splitters:
        yield splitter.end()


def disturbed(rng: random.Random, data: bytes) -> bytes:
    """The same events with some of them lost, doubled, or of other keys and other kinds."""
    whole = [data[at : at + EVENT.size] for at in range(0, len(data), EVENT.size)]
    for _ in range(rng.randint(0, 4)):
        at = rng.randrange(len(whole))
        kind, code = rng.choice([(0, 3), (0, 0), (1, rng.randrange(0x300)), (4, 4), (17, 1)])
        event = EVENT.pack(0, rng.randrange(20_000), kind, code, rng.randrange(3))
        whole[at : at + rng.randrange(2)] = rng.choice([[], [event], [whole[at]] * 2])
    return b"".join(whole)


def reader(layout: Layout) -> tuple[EventSplitter, Typist]:
    """What reads a scanner that was plugged in just now."""
    return EventSplitter(), Typist(key_map(layout), 0.05)


def of_events() -> Iterator[tuple[Payload, ...]]:
    rng = random.Random(3)
    readers = [reader(layout) for layout in LAYOUTS]
    samples = [events(layout, "VU1:8BQ2/MT-G_0") for layout in LAYOUTS]
    for data in strings(4, samples):
        number = rng.randrange(len(readers))
        if rng.random() < 0.2:
            readers[number] = reader(LAYOUTS[number])
        splitter, typist = readers[number]
        if rng.random() < 0.5:
            data = disturbed(rng, rng.choice(samples))
        found = map(typist.feed, splitter.feed(data))
        yield tuple(payload for payload in found if payload is not None)


@pytest.mark.parametrize("source", [of_lines, of_events])
def test_ten_thousand_strings_crash_nothing_hang_nothing_and_give_no_long_text(
    source: Callable[[], Iterator[tuple[Payload, ...]]],
) -> None:
    pace = Pace()
    payloads: list[Payload] = []
    for found in source():
        pace.look()
        payloads += found

    assert pace.longest < LONGEST_SECONDS
    assert all(len(payload.text) <= MAX_CHARACTERS for payload in payloads)
    assert not any("\ufffd" in payload.text or "\0" in payload.text for payload in payloads)
    # Else the fuzz would be testing that nothing happens.
    assert sum(payload.flaw is None for payload in payloads) > 200
    assert sum(payload.flaw is not None for payload in payloads) > 200


def test_events_that_are_noise_never_make_a_text_that_was_not_typed() -> None:
    """Keys of one code with some of them lost, changed or doubled at any place in the stream."""
    rng = random.Random(5)
    wanted = "VU1:8BQ2/MT-G_0"
    whole = events("us", wanted)
    read: list[str] = []
    for _ in range(1000):
        typist = Typist(key_map("us"), 0.05)
        at = rng.randrange(0, len(whole), EVENT.size)
        # The kernel says so where it had to throw events away.
        dropped = EVENT.pack(0, 0, 0, 3, 0) + EVENT.pack(0, 0, 0, 0, 0)
        data = whole[:at] + dropped + whole[at + EVENT.size * rng.randint(0, 8) :]
        codes = filter(None, map(typist.feed, EventSplitter().feed(data)))
        read += [code.text for code in codes if code.flaw is None]

    assert set(read) <= {wanted}
