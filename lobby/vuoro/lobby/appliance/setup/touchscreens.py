"""Touches straight from the kernel, with the name of the touchscreen they come from.

The compositor gets them too; it can't say which device it was.
"""

import contextlib
import fcntl
import os
import select
import struct
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from vuoro.hardware.evdev import EVIOCGNAME_256, EventSplitter, InputEvent, Ioctl
from vuoro.lobby.appliance.setup.orientation import Point
from vuoro.lobby.doctor.screen import touch_nodes

EV_KEY, EV_ABS = 0x01, 0x03
BTN_TOUCH = 0x14A
X_AXES, Y_AXES = (0x35, 0x00), (0x36, 0x01)
"""ABS_MT_POSITION_X and ABS_X, ABS_MT_POSITION_Y and ABS_Y (linux/input-event-codes.h)."""
_EVIOCGABS = 0x80184540
_ABS = struct.Struct("6i")


@dataclass(frozen=True, slots=True)
class Touch:
    """``at`` in parts of the touchscreen as it is made, from its own upper left corner."""

    device: str
    at: Point


@dataclass(slots=True)
class Screen:
    """One touchscreen: its events become touches when the finger is lifted."""

    name: str
    ranges: dict[int, tuple[int, int]]
    _last: dict[int, int] = field(default_factory=dict)

    def take(self, event: InputEvent) -> Touch | None:
        """The touch that ended with this event, if one did."""
        if event.kind == EV_ABS and event.code in (*X_AXES, *Y_AXES):
            self._last[event.code] = event.value
        elif (event.kind, event.code, event.value) == (EV_KEY, BTN_TOUCH, 0):
            x, y = self._part(X_AXES), self._part(Y_AXES)
            if x is not None and y is not None:
                return Touch(self.name, (x, y))
        return None

    def _part(self, axes: tuple[int, int]) -> float | None:
        axis = next((each for each in axes if each in self._last and each in self.ranges), None)
        if axis is None:
            return None
        least, most = self.ranges[axis]
        return (self._last[axis] - least) / (most - least)


def open_screen(descriptor: int, name: str, ioctl: Ioctl | None = None) -> Screen:
    """A touchscreen that is open, with the ranges of its axes (EVIOCGABS)."""
    control = ioctl or fcntl.ioctl
    ranges = {}
    for axis in (*X_AXES, *Y_AXES):
        with contextlib.suppress(OSError):
            answer = bytes(control(descriptor, _EVIOCGABS + axis, bytes(_ABS.size)))
            _, least, most, *_ = _ABS.unpack(answer)
            if most > least:
                ranges[axis] = (least, most)
    with contextlib.suppress(OSError):
        answer = bytes(control(descriptor, EVIOCGNAME_256, bytes(256)))
        name = answer.split(b"\0")[0].decode("utf-8", "replace") or name
    return Screen(name, ranges)


def next_touch(
    root: Path, seconds: float, mono: Callable[[], float] = time.monotonic
) -> Touch | None:
    """The next touch on any touchscreen that is plugged in now; None where none comes in time."""
    ends = mono() + seconds
    with contextlib.ExitStack() as stack:
        opened = dict(_opened(root, stack))
        poll = select.poll()
        for descriptor in opened:
            poll.register(descriptor, select.POLLIN)
        while (left := ends - mono()) > 0:
            for descriptor, _ in poll.poll(left * 1000):
                screen, splitter = opened[descriptor]
                try:
                    piece = os.read(descriptor, 4096)
                except OSError:  # unplugged
                    poll.unregister(descriptor)
                    continue
                for event in splitter.feed(piece):
                    if touch := screen.take(event):
                        return touch
    return None


def _opened(
    root: Path, stack: contextlib.ExitStack
) -> Iterator[tuple[int, tuple[Screen, EventSplitter]]]:
    for node, name in touch_nodes(root):
        try:
            descriptor = os.open(node, os.O_RDONLY | os.O_CLOEXEC)
        except OSError:
            continue
        stack.callback(os.close, descriptor)
        yield descriptor, (open_screen(descriptor, name), EventSplitter())
