"""Scanners on cables with their plugs in our hands."""

import queue
import threading
import time
from collections.abc import Callable
from pathlib import Path

from vuoro.hardware.scanners import ScannedCode, ScannerSource
from vuoro.hardware.scanners.cable import CableScanner
from vuoro.hardware.scanners.profile import Layout, ScannerProfile
from vuoro.hardware.scanners.serial_device import SerialDevice
from vuoro.hardware.scanners.simulated_serial import SimulatedSerialScanner
from vuoro.hardware.scanners.simulated_wedge import SimulatedWedge
from vuoro.hardware.scanners.wedge_device import WedgeDevice
from vuoro.hardware.simulated_usb import SimulatedUsb
from vuoro.hardware.usb_identity import UsbName

PATIENCE = 20.0
NAME = UsbName("0c2e", "0b6a", "S1")
SOON = 0.003
"""Seconds after which a lost device is tried again here."""


def until(condition: Callable[[], bool], seconds: float = PATIENCE) -> None:
    """Return as soon as it holds. Raises TimeoutError when it does not in time."""
    end = time.monotonic() + seconds
    pause = threading.Event()
    while not condition():
        if time.monotonic() > end:
            raise TimeoutError("it never came true")
        pause.wait(0.001)


class SerialPlug:
    """A serial scanner on USB: the driver, and a simulator that is plugged in and pulled out."""

    def __init__(self, root: Path, profile: ScannerProfile, *, same_code: float = 0.0) -> None:
        self.usb = SimulatedUsb(root)
        self.profile = profile
        self.codes: queue.Queue[ScannedCode] = queue.Queue()
        self.lost: queue.SimpleQueue[int] = queue.SimpleQueue()
        self.device = SerialDevice(str(NAME), profile, root=root)
        self.same_code = same_code
        self.scanner = self.make()
        self._there: SimulatedSerialScanner | None = None
        self._node = ""

    def make(self) -> CableScanner:
        """A scanner over the device, which has no other at the time."""
        return CableScanner(
            self.device, ScannerSource.SERIAL, same_code_seconds=self.same_code, retry=self._retry
        )

    @property
    def there(self) -> SimulatedSerialScanner:
        assert self._there is not None
        return self._there

    def plug(self, node: str = "ttyACM0") -> None:
        self._there, self._node = SimulatedSerialScanner(self.profile), node
        port = self.usb.root / "dev" / node
        port.parent.mkdir(parents=True, exist_ok=True)
        port.symlink_to(self._there.path)
        self.usb.plug(NAME, "tty", node)

    def pull(self) -> None:
        if self._there is not None:
            self.usb.unplug(self._node)
            (self.usb.root / "dev" / self._node).unlink()
            self._there.unplug()
            self._there = None

    def hold(self, text: str) -> None:
        self.there.hold(text)

    def close(self) -> None:
        self.scanner.close()
        self.pull()

    def _retry(self, failures: int) -> float:
        self.lost.put(failures)
        return SOON


class WedgePlug:
    """A typing scanner on USB: the driver, and a simulator that is plugged in and pulled out."""

    def __init__(
        self, root: Path, layout: Layout = "us", *, name: UsbName = NAME, same_code: float = 0.0
    ) -> None:
        self.usb = SimulatedUsb(root)
        self.layout = layout
        self.name = name
        self.codes: queue.Queue[ScannedCode] = queue.Queue()
        self.lost: queue.SimpleQueue[int] = queue.SimpleQueue()
        profile = ScannerProfile("test", layout=layout)
        self.device = WedgeDevice(str(NAME), profile, root=root, ioctl=self._ioctl)
        self.same_code = same_code
        self.scanner = self.make()
        self._there: SimulatedWedge | None = None
        self._node = ""

    def make(self) -> CableScanner:
        """A scanner over the device, which has no other at the time."""
        return CableScanner(
            self.device, ScannerSource.WEDGE, same_code_seconds=self.same_code, retry=self._retry
        )

    @property
    def there(self) -> SimulatedWedge:
        assert self._there is not None
        return self._there

    def plug(self, node: str = "event5") -> None:
        self._node = node
        folder = self.usb.root / "dev/input"
        folder.mkdir(parents=True, exist_ok=True)
        self._there = SimulatedWedge(folder / node, self.name, self.layout)
        self.usb.plug(NAME, "input", node)

    def pull(self) -> None:
        if self._there is not None:
            self.usb.unplug(self._node)
            self._there.unplug()
            self._there = None

    def hold(self, text: str) -> None:
        self.there.scan(text)

    def close(self) -> None:
        self.scanner.close()
        self.pull()

    def _ioctl(self, descriptor: int, request: int, argument: int | bytes) -> int | bytes:
        if self._there is None:
            raise OSError(19, "No such device")
        return self._there.ioctl(descriptor, request, argument)

    def _retry(self, failures: int) -> float:
        self.lost.put(failures)
        return SOON
