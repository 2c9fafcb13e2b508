"""The printer that the settings name."""

from pathlib import Path
from typing import assert_never

from vuoro.core.settings.schema import PrinterSettings
from vuoro.hardware.printers.network import NetworkPrinter
from vuoro.hardware.printers.pacing import Paced
from vuoro.hardware.printers.profile import PrinterProfile, profile_for
from vuoro.hardware.printers.transport import Printer


def printer_for(settings: PrinterSettings, root: Path = Path("/")) -> Printer | None:
    """A line to the printer, not yet opened; None where there is no printer. Raises BadProfile.

    ``root`` holds /dev and /sys.
    """
    if settings.kind == "none":
        return None
    profile = profile_for(settings)
    line = _line(settings, profile, root)
    paced = profile.pace and settings.kind != "cups"
    return Paced(line, profile.pace) if paced else line


def _line(settings: PrinterSettings, profile: PrinterProfile, root: Path) -> Printer:
    """The libraries that a line needs are loaded with it; a kiosk starts faster without them."""
    match settings.kind:
        case "network":
            return NetworkPrinter(settings.host, settings.port)
        case "serial":
            from vuoro.hardware.printers.serial import SerialPrinter

            return SerialPrinter(settings.device, settings.baud, profile, root=root)
        case "usb":
            from vuoro.hardware.printers.usb import UsbPrinter

            return UsbPrinter(settings.device)
        case "file":
            from vuoro.hardware.printers.file import FilePrinter

            return FilePrinter(settings.device, root=root)
        case "cups":
            from vuoro.hardware.printers.cups import CupsPrinter

            return CupsPrinter(settings.device)
        case "none":
            raise ValueError("there is no line to no printer")
        case never:
            assert_never(never)
