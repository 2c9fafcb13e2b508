"""A touch panel: one finger, by the multitouch protocol B, as a real panel's controller speaks it.

Source: Documentation/input/multi-touch-protocol.rst of the kernel.
"""

import time
from collections.abc import Callable

from deploy.raspberrypi.emulator.guest.uinput import (
    EV_ABS,
    EV_KEY,
    INPUT_PROP_DIRECT,
    Axis,
    Event,
    Kind,
    Plugged,
)

NAME = "ILITEK ILITEK-TP"
_ABS_X, _ABS_Y = 0x00, 0x01
_SLOT, _MT_X, _MT_Y, _TRACKING = 0x2F, 0x35, 0x36, 0x39
_BTN_TOUCH = 0x14A
_MOST = 32767
_MM = (344, 194)
"""Of a 15.6 inch panel."""

KIND = Kind(
    name=NAME,
    vendor=0x222A,
    product=0x0001,
    keys=(_BTN_TOUCH,),
    axes={
        _ABS_X: Axis(_MOST, _MOST // _MM[0]),
        _ABS_Y: Axis(_MOST, _MOST // _MM[1]),
        _SLOT: Axis(9),
        _MT_X: Axis(_MOST, _MOST // _MM[0]),
        _MT_Y: Axis(_MOST, _MOST // _MM[1]),
        _TRACKING: Axis(65535),
    },
    properties=(INPUT_PROP_DIRECT,),
)


class Panel:
    """The panel, plugged in while this object is open."""

    def __init__(self, device: Plugged, rest: Callable[[float], None] = time.sleep) -> None:
        self._device, self._rest = device, rest
        self._touches = 0

    def touch(self, x: float, y: float, seconds: float) -> None:
        """A finger at these fractions of the panel's width and height, lifted after so long."""
        self._touches += 1
        self._device.send(*down(x, y, self._touches))
        self._rest(seconds)
        self._device.send(*up())


def down(x: float, y: float, touch: int) -> tuple[Event, ...]:
    """The finger comes down; each touch has an id of its own. Raises ValueError off the panel."""
    if not (0 <= x <= 1 and 0 <= y <= 1):
        raise ValueError("a touch is between 0 and 1 in both directions")
    column, row = round(x * _MOST), round(y * _MOST)
    return (
        (EV_ABS, _SLOT, 0),
        (EV_ABS, _TRACKING, touch % 65536),
        (EV_ABS, _MT_X, column),
        (EV_ABS, _MT_Y, row),
        (EV_KEY, _BTN_TOUCH, 1),
        (EV_ABS, _ABS_X, column),
        (EV_ABS, _ABS_Y, row),
    )


def up() -> tuple[Event, ...]:
    """The finger is lifted."""
    return ((EV_ABS, _SLOT, 0), (EV_ABS, _TRACKING, -1), (EV_KEY, _BTN_TOUCH, 0))
