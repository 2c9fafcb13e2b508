"""A printer by libusb: whose interface it takes, which device it means, how it says why not."""

import errno
from typing import Any

import pytest
import usb.core

from vuoro.hardware.printers.transport import PrinterLost, PrinterStuck, PrinterUnreachable
from vuoro.hardware.printers.usb import UsbPrinter
from vuoro.hardware.printers.usb_simulated import SimulatedBus
from vuoro.hardware.printers.virtual import CutSlip
from vuoro.hardware.printers.virtual.machine import Machine

ASK_PAPER = b"\x10\x04\x04"
LONG = 5.0


def forget(slip: CutSlip) -> None:
    pass


def bus_with(**options: Any) -> SimulatedBus:
    return SimulatedBus(Machine(keep=forget), **options)


class Reluctant(SimulatedBus):
    """A bus where one call fails."""

    def __init__(self, call: str, number: int) -> None:
        super().__init__(Machine(keep=forget))
        self.cleared: list[int] = []

        def fail(*_: object) -> None:
            raise usb.core.USBError("no", None, number)

        setattr(self, call, fail)

    def clear_halt(self, dev_handle: Any, ep: int) -> None:
        self.cleared.append(ep)


def test_the_kernel_s_driver_gets_its_printer_back() -> None:
    bus = bus_with(usblp=True)
    line = UsbPrinter("", backend=bus)

    line.open()
    taken = bus.usblp
    line.close()

    assert (taken, bus.usblp) == (False, True)
    assert bus.opened == 0


def test_a_printer_that_no_driver_has_is_not_given_to_one() -> None:
    bus = bus_with(usblp=False)
    line = UsbPrinter("", backend=bus)

    line.open()
    line.close()

    assert not bus.usblp


@pytest.mark.parametrize("device", ["", "usb:04b8:0e28", "usb:04b8:0e28:583452590000"])
def test_the_printer_that_is_meant_is_found_after_every_power_cycle(device: str) -> None:
    bus = bus_with()
    line = UsbPrinter(device, backend=bus)

    for _ in range(3):
        line.open()
        line.write(ASK_PAPER, LONG)
        assert line.read(LONG) == b"\x12"
        bus.unplug()
        with pytest.raises(PrinterLost):
            line.read(LONG)
        line.close()
        bus.plug()

    assert bus.opened == 0


@pytest.mark.parametrize("device", ["usb:04b8:0202", "usb:04b8:0e28:another", "/dev/usb/lp0"])
def test_another_printer_is_not_taken_for_it(device: str) -> None:
    bus = bus_with()

    with pytest.raises(PrinterUnreachable):
        UsbPrinter(device, backend=bus).open()

    assert bus.opened == 0
    assert bus.usblp


def test_a_printer_without_an_endpoint_to_answer_by_is_a_one_way_line() -> None:
    line = UsbPrinter("", backend=bus_with(answers=False))

    line.open()
    line.write(ASK_PAPER, LONG)

    assert not line.answers
    assert line.read(0.01) == b""
    line.close()


def test_a_hung_printer_is_stuck_in_the_time_that_was_given() -> None:
    bus = bus_with()
    bus.freeze()
    line = UsbPrinter("", backend=bus)
    line.open()

    with pytest.raises(PrinterStuck, match=r"0\.1 s"):
        line.write(ASK_PAPER, 0.1)

    line.close()


@pytest.mark.parametrize(
    ("call", "number", "words"),
    [
        ("open_device", errno.EACCES, "udev rule"),
        ("claim_interface", errno.EBUSY, "another program"),
        ("detach_kernel_driver", errno.ENODEV, "no"),
    ],
)
def test_why_it_can_not_be_opened_is_said_and_nothing_stays_open(
    call: str, number: int, words: str
) -> None:
    bus = Reluctant(call, number)

    with pytest.raises(PrinterUnreachable, match=words):
        UsbPrinter("", backend=bus).open()

    assert bus.opened == 0


def test_without_libusb_it_is_said_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    def no_backend(**_: object) -> None:
        raise usb.core.NoBackendError("No backend available")

    monkeypatch.setattr(usb.core, "find", no_backend)

    with pytest.raises(PrinterUnreachable, match="install libusb"):
        UsbPrinter("").open()


@pytest.mark.parametrize(("call", "endpoint"), [("bulk_write", 0x01), ("bulk_read", 0x82)])
def test_a_stalled_endpoint_is_freed_for_whoever_opens_it_next(call: str, endpoint: int) -> None:
    bus = Reluctant(call, errno.EPIPE)
    line = UsbPrinter("", backend=bus)
    line.open()

    with pytest.raises(PrinterLost):
        line.write(b"slip", LONG) if call == "bulk_write" else line.read(LONG)

    assert bus.cleared == [endpoint]
    line.close()
