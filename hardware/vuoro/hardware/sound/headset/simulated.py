"""A headset jack that is not there: the events of its switch through a pipe.

In place of /dev/input/event7 there is a named pipe, in place of the kernel's ioctls a function.
"""

import errno
import os
import sys
from pathlib import Path

from vuoro.hardware.evdev import (
    EV_SW,
    EV_SYN,
    EVENT,
    EVIOCGNAME_256,
    EVIOCGSW_8,
    EVIOCSCLOCKID,
    SW_HEADPHONE_INSERT,
    SYN_DROPPED,
    SYN_REPORT,
)


class SimulatedJack:
    """A sound card's jack below ``root``: there from the start until ``remove``."""

    def __init__(self, root: Path, node: str = "event7", *, plugged: bool = False) -> None:
        self._entry = root / "sys/class/input" / node
        capabilities = self._entry / "device/capabilities"
        capabilities.mkdir(parents=True)
        (capabilities / "sw").write_text(f"{1 << SW_HEADPHONE_INSERT:x}\n")
        self.path = root / "dev/input" / node
        self.path.parent.mkdir(parents=True, exist_ok=True)
        os.mkfifo(self.path)
        self._pipe = os.open(self.path, os.O_RDWR | os.O_NONBLOCK)
        self._plugged = plugged

    def ioctl(self, descriptor: int, request: int, argument: int | bytes) -> int | bytes:
        """What the kernel answers; OSError for what it does not know, such as a grab."""
        if request == EVIOCGSW_8:
            switches = int(self._plugged) << SW_HEADPHONE_INSERT
            return switches.to_bytes(8, sys.byteorder)
        if request == EVIOCSCLOCKID:
            return argument
        if request == EVIOCGNAME_256:
            return b"Vuoro simulated jack".ljust(256, b"\0")
        raise OSError(errno.EINVAL, os.strerror(errno.EINVAL))

    def plug(self) -> None:
        """Put a plug in."""
        self._move(plugged=True)

    def unplug(self) -> None:
        """Pull it out."""
        self._move(plugged=False)

    def overflow(self, *, plugged: bool) -> None:
        """The plug has moved, and the kernel had to throw the event away."""
        self._plugged = plugged
        os.write(self._pipe, EVENT.pack(0, 0, EV_SYN, SYN_DROPPED, 0))

    def other_switch(self) -> None:
        """A microphone's switch moves."""
        os.write(self._pipe, EVENT.pack(0, 0, EV_SW, SW_HEADPHONE_INSERT + 2, 1))

    def remove(self) -> None:
        """The sound card is unplugged, for good. May be called twice."""
        if self._pipe >= 0:
            (self._entry / "device/capabilities/sw").unlink()
            os.close(self._pipe)
            self.path.unlink()
        self._pipe = -1

    def _move(self, *, plugged: bool) -> None:
        self._plugged = plugged
        switched = EVENT.pack(0, 0, EV_SW, SW_HEADPHONE_INSERT, int(plugged))
        os.write(self._pipe, switched + EVENT.pack(0, 0, EV_SYN, SYN_REPORT, 0))
