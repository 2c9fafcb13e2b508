"""What ``kind = "auto"`` of printer and scanner becomes on this device."""

from collections.abc import Iterable
from typing import Any

from vuoro.hardware.printers.discover_identity import Answers as Answered
from vuoro.hardware.printers.discover_identity import fitting
from vuoro.hardware.usb_identity import UsbName, UsbNode
from vuoro.lobby.appliance.setup.seen import Seen

SCANNERS = {"0c2e": "honeywell", "05e0": "generic", "05f9": "datalogic", "1eab": "newland"}
"""USB vendors that make scanners and no keyboards (Honeywell, Zebra, Datalogic, Newland), and the
profile that fits their scanners on a serial port. A Zebra needs its own only when set to SSI."""


class NotClear(ValueError):
    """Nothing that could be it is plugged in, or too much; the message says what to do."""


def printer(seen: Seen) -> dict[str, Any]:
    """The settings of the one printer on USB. Raises NotClear."""
    leads = seen.printers
    if len(leads) != 1:
        found = "; ".join(map(str, leads)) or "none is plugged in and switched on"
        raise NotClear(
            f"kiosk.printer.kind: is there one printer? Found: {found}. Name it by kind and device "
            "(or host), or plug it in."
        )
    (lead,) = leads
    name = UsbName.parse(lead.device)
    profile = fitting(Answered(), name)
    return {
        "kind": lead.kind,
        # Without the serial number: the next one of this model is found as well.
        "device": str(UsbName(name.vendor, name.product)) if name else lead.device,
        "profile": profile.name if profile else "generic",
    }


def scanner(seen: Seen) -> dict[str, Any]:
    """The settings of the one scanner on USB that is known for one. Raises NotClear.

    A keyboard and a scanner that types look the same: only makers of scanners are believed.
    """
    serial, typing = _known(seen.serial), _known(seen.typing)
    names = sorted(set(serial) | set(typing))
    if len(names) != 1:
        found = ", ".join(names) or ", ".join(_names(seen)) or "nothing is plugged in"
        raise NotClear(
            f"kiosk.scanner.kind: which one is the scanner? Found: {found}. Name it by kind and "
            "source."
        )
    (name,) = names
    if name in serial:
        return {"kind": "serial", "source": name, "profile": SCANNERS[serial[name]]}
    return {"kind": "wedge", "source": name, "profile": "generic"}


def _known(nodes: Iterable[UsbNode]) -> dict[str, str]:
    """Scanners without their serial numbers, and their vendors."""
    mine = (node.name for node in nodes if node.name.vendor in SCANNERS)
    return {str(UsbName(name.vendor, name.product)): name.vendor for name in mine}


def _names(seen: Seen) -> list[str]:
    nodes = (*seen.serial, *seen.typing)
    return sorted({f"{node.name} ({node.words or 'without a name'})" for node in nodes})
