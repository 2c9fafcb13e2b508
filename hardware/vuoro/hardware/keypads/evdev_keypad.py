"""A navigation keypad on USB, kept from every window."""

import time
from collections.abc import Callable
from pathlib import Path

from vuoro.hardware.evdev import EV_KEY, InputDevice, Ioctl
from vuoro.hardware.keypads.pressing import Pressing, after_key
from vuoro.hardware.keypads.profile import KeypadProfile
from vuoro.hardware.keypads.tethered import Keys, TetheredKeypad
from vuoro.hardware.scanners.retrying import retry_after
from vuoro.hardware.tether import Mono


class EvdevKeypad(TetheredKeypad):
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
        keys = Keys()
        line = _Usb(InputDevice(source, root=root, ioctl=ioctl), profile, keys)
        super().__init__(line, keys, "navigation keypad", retry=retry, mono=mono)


class _Usb:
    """The keypad on its cable (see ``tether.Line``)."""

    def __init__(self, device: InputDevice, profile: KeypadProfile, keys: Keys) -> None:
        self._device, self._keys = device, keys
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
                self._keys.put(key)

    def silent(self) -> None:
        pass

    def close(self) -> None:
        self._device.close()
