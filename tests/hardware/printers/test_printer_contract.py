"""What every line to a printer must do; a new driver joins by one more name in ``line``."""

from collections.abc import Iterator

import pytest

from vuoro.core.settings.schema import PrinterSettings
from vuoro.hardware.printers.choose import printer_for
from vuoro.hardware.printers.network import NetworkPrinter
from vuoro.hardware.printers.transport import (
    Printer,
    PrinterLost,
    PrinterStuck,
    PrinterUnreachable,
)
from vuoro.hardware.printers.virtual import VirtualPrinter

ASK_PAPER = b"\x10\x04\x04"
ANSWER_OK = b"\x12"
LINE_AND_CUT = b"\x1b@\x1dv0\x00\x48\x00\x01\x00" + b"\xff" * 72 + b"\x1dV\x00"
ASK_DONE = b"\x1dr\x01"
A_MOMENT = 0.01
LONG = 5.0


@pytest.fixture
def virtual() -> Iterator[VirtualPrinter]:
    with VirtualPrinter() as printer:
        yield printer


@pytest.fixture(params=["network"])
def line(request: pytest.FixtureRequest, virtual: VirtualPrinter) -> Iterator[Printer]:
    drivers: dict[str, Printer] = {"network": NetworkPrinter(virtual.host, virtual.port)}
    driver = drivers[request.param]
    yield driver
    driver.close()


def test_what_is_written_arrives_and_is_answered(line: Printer, virtual: VirtualPrinter) -> None:
    line.open()

    line.write(LINE_AND_CUT + ASK_DONE, LONG)

    assert line.read(LONG) == b"\x00"
    assert virtual.slips[0].data == LINE_AND_CUT


def test_opening_an_open_line_changes_nothing(line: Printer) -> None:
    line.open()
    line.write(ASK_PAPER, LONG)

    line.open()

    assert line.read(LONG) == ANSWER_OK


def test_a_silent_printer_is_no_error(line: Printer) -> None:
    line.open()

    assert line.read(A_MOMENT) == b""


def test_a_printer_that_is_off_is_unreachable(line: Printer, virtual: VirtualPrinter) -> None:
    virtual.power_off()

    with pytest.raises(PrinterUnreachable):
        line.open()


def test_switching_off_is_felt_as_a_lost_line(line: Printer, virtual: VirtualPrinter) -> None:
    line.open()
    line.write(ASK_PAPER, LONG)
    line.read(LONG)

    virtual.power_off()

    with pytest.raises(PrinterLost):
        line.read(LONG)


def test_after_a_power_cycle_the_line_opens_again(line: Printer, virtual: VirtualPrinter) -> None:
    line.open()
    virtual.power_off()
    virtual.power_on()
    line.close()

    line.open()
    line.write(ASK_PAPER, LONG)

    assert line.read(LONG) == ANSWER_OK


def test_a_cable_pulled_in_the_middle_is_a_lost_line(
    line: Printer, virtual: VirtualPrinter
) -> None:
    virtual.unplug_after(100)
    line.open()

    line.write(bytes(200), LONG)

    with pytest.raises(PrinterLost):
        line.read(LONG)


def test_a_printer_that_takes_nothing_is_stuck(line: Printer, virtual: VirtualPrinter) -> None:
    virtual.freeze()
    line.open()

    with pytest.raises(PrinterStuck):
        line.write(bytes(32_000_000), 0.1)


def test_a_closed_line_carries_nothing(line: Printer) -> None:
    line.open()
    line.close()
    line.close(drop=True)

    with pytest.raises(PrinterLost):
        line.write(ASK_PAPER, LONG)
    with pytest.raises(PrinterLost):
        line.read(A_MOMENT)


def test_the_settings_name_the_printer() -> None:
    printer = printer_for(PrinterSettings(kind="network", host="192.0.2.7", port=9101))

    assert repr(printer) == "NetworkPrinter(192.0.2.7:9101)"
    assert printer_for(PrinterSettings(kind="none")) is None
