"""A navigation keypad on USB, kept from every window."""

import logging
import time
from collections.abc import Callable
from pathlib import Path

from vuoro.hardware.evdev import EV_KEY, InputDevice, Ioctl
from vuoro.hardware.keypads.keys import OnKey
from vuoro.hardware.keypads.pressing import Pressing, after_key
from vuoro.hardware.keypads.profile import KeypadProfile
from vuoro.hardware.part_state import PartState
from vuoro.hardware.scanners.retrying import retry_after
from vuoro.hardware.tether import Mono, Tether

log = logging.getLogger(__name__)


class EvdevKeypad:
    """A ``NavKeypad`` over one input device, by its USB name or by a path below /dev."""

    def __init__(
        self,
        source: str,
        profile: KeypadProfile,
        *,
        root: Path = Path("/"),
        ioctl: Ioctl | None = None,
        mono: Mono = time.monotonic,
        retry: Callable[[int], float] = retry_after,
    ) -> None:
        self._line = _Keys(InputDevice(source, root=root, ioctl=ioctl), profile)
        self._tether = Tether(self._line, "navigation keypad", retry=retry, mono=mono)

    @property
    def state(self) -> PartState:
        return PartState.OK if self._tether.attached else PartState.OFFLINE

    def start(self, on_key: OnKey) -> None:
        if not self._tether.used:
            self._line.on_key = on_key
            self._tether.start()

    def close(self) -> None:
        self._tether.close()


class _Keys:
    """The keypad on its cable (see ``tether.Line``)."""

    def __init__(self, device: InputDevice, profile: KeypadProfile) -> None:
        self.on_key: OnKey = lambda key: None
        self._device = device
        self._by_code = profile.by_code
        self._pressing = Pressing()

    def open(self) -> int:
        self._pressing = Pressing()
        return self._device.open()

    def patience(self) -> float | None:
        return None

    def arrived(self) -> None:
        for event in self._device.read():
            if event.kind != EV_KEY:
                continue
            self._pressing, key = after_key(
                self._pressing, event.code, event.value, event.at, self._by_code
            )
            if key is not None:
                try:
                    self.on_key(key)
                except Exception:
                    log.exception("a key could not be handled")

    def silent(self) -> None:
        pass

    def close(self) -> None:
        self._device.close()
