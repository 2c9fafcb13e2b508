"""Which lines could lead to a printer: what is plugged in, and hosts that somebody names."""

from collections.abc import Iterator
from dataclasses import dataclass
from ipaddress import ip_network
from pathlib import Path
from typing import Literal

from vuoro.hardware.printers.file import usb_printers
from vuoro.hardware.usb_identity import UsbName, usb_nodes

_PRINTER_CLASS = "07"
_MOST_HOSTS = 1024


@dataclass(frozen=True, slots=True)
class Lead:
    """A line that may end at a printer, as ``kind``, ``device`` and ``host`` of the settings."""

    kind: Literal["file", "usb", "serial", "network"]
    device: str = ""
    host: str = ""
    port: int = 9100
    words: str = ""
    """What the device calls itself."""

    def __str__(self) -> str:
        place = f"{self.host}:{self.port}" if self.kind == "network" else self.device
        return plain(f"{place} ({self.words})" if self.words else place)


def plugged_in(root: Path = Path("/")) -> Iterator[Lead]:
    """Printers on USB: by the kernel's driver where it has them, else by libusb."""
    by_driver = [*usb_printers(root)]
    for node in by_driver:
        yield Lead("file", str(node.name), words=node.words)
    for name, words in _printers_on_usb(root):
        if not any(name.names(node.name) for node in by_driver):
            yield Lead("usb", str(name), words=words)


def serial_ports(root: Path = Path("/")) -> Iterator[Lead]:
    """Serial ports on USB. A printer may be at the end, or a scanner."""
    for node in usb_nodes("tty", root):
        yield Lead("serial", str(node.name), words=node.words)


def hosts(where: str, port: int = 9100) -> Iterator[Lead]:
    """A host, or every host of a network such as 192.0.2.0/24.

    Raises ValueError for a network of more than 1024 addresses.
    """
    if "/" not in where:
        yield Lead("network", host=where, port=port)
        return
    network = ip_network(where, strict=False)
    if network.num_addresses > _MOST_HOSTS:
        raise ValueError(f"{where} has {network.num_addresses} addresses; name a smaller network")
    for address in network.hosts():
        yield Lead("network", host=str(address), port=port)


def plain(text: str) -> str:
    """What a device says of itself, without what would steer a terminal."""
    return "".join(char for char in text if char.isprintable())


def _printers_on_usb(root: Path) -> Iterator[tuple[UsbName, str]]:
    """Devices with an interface of the class of printers, from sysfs."""
    seen = set()
    for file in sorted((root / "sys/bus/usb/devices").glob("*:*/bInterfaceClass")):
        # 1-1.2:1.0 is interface 0 of configuration 1 of the device 1-1.2, its neighbour here.
        device = file.parent.with_name(file.parent.name.partition(":")[0])
        if _read(file) != _PRINTER_CLASS or device in seen:
            continue
        seen.add(device)
        identity = (_read(device / each) for each in ("idVendor", "idProduct", "serial"))
        name = UsbName.parse(":".join(("usb", *filter(None, identity))))
        if name is not None:
            words = (_read(device / "manufacturer"), _read(device / "product"))
            yield name, " ".join(filter(None, words))


def _read(file: Path) -> str:
    try:
        return file.read_text("utf-8", errors="replace").strip()
    except OSError:
        return ""
