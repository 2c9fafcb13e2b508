"""A typing scanner that is not there: the events of its keys, byte for byte, through a pipe.

In place of /dev/input/event5 there is a named pipe, in place of the kernel's ioctls a function.
"""

import errno
import os
import select
import struct
import unicodedata
from pathlib import Path

from vuoro.hardware.evdev import (
    EV_KEY,
    EV_SYN,
    EVENT,
    EVIOCGID,
    EVIOCGNAME_256,
    EVIOCGRAB,
    EVIOCSCLOCKID,
    PRESSED,
    RELEASED,
    SYN_DROPPED,
    SYN_REPORT,
)
from vuoro.hardware.scanners.profile import Layout
from vuoro.hardware.scanners.wedge_layout import COMBINING, LEVELS, KeyMap, Level, key_map
from vuoro.hardware.scanners.wedge_typing import ALTGR, ENTER, LEFT_SHIFT
from vuoro.hardware.usb_identity import UsbName

_EV_MSC, _MSC_SCAN = 0x04, 4
_BUS_USB = 3
_SPACE = 57
_AT_ONCE = 4096 // EVENT.size * EVENT.size
_FULL_SECONDS = 5.0
_DEAD = {mark: dead for dead, mark in COMBINING.items()}
_HOLDS: dict[Level, int | None] = {"plain": None, "shift": LEFT_SHIFT, "altgr": ALTGR}

Chord = tuple[Level, int]


class SimulatedWedge:
    """Plugged in from the start until ``unplug``, at ``path``, which must not exist yet."""

    def __init__(self, path: Path, name: UsbName, layout: Layout = "us") -> None:
        os.mkfifo(path)
        self._path = path
        self._name = name
        self._keys = key_map(layout)
        self._pipe = os.open(path, os.O_RDWR | os.O_NONBLOCK)
        self._grabbed: set[int] = set()
        self._now = 100.0
        self.window: list[int] = []
        """The keys that a window got, because nobody had grabbed the scanner."""

    def ioctl(self, descriptor: int, request: int, argument: int | bytes) -> int | bytes:
        """What the kernel answers; OSError for what it does not know."""
        if request == EVIOCGRAB:
            (self._grabbed.add if argument else self._grabbed.discard)(descriptor)
            return 0
        if request == EVIOCSCLOCKID:
            return argument
        if request == EVIOCGNAME_256:
            return b"Vuoro simulated scanner".ljust(256, b"\0")
        if request == EVIOCGID:
            vendor, product = int(self._name.vendor, 16), int(self._name.product, 16)
            return struct.pack("HHHH", _BUS_USB, vendor, product, 1)
        raise OSError(errno.EINVAL, os.strerror(errno.EINVAL))

    def scan(self, text: str, *, end: int = ENTER, every: float = 0.002) -> None:
        """Type a code, a key every so many seconds, a second after whatever was typed before.

        Raises ValueError for what this keyboard can't type.
        """
        self._now += 1.0
        for level, code in [*chords(self._keys, text), ("plain", end)]:
            self.tap(level, code, every)

    def tap(self, level: Level, code: int, every: float = 0.002) -> None:
        """Press a key and let go, with Shift or AltGr held where the level asks for it."""
        self._now += every
        hold = _HOLDS[level]
        strokes = [(code, PRESSED), (code, RELEASED)]
        if hold is not None:
            strokes = [(hold, PRESSED), *strokes, (hold, RELEASED)]
        for stroke in strokes:
            self.stroke(*stroke)

    def stroke(self, code: int, value: int) -> None:
        """One key goes down or up."""
        if not self._listened():
            self.window.append(code)
            return
        events = (
            (_EV_MSC, _MSC_SCAN, 0x70000 + code),
            (EV_KEY, code, value),
            (EV_SYN, SYN_REPORT, 0),
        )
        self.send(b"".join(self._pack(*event) for event in events))

    def pass_time(self, seconds: float) -> None:
        """Nothing is pressed for so long."""
        self._now += seconds

    def overflow(self) -> None:
        """The kernel had to throw events away."""
        self.event(EV_SYN, SYN_DROPPED, 0)

    def event(self, kind: int, code: int, value: int) -> None:
        """Any single event."""
        self.send(self._pack(kind, code, value))

    def send(self, data: bytes) -> None:
        """Put any bytes into the pipe. Raises TimeoutError when nobody takes them."""
        poll = select.poll()
        poll.register(self._pipe, select.POLLOUT)
        while data:
            if not poll.poll(_FULL_SECONDS * 1000):
                raise TimeoutError("nobody reads the input device")
            data = data[os.write(self._pipe, data[:_AT_ONCE]) :]

    def unplug(self) -> None:
        """Pull the plug, for good. May be called twice."""
        if self._pipe >= 0:
            os.close(self._pipe)
            self._path.unlink()
        self._pipe = -1

    def _pack(self, kind: int, code: int, value: int) -> bytes:
        seconds = int(self._now)
        microseconds = int((self._now - seconds) * 1_000_000)
        return EVENT.pack(seconds, microseconds, kind, code, value)

    def _listened(self) -> bool:
        """Whether a descriptor that grabbed it is still open on the pipe."""
        mine = os.fstat(self._pipe)
        return any(_same(descriptor, mine) for descriptor in self._grabbed)


def chords(keys: KeyMap, text: str) -> list[Chord]:
    """The keys that type a text. Raises ValueError when there are none."""
    places = {
        character: (level, code)
        for level in reversed(LEVELS)
        for (at, code), character in keys.keys.items()
        if at == level
    }
    places[" "] = ("plain", _SPACE)
    strokes: list[Chord] = []
    for character in text:
        if character in places:
            strokes.append(places[character])
            if places[character] in keys.dead:
                strokes.append(places[" "])
            continue
        parts = unicodedata.normalize("NFD", character)
        base, dead = parts[0], _DEAD.get(parts[1:], "")
        if base not in places or dead not in places:
            raise ValueError("this keyboard can't type that")
        strokes += [places[dead], places[base]]
    return strokes


def _same(descriptor: int, file: os.stat_result) -> bool:
    try:
        return os.path.samestat(os.fstat(descriptor), file)
    except OSError:
        return False
