"""Every line to a printer with a virtual printer at its end, and the same hand on each."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Protocol

import pytest

from vuoro.hardware.printers.file import FilePrinter
from vuoro.hardware.printers.network import NetworkPrinter
from vuoro.hardware.printers.profile import PrinterProfile
from vuoro.hardware.printers.profile_files import profile_named
from vuoro.hardware.printers.serial import SerialPrinter
from vuoro.hardware.printers.serial_simulated import SimulatedPort
from vuoro.hardware.printers.transport import Printer
from vuoro.hardware.printers.usb import UsbPrinter
from vuoro.hardware.printers.usb_simulated import SimulatedUsb
from vuoro.hardware.printers.virtual import CutSlip, VirtualPrinter
from vuoro.hardware.printers.virtual.machine import Machine

TWO_WAY = ("network", "serial", "file", "usb")


class Rig(Protocol):
    """A line, and what can happen to the printer at its end."""

    line: Printer

    @property
    def slips(self) -> tuple[CutSlip, ...]: ...

    def unplug(self) -> None: ...
    def plug(self) -> None: ...
    def unplug_after(self, count: int) -> None: ...
    def freeze(self, *, on: bool = True) -> None: ...
    def mute(self) -> None: ...


class _Network:
    def __init__(self, printer: VirtualPrinter) -> None:
        self.line: Printer = NetworkPrinter(printer.host, printer.port)
        self._printer = printer
        self.unplug, self.plug = printer.power_off, printer.power_on
        self.unplug_after, self.freeze = printer.unplug_after, printer.freeze
        self.mute = printer.mute

    @property
    def slips(self) -> tuple[CutSlip, ...]:
        return self._printer.slips


class _Local:
    """A line in this process, over a machine that keeps its slips in a list."""

    def __init__(
        self, line: Printer, simulated: SimulatedPort | SimulatedUsb, slips: list[CutSlip]
    ) -> None:
        self.line = line
        self._simulated = simulated
        self._slips = slips
        self.unplug, self.plug = simulated.unplug, simulated.plug
        self.unplug_after, self.freeze = simulated.unplug_after, simulated.freeze

    @property
    def slips(self) -> tuple[CutSlip, ...]:
        return tuple(self._slips)

    def mute(self) -> None:
        self._simulated.do(lambda machine: setattr(machine.troubles, "mute", True))


MakeRig = Callable[[str], Rig]


@pytest.fixture
def profile() -> PrinterProfile:
    return profile_named("generic-80")


@pytest.fixture
def make_rig(tmp_path: Path, profile: PrinterProfile) -> Iterator[MakeRig]:
    """A rig by the name of its line."""
    with ExitStack() as stack:

        def make(kind: str) -> Rig:
            rig = _rig(kind, tmp_path, profile, stack)
            stack.callback(rig.line.close, drop=True)
            return rig

        yield make


def _rig(kind: str, folder: Path, profile: PrinterProfile, stack: ExitStack) -> Rig:
    if kind == "network":
        return _Network(stack.enter_context(VirtualPrinter()))
    slips: list[CutSlip] = []
    machine = Machine(keep=slips.append)
    if kind == "usb":
        bus = SimulatedUsb(machine)
        return _Local(UsbPrinter("", backend=bus), bus, slips)
    port = stack.enter_context(SimulatedPort(machine, folder / kind))
    if kind == "serial":
        return _Local(SerialPrinter(str(port.link), 115200, profile), port, slips)
    return _Local(FilePrinter(str(port.link)), port, slips)
