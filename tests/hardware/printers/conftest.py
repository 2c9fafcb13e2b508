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
from vuoro.hardware.printers.transport import Printer
from vuoro.hardware.printers.usb import UsbPrinter
from vuoro.hardware.printers.usb_simulated import SimulatedBus
from vuoro.hardware.printers.virtual import CutSlip, VirtualPrinter
from vuoro.hardware.printers.virtual.machine import Machine
from vuoro.hardware.printers.virtual.models import MODELS

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


class _Virtual:
    """A line to a printer that runs in a thread of its own."""

    def __init__(self, line: Printer, printer: VirtualPrinter) -> None:
        self.line = line
        self._printer = printer
        self.unplug, self.plug = printer.power_off, printer.power_on
        self.unplug_after, self.freeze = printer.unplug_after, printer.freeze
        self.mute = printer.mute

    @property
    def slips(self) -> tuple[CutSlip, ...]:
        return self._printer.slips


class _OnBus:
    """A line to a printer on a simulated bus, which does its work when it is talked to."""

    def __init__(self, profile: PrinterProfile) -> None:
        self._slips: list[CutSlip] = []
        machine = Machine(keep=self._slips.append, model=MODELS[profile.name])
        self._bus = SimulatedBus(machine)
        self.line: Printer = UsbPrinter("", backend=self._bus)
        self.unplug, self.plug = self._bus.unplug, self._bus.plug
        self.unplug_after, self.freeze = self._bus.unplug_after, self._bus.freeze

    @property
    def slips(self) -> tuple[CutSlip, ...]:
        return tuple(self._slips)

    def mute(self) -> None:
        self._bus.do(lambda machine: setattr(machine.troubles, "mute", True))


MakeRig = Callable[..., Rig]


@pytest.fixture
def profile() -> PrinterProfile:
    return profile_named("generic-80")


@pytest.fixture
def make_rig(tmp_path: Path, profile: PrinterProfile) -> Iterator[MakeRig]:
    """A rig by the name of its line, of a printer of this profile."""
    with ExitStack() as stack:

        def make(kind: str, profile: PrinterProfile = profile) -> Rig:
            rig = _rig(kind, tmp_path / f"{kind}-{profile.name}", profile, stack)
            stack.callback(rig.line.close, drop=True)
            return rig

        yield make


def _rig(kind: str, link: Path, profile: PrinterProfile, stack: ExitStack) -> Rig:
    if kind == "usb":
        return _OnBus(profile)
    printer = stack.enter_context(VirtualPrinter(pty=link, model=MODELS[profile.name]))
    lines: dict[str, Callable[[], Printer]] = {
        "network": lambda: NetworkPrinter(printer.host, printer.port),
        "serial": lambda: SerialPrinter(str(link), 115200, profile),
        "file": lambda: FilePrinter(str(link)),
    }
    return _Virtual(lines[kind](), printer)
