"""What becomes of a slip, whatever happens to the printer."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from math import ceil
from pathlib import Path

import pytest

from vuoro.core.settings.schema import PrinterSettings
from vuoro.core.wire.kiosk import Slip, SlipReport, SlipState
from vuoro.hardware.printers.network import NetworkPrinter
from vuoro.hardware.printers.profile import PrinterProfile
from vuoro.hardware.printers.profile_files import profile_named
from vuoro.hardware.printers.virtual import VirtualPrinter
from vuoro.hardware.printers.virtual.models import MODELS
from vuoro.printer.bitmap import Bitmap
from vuoro.printer.counting import PaperCount
from vuoro.printer.escpos import DONE, PrinterState
from vuoro.printer.outcome import NotPrinted, Printed, Reason
from vuoro.printer.press import Press, press_for
from vuoro.printer.sheet import Sheet

ROWS = 900
BITMAP = Bitmap(576, bytes(range(32, 104)) * ROWS)
PAPER_MM = ROWS / 8
PROFILE = profile_named("generic-80")


def draw(sheet: Sheet) -> Bitmap:
    """Any picture does here: the press does not look at it."""
    return BITMAP


@dataclass
class Told:
    """What the lobby is told, and how many slips had come out by then."""

    printer: VirtualPrinter | None = None
    reports: list[SlipReport] = field(default_factory=list)

    def __call__(self, slip: Slip, report: SlipReport) -> None:
        self.reports.append(report)
        self.just_told(report)

    def just_told(self, report: SlipReport) -> None:
        """For what shall happen at that moment."""

    @property
    def states(self) -> list[SlipState]:
        return [report.state for report in self.reports]


@pytest.fixture
def virtual() -> Iterator[VirtualPrinter]:
    with VirtualPrinter() as printer:
        yield printer


@pytest.fixture
def told() -> Told:
    return Told()


def press_at(
    virtual: VirtualPrinter,
    told: Told,
    seconds: float = 10.0,
    profile: PrinterProfile = PROFILE,
    paper: PaperCount | None = None,
) -> Press:
    line = NetworkPrinter(virtual.host, virtual.port)
    return Press(line, draw, told, profile=profile, paper=paper, seconds=seconds)


@pytest.fixture
def press(virtual: VirtualPrinter, told: Told) -> Press:
    return press_at(virtual, told)


def test_a_slip_comes_out_once_and_the_lobby_knows(
    press: Press, virtual: VirtualPrinter, told: Told, slip: Slip
) -> None:
    outcome = press.print(slip)

    assert outcome == Printed(PrinterState.OK)
    assert [cut.rows for cut in virtual.slips] == [BITMAP.rows]
    assert told.reports == [SlipReport(SlipState.SENDING), SlipReport(SlipState.DONE)]


def test_the_lobby_knows_before_the_first_byte_goes_out(
    press: Press, virtual: VirtualPrinter, told: Told, slip: Slip, monkeypatch: pytest.MonkeyPatch
) -> None:
    class LobbyLost(Exception):
        pass

    def fail(report: SlipReport) -> None:
        raise LobbyLost

    monkeypatch.setattr(told, "just_told", fail)

    with pytest.raises(LobbyLost):
        press.print(slip)
    monkeypatch.undo()
    press.print(replace(slip, copy=1))

    assert [cut.rows for cut in virtual.slips] == [BITMAP.rows]


def test_without_paper_no_byte_of_the_slip_is_sent(
    press: Press, virtual: VirtualPrinter, told: Told, slip: Slip
) -> None:
    virtual.paper_out()

    assert press.print(slip) == NotPrinted(Reason.PAPER_OUT)
    assert told.reports == [SlipReport(SlipState.FAILED, "paper_out")]
    virtual.new_roll()
    assert press.state() == PrinterState.OK
    assert virtual.slips == ()


def test_with_an_open_cover_no_byte_of_the_slip_is_sent(
    press: Press, virtual: VirtualPrinter, told: Told, slip: Slip
) -> None:
    virtual.cover_open()

    assert press.print(slip) == NotPrinted(Reason.COVER_OPEN)
    assert told.states == [SlipState.FAILED]


def test_paper_that_ends_in_the_middle_is_known_and_nothing_comes_out_later(
    press: Press, virtual: VirtualPrinter, told: Told, slip: Slip
) -> None:
    virtual.paper_out(after_mm=PAPER_MM / 2)

    assert press.print(slip) == NotPrinted(Reason.PAPER_OUT)
    assert told.states == [SlipState.SENDING, SlipState.FAILED]
    virtual.new_roll()
    assert press.print(replace(slip, copy=1)) == Printed(PrinterState.OK)
    assert [cut.rows for cut in virtual.slips] == [BITMAP.rows]


def test_a_cover_opened_in_the_middle_is_known(
    press: Press,
    virtual: VirtualPrinter,
    told: Told,
    slip: Slip,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(told, "just_told", lambda report: virtual.cover_open())

    assert press.print(slip) == NotPrinted(Reason.COVER_OPEN)
    virtual.cover_close()
    assert virtual.slips == ()


def test_after_a_pulled_cable_the_next_slip_comes_out_whole_and_by_itself(
    press: Press, virtual: VirtualPrinter, told: Told, slip: Slip
) -> None:
    virtual.unplug_after(20_000)

    assert press.print(slip) == NotPrinted(Reason.LOST)
    assert told.states == [SlipState.SENDING, SlipState.FAILED]
    assert press.print(replace(slip, copy=1)) == Printed(PrinterState.OK)
    half, whole = virtual.slips
    assert len(half.rows) < len(BITMAP.rows)
    assert whole.rows == BITMAP.rows


def test_a_new_press_is_not_disturbed_by_what_an_old_one_left(
    virtual: VirtualPrinter, told: Told, slip: Slip
) -> None:
    """The program was killed in the middle of an image; the printer still waits for its rows."""
    line = NetworkPrinter(virtual.host, virtual.port)
    line.open()
    line.write(b"\x1b@\x1dv0\x00\x48\x00\x80\x00" + bytes(72), 5.0)
    line.close()

    assert press_at(virtual, told).print(slip) == Printed(PrinterState.OK)
    assert virtual.slips[0].rows.endswith(BITMAP.rows)


def test_what_a_program_that_died_left_hanging_is_cut_off_from_the_next_slip(
    virtual: VirtualPrinter, told: Told, slip: Slip
) -> None:
    line = NetworkPrinter(virtual.host, virtual.port)
    line.open()
    line.write(b"\x1b@\x1dv0\x00\x48\x00\x28\x00" + bytes(72 * 40) + DONE, 5.0)
    assert line.read(5.0), "these rows are on the paper now"
    line.close()
    press = press_at(virtual, told)
    press.left_undone()

    assert press.print(slip) == Printed(PrinterState.OK)
    half, whole = virtual.slips
    assert whole.rows == BITMAP.rows
    assert len(half.rows) < len(BITMAP.rows)


def test_a_printer_that_is_off_is_said_to_be_offline_and_prints_again_when_on(
    press: Press, virtual: VirtualPrinter, told: Told, slip: Slip
) -> None:
    press.print(slip)
    virtual.power_off()

    assert press.state() == PrinterState.OFFLINE
    assert press.print(slip) == NotPrinted(Reason.OFFLINE)
    virtual.power_on()
    assert press.print(replace(slip, copy=1)) == Printed(PrinterState.OK)
    assert len(virtual.slips) == 2


def test_a_slow_printer_is_given_up_and_what_it_holds_taken_back(told: Told, slip: Slip) -> None:
    with VirtualPrinter(mm_per_second=50) as slow:
        outcome = press_at(slow, told, seconds=0.3).print(slip)

    assert outcome == NotPrinted(Reason.SLOW)
    assert slow.slips == ()


def test_the_state_of_the_printer_is_told(press: Press, virtual: VirtualPrinter) -> None:
    assert press.state() == PrinterState.OK
    virtual.paper_low()
    assert press.state() == PrinterState.PAPER_LOW
    virtual.paper_out()
    assert press.state() == PrinterState.PAPER_OUT
    virtual.cover_open()
    assert press.state() == PrinterState.COVER_OPEN


def test_a_slip_on_the_last_paper_is_printed_and_the_low_roll_told(
    press: Press, virtual: VirtualPrinter, slip: Slip
) -> None:
    virtual.paper_low()

    assert press.print(slip) == Printed(PrinterState.PAPER_LOW)


def test_a_test_print_is_no_slip(press: Press, virtual: VirtualPrinter, told: Told) -> None:
    outcome = press.print_trial("fi", "Kiosk 1", datetime(2026, 7, 1, tzinfo=UTC))

    assert outcome == Printed(PrinterState.OK)
    assert len(virtual.slips) == 1
    assert told.reports == []


def test_a_kiosk_without_a_printer_has_no_press(told: Told) -> None:
    assert press_for(PrinterSettings(kind="none"), told) is None
    assert press_for(PrinterSettings(kind="network"), told) is not None


def test_paper_is_counted_with_what_lies_between_head_and_cutter(
    virtual: VirtualPrinter, told: Told, slip: Slip, tmp_path: Path
) -> None:
    press = press_at(virtual, told, paper=PaperCount(tmp_path, 50))

    press.print(slip)

    assert press.paper_left_mm == 50_000 - ceil((ROWS + 120) * 25.4 / 203)


def test_paper_that_only_the_count_knows_to_be_low_is_told_before_it_ends(
    virtual: VirtualPrinter, told: Told, slip: Slip, tmp_path: Path
) -> None:
    paper = PaperCount(tmp_path, 50)
    press = press_at(virtual, told, paper=paper)
    paper.fed(47_000)

    assert press.state() == PrinterState.PAPER_LOW
    assert press.print(slip) == Printed(PrinterState.PAPER_LOW)
    press.new_roll()
    assert press.state() == PrinterState.OK


def test_a_roll_changed_after_the_paper_ended_is_counted_from_its_beginning(
    virtual: VirtualPrinter, told: Told, tmp_path: Path
) -> None:
    paper = PaperCount(tmp_path, 50)
    press = press_at(virtual, told, paper=paper)
    paper.fed(49_000)
    virtual.paper_out()
    assert press.state() == PrinterState.PAPER_OUT

    virtual.new_roll()

    assert press.state() == PrinterState.OK
    assert press.paper_left_mm == 50_000


def test_the_end_of_the_paper_is_told_by_a_printer_that_reports_by_itself(
    told: Told, slip: Slip
) -> None:
    """Its small buffer is full by then, so that neither a question nor taking back gets through."""
    with VirtualPrinter(model=MODELS["epson-tm-t20iii"]) as epson:
        press = press_at(epson, told, profile=profile_named("epson-tm-t20iii"))
        epson.paper_out(after_mm=PAPER_MM / 2)

        assert press.print(slip) == NotPrinted(Reason.PAPER_OUT)
        epson.new_roll()
        assert press.print(replace(slip, copy=1)) == Printed(PrinterState.OK)

    rest, whole = epson.slips
    assert rest.height < ROWS / 4
    assert whole.rows == BITMAP.rows
