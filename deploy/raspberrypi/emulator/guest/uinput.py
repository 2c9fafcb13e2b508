"""Input devices that are not there, made through /dev/uinput: the standard library only.

Source: linux/uinput.h and linux/input.h, "uinput module" of the kernel's input documentation. The
numbers are those of x86 and ARM.
"""

import fcntl
import os
import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

EV_SYN, EV_KEY, EV_ABS = 0x00, 0x01, 0x03
SYN_REPORT = 0
BUS_USB = 3
INPUT_PROP_DIRECT = 1
"""Where a finger lies is where the pointer is: a touchscreen."""

_SETUP = struct.Struct("HHHH80sI")
_ABS_SETUP = struct.Struct("Hxxiiiiii")
_EVENT = struct.Struct("llHHi")
_UI_DEV_CREATE, _UI_DEV_DESTROY = 0x5501, 0x5502
_UI_DEV_SETUP = 0x405C5503
_UI_ABS_SETUP = 0x401C5504
_UI_SET_EVBIT, _UI_SET_KEYBIT, _UI_SET_PROPBIT = 0x40045564, 0x40045565, 0x4004556E

Event = tuple[int, int, int]
"""Kind, code, value."""


@dataclass(frozen=True, slots=True)
class Axis:
    """An axis from 0 to ``most``, so many units a millimetre."""

    most: int
    resolution: int = 0


@dataclass(frozen=True, slots=True)
class Kind:
    """What a device says that it is."""

    name: str
    vendor: int
    product: int
    keys: Sequence[int]
    axes: Mapping[int, Axis] = field(default_factory=dict)
    properties: Sequence[int] = ()


class Plugged(Protocol):
    """Something that sends events."""

    def send(self, *events: Event) -> None:
        """Events of one moment."""
        ...


class Device:
    """A device that is plugged in while this object is open. Raises OSError."""

    def __init__(self, kind: Kind, path: str = "/dev/uinput") -> None:
        self._file = os.open(path, os.O_WRONLY | os.O_CLOEXEC)
        self._declare(kind)
        fcntl.ioctl(self._file, _UI_DEV_CREATE)

    def send(self, *events: Event) -> None:
        """Events of one moment, with the report that ends them."""
        whole = (*events, (EV_SYN, SYN_REPORT, 0))
        os.write(self._file, b"".join(_EVENT.pack(0, 0, *event) for event in whole))

    def close(self) -> None:
        """Pull its plug."""
        fcntl.ioctl(self._file, _UI_DEV_DESTROY)
        os.close(self._file)

    def _declare(self, kind: Kind) -> None:
        fcntl.ioctl(self._file, _UI_SET_EVBIT, EV_KEY)
        for key in kind.keys:
            fcntl.ioctl(self._file, _UI_SET_KEYBIT, key)
        for prop in kind.properties:
            fcntl.ioctl(self._file, _UI_SET_PROPBIT, prop)
        if kind.axes:
            fcntl.ioctl(self._file, _UI_SET_EVBIT, EV_ABS)
        for code, axis in kind.axes.items():
            # UI_ABS_SETUP declares the axis too.
            about = _ABS_SETUP.pack(code, 0, 0, axis.most, 0, 0, axis.resolution)
            fcntl.ioctl(self._file, _UI_ABS_SETUP, about)
        name = kind.name.encode()
        fcntl.ioctl(
            self._file, _UI_DEV_SETUP, _SETUP.pack(BUS_USB, kind.vendor, kind.product, 1, name, 0)
        )
