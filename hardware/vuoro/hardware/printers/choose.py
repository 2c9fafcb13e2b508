"""The printer that the settings name."""

from typing import assert_never

from vuoro.core.settings.schema import PrinterSettings
from vuoro.hardware.printers.network import NetworkPrinter
from vuoro.hardware.printers.transport import Printer


def printer_for(settings: PrinterSettings) -> Printer | None:
    """A line to the printer, not yet opened; None where there is no printer."""
    match settings.kind:
        case "network":
            return NetworkPrinter(settings.host, settings.port)
        case "none":
            return None
        case never:
            assert_never(never)
