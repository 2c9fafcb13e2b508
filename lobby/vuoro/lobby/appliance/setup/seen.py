"""What a device has: screens, touchscreens, printers, scanners, its address."""

import socket
from collections.abc import Iterator
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network
from pathlib import Path

from vuoro.hardware.printers.discover import Lead, plugged_in
from vuoro.hardware.usb_identity import UsbNode, usb_nodes
from vuoro.lobby.doctor.screen import connected, touch_names

SECOND_MEDIUM = "dev/disk/by-label/VUORO-KEEP"
_SOMEWHERE = ("192.0.2.1", 9)
"""An address of documentation (RFC 5737): choosing a way there sends nothing."""


@dataclass(frozen=True, slots=True)
class Seen:
    """``outputs`` and ``touches`` by name; ``address`` is this device's own with the length of its
    prefix, "" without network; ``serial`` and ``typing`` are USB devices that could be scanners."""

    outputs: tuple[str, ...] = ()
    touches: tuple[str, ...] = ()
    printers: tuple[Lead, ...] = ()
    serial: tuple[UsbNode, ...] = ()
    typing: tuple[UsbNode, ...] = ()
    address: str = ""
    second_medium: bool = False


def look(root: Path) -> Seen:
    """What is plugged in now. ``root`` holds /dev, /proc and /sys."""
    typing = (node for node in usb_nodes("input", root) if node.entry.name.startswith("event"))
    return Seen(
        outputs=connected(root),
        touches=touch_names(root),
        printers=tuple(plugged_in(root)),
        serial=tuple(usb_nodes("tty", root)),
        typing=tuple(typing),
        address=own_address(root),
        second_medium=(root / SECOND_MEDIUM).exists(),
    )


def own_address(root: Path) -> str:
    """The address by which others reach this device, with its network: ``10.0.0.5/24`` (IPv4);
    "" without a way out."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as line:
        try:
            line.connect(_SOMEWHERE)
        except OSError:
            return ""
        address = IPv4Address(line.getsockname()[0])
    length = max((net.prefixlen for net in _networks(root) if address in net), default=32)
    return f"{address}/{length}"


def _networks(root: Path) -> Iterator[IPv4Network]:
    """Networks that a cable of ours is in (proc(5), /proc/net/route: hexadecimal, lowest byte
    first)."""
    try:
        _, *lines = (root / "proc/net/route").read_text("ascii").splitlines()
    except (OSError, ValueError):
        return
    for line in lines:
        _, network, gateway, *more = line.split()
        mask = more[4]
        if int(gateway, 16) == 0:
            parts = (IPv4Address(bytes.fromhex(each)[::-1]) for each in (network, mask))
            yield IPv4Network("/".join(map(str, parts)), strict=False)
