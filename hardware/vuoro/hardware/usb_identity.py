"""Which device file a USB device has today, found by who it is rather than by when it was plugged.

Linux numbers /dev/ttyACM0, /dev/input/event5 and /dev/usb/lp0 in the order of plugging; vendor,
product and serial number are in sysfs, some folders above the device's class entry
(Documentation/ABI/stable/sysfs-bus-usb).
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

_NAME = re.compile(r"usb:([0-9a-f]{4}):([0-9a-f]{4})(?::(.+))?", re.IGNORECASE)
_ENTER, _LETTER_A = 28, 30
"""Bits of KEY_ENTER and KEY_A in a bitmap of keys (linux/input-event-codes.h)."""


@dataclass(frozen=True, slots=True)
class UsbName:
    """Who a USB device is: ``usb:VVVV:PPPP`` or ``usb:VVVV:PPPP:SERIAL``.

    ``vendor`` and ``product`` are four hexadecimal digits in lower case. Without a ``serial`` it
    names any device of that kind.
    """

    vendor: str
    product: str
    serial: str = ""

    @classmethod
    def parse(cls, text: str) -> "UsbName | None":
        """None for a text that names no USB device, such as a path."""
        found = _NAME.fullmatch(text.strip())
        if found is None:
            return None
        vendor, product, serial = found.groups(default="")
        return cls(vendor.lower(), product.lower(), serial)

    def names(self, device: "UsbName") -> bool:
        """Whether that device is one of this name."""
        same = (self.vendor, self.product) == (device.vendor, device.product)
        return same and self.serial in ("", device.serial)

    def __str__(self) -> str:
        return ":".join(filter(None, ("usb", self.vendor, self.product, self.serial)))


@dataclass(frozen=True, slots=True)
class UsbNode:
    """A device file that belongs to a USB device, and what the device calls itself."""

    path: Path
    name: UsbName
    words: str
    entry: Path
    """Its folder below /sys/class."""


Find = Callable[[UsbName, Path], Path | None]
"""One of the functions below."""


def find_tty(name: UsbName, root: Path = Path("/")) -> Path | None:
    """The serial port of this device, such as /dev/ttyACM0; None while it is not plugged in."""
    return _first(node for node in usb_nodes("tty", root) if name.names(node.name))


def find_lp(name: UsbName, root: Path = Path("/")) -> Path | None:
    """The printer file of this device, such as /dev/usb/lp0; None while it is not plugged in."""
    nodes = usb_nodes("usbmisc", root)
    return _first(
        node for node in nodes if name.names(node.name) and node.entry.name.startswith("lp")
    )


def find_input(name: UsbName, root: Path = Path("/")) -> Path | None:
    """The input file of this device, such as /dev/input/event5; None while it is not plugged in.

    Scanners and key pads have several; the one that types letters goes before one of volume keys.
    """
    nodes = [
        node
        for node in usb_nodes("input", root)
        if name.names(node.name) and node.entry.name.startswith("event")
    ]
    return _first(iter(sorted(nodes, key=lambda node: not _types(node.entry))))


def find_device(source: str, find: Find, root: Path = Path("/")) -> Path | None:
    """The device file that a setting means, a USB name or a path; None while it is not there."""
    name = UsbName.parse(source)
    if name is not None:
        return find(name, root)
    path = root / source.lstrip("/")
    return path if path.exists() else None


def usb_nodes(subsystem: str, root: Path = Path("/")) -> Iterator[UsbNode]:
    """The device files of ``tty``, ``input``, ``usbmisc`` … on USB, by name and number.

    A device that is being unplugged meanwhile is left out.
    """
    folder = root / "sys/class" / subsystem
    try:
        entries = sorted(folder.iterdir(), key=_by_number)
    except OSError:
        return
    for entry in entries:
        device_file, device = _device_file(entry), _usb_device(entry, root / "sys")
        if device_file and device and (name := _name(device)):
            parts = (_read(device / "manufacturer"), _read(device / "product"))
            words = " ".join(filter(None, parts))
            yield UsbNode(root / "dev" / device_file, name, words, entry)


def _first(nodes: Iterator[UsbNode]) -> Path | None:
    return next((node.path for node in nodes), None)


def _device_file(entry: Path) -> str:
    for line in _read(entry / "uevent").splitlines():
        key, _, value = line.partition("=")
        if key == "DEVNAME":
            return value
    return ""


def _usb_device(entry: Path, top: Path) -> Path | None:
    """The folder of the USB device that a class entry hangs below."""
    try:
        place, top = entry.resolve(strict=True), top.resolve(strict=True)
    except (OSError, RuntimeError):
        return None
    above = (folder for folder in place.parents if folder.is_relative_to(top))
    return next((folder for folder in above if (folder / "idVendor").is_file()), None)


def _name(device: Path) -> UsbName | None:
    vendor, product = _read(device / "idVendor"), _read(device / "idProduct")
    serial = _read(device / "serial")
    return UsbName.parse(":".join(filter(None, ("usb", vendor, product, serial))))


def _types(entry: Path) -> bool:
    """Words of the kernel's size, the lowest last: both bits are in the lowest 32."""
    *_, lowest = ["0", *_read(entry / "device/capabilities/key").split()]
    try:
        keys = int(lowest, 16)
    except ValueError:
        return False
    return bool(keys >> _ENTER & keys >> _LETTER_A & 1)


def _read(path: Path) -> str:
    try:
        return path.read_text("utf-8", errors="replace").strip()
    except OSError:
        return ""


def _by_number(entry: Path) -> tuple[str, int]:
    stem = entry.name.rstrip("0123456789")
    return stem, int(entry.name[len(stem) :] or 0)
