"""A printer without a printer: understands ESC/POS, shows its paper, runs out of it on command."""

from vuoro.hardware.printers.virtual.paper import CutSlip
from vuoro.hardware.printers.virtual.printer import VirtualPrinter

__all__ = ["CutSlip", "VirtualPrinter"]
