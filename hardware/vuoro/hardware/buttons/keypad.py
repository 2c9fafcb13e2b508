"""A button that is a key of a USB key pad, kept from every window."""

import logging
import time
from collections.abc import Callable
from pathlib import Path

from vuoro.hardware.buttons.button import OnPress, Press
from vuoro.hardware.buttons.presses import Keys, after_key, after_time, seconds_to_long
from vuoro.hardware.evdev import (
    EV_KEY,
    EV_SYN,
    PRESSED,
    RELEASED,
    SYN_DROPPED,
    InputDevice,
    Ioctl,
)
from vuoro.hardware.part_state import PartState
from vuoro.hardware.scanners.retrying import retry_after
from vuoro.hardware.tether import Mono, Tether

log = logging.getLogger(__name__)


class KeypadButton:
    """A ``Button`` over one input device, by its USB name or by a path below /dev."""

    def __init__(
        self,
        source: str,
        *,
        root: Path = Path("/"),
        ioctl: Ioctl | None = None,
        mono: Mono = time.monotonic,
        retry: Callable[[int], float] = retry_after,
    ) -> None:
        self._line = _Keypad(InputDevice(source, root=root, ioctl=ioctl), mono)
        self._tether = Tether(self._line, "button", retry=retry, mono=mono)

    @property
    def state(self) -> PartState:
        return PartState.OK if self._tether.attached else PartState.OFFLINE

    def start(self, on_press: OnPress) -> None:
        if not self._tether.used:
            self._line.on_press = on_press
            self._tether.start()

    def close(self) -> None:
        self._tether.close()


class _Keypad:
    """The pad on its cable (see ``tether.Line``)."""

    def __init__(self, device: InputDevice, mono: Mono) -> None:
        self.on_press: OnPress = lambda press: None
        self._device, self._mono = device, mono
        self._keys = Keys()

    def open(self) -> int:
        self._keys = Keys(last=self._keys.last)
        return self._device.open()

    def patience(self) -> float | None:
        return seconds_to_long(self._keys, self._mono())

    def arrived(self) -> None:
        for event in self._device.read():
            if event.kind == EV_SYN and event.code == SYN_DROPPED:
                # What was let go meanwhile is not known: half a press is none.
                self._keys = Keys(last=self._keys.last)
            elif event.kind == EV_KEY and event.value in (PRESSED, RELEASED):
                down = event.value == PRESSED
                self._keys, press = after_key(self._keys, event.code, down=down, at=event.at)
                self._tell(press)
        self.silent()

    def silent(self) -> None:
        self._keys, press = after_time(self._keys, self._mono())
        self._tell(press)

    def close(self) -> None:
        self._device.close()

    def _tell(self, press: Press | None) -> None:
        if press is None:
            return
        try:
            self.on_press(press)
        except Exception:
            log.exception("a press could not be handled")
