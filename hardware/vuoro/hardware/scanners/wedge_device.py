"""A scanner that types like a keyboard, kept from every window."""

from pathlib import Path

from vuoro.hardware.evdev import InputDevice, Ioctl
from vuoro.hardware.scanners.payload import Payload
from vuoro.hardware.scanners.profile import ScannerProfile
from vuoro.hardware.scanners.wedge_layout import key_map
from vuoro.hardware.scanners.wedge_typing import Typist


class WedgeDevice:
    """One typing scanner (see ``cable.Device``), by its USB name or by a path.

    Codes are read from the places of the keys, by the keyboard that the scanner was set to play;
    the layout of this computer has no part in it.
    """

    def __init__(
        self,
        source: str,
        profile: ScannerProfile,
        *,
        root: Path = Path("/"),
        ioctl: Ioctl | None = None,
    ) -> None:
        self._input = InputDevice(source, root=root, ioctl=ioctl)
        self._profile = profile
        self._typist = self._new_typist()

    def open(self) -> int:
        self._typist = self._new_typist()
        return self._input.open()

    def patience(self) -> float | None:
        return None

    def read(self) -> tuple[Payload, ...]:
        codes = (self._typist.feed(event) for event in self._input.read())
        return tuple(code for code in codes if code is not None)

    def silence(self) -> tuple[Payload, ...]:
        return ()

    def close(self) -> None:
        self._input.close()

    def _new_typist(self) -> Typist:
        return Typist(key_map(self._profile.layout), self._profile.gap_ms / 1000)
