"""The settings name a line; a printer that bears little is given little."""

import pytest

from vuoro.core.settings.schema import PrinterSettings
from vuoro.hardware.printers.choose import printer_for
from vuoro.hardware.printers.pacing import Paced
from vuoro.hardware.printers.profile_files import BadProfile
from vuoro.hardware.printers.transport import PrinterStuck


@pytest.mark.parametrize(
    ("settings", "line"),
    [
        (PrinterSettings("network", host="192.0.2.7", port=9101), "NetworkPrinter(192.0.2.7:9101)"),
        (PrinterSettings("usb", device="usb:04b8:0e28"), "UsbPrinter(usb:04b8:0e28)"),
        (PrinterSettings("usb"), "UsbPrinter(first printer)"),
        (PrinterSettings("serial", device="/dev/ttyS0"), "SerialPrinter(/dev/ttyS0, 38400)"),
        (PrinterSettings("file", device="/dev/usb/lp0"), "FilePrinter(/dev/usb/lp0)"),
        (PrinterSettings("cups", device="slips"), "CupsPrinter(slips)"),
        (PrinterSettings("none"), "None"),
    ],
)
def test_the_settings_name_the_printer(settings: PrinterSettings, line: str) -> None:
    assert repr(printer_for(settings)) == line


def test_a_profile_that_is_not_there_is_told() -> None:
    with pytest.raises(BadProfile):
        printer_for(PrinterSettings("network", profile="mine"))


class Recorder:
    """A line that keeps when it was given what; time passes while somebody sleeps."""

    answers = True

    def __init__(self) -> None:
        self.now = 0.0
        self.written: list[tuple[float, bytes]] = []
        self.closed: list[bool] = []

    def mono(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.now += seconds

    def open(self) -> None:
        pass

    def write(self, data: bytes, timeout: float) -> None:
        self.written.append((self.now, data))

    def read(self, timeout: float) -> bytes:
        return b"\x12"

    def close(self, *, drop: bool = False) -> None:
        self.closed.append(drop)


def test_a_paced_line_gives_no_more_than_the_printer_bears() -> None:
    line = Recorder()
    paced = Paced(line, 1000, mono=line.mono, sleep=line.sleep)

    paced.write(bytes(range(200)), 5.0)
    paced.write(b"end", 5.0)

    assert b"".join(data for _, data in line.written) == bytes(range(200)) + b"end"
    given = 0
    for at, data in line.written:
        assert given <= at * 1000 + 1
        given += len(data)
    assert line.now == pytest.approx(0.2)


def test_a_pause_makes_no_credit() -> None:
    line = Recorder()
    paced = Paced(line, 1000, mono=line.mono, sleep=line.sleep)
    line.now = 60.0

    paced.write(bytes(200), 5.0)

    assert line.now == pytest.approx(60.16)


def test_what_can_not_be_given_in_time_is_stuck() -> None:
    line = Recorder()
    paced = Paced(line, 1000, mono=line.mono, sleep=line.sleep)

    with pytest.raises(PrinterStuck):
        paced.write(bytes(2000), 1.0)

    assert line.now <= 1.0


def test_a_paced_line_is_the_line_otherwise() -> None:
    line = Recorder()
    paced = Paced(line, 1000, mono=line.mono, sleep=line.sleep)

    paced.open()
    said = paced.read(1.0)
    paced.close(drop=True)

    assert (paced.answers, said, line.closed) == (True, b"\x12", [True])
