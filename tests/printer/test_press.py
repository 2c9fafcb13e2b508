"""What becomes of a slip, whatever happens to the printer."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

import pytest

from vuoro.core.settings.schema import PrinterSettings
from vuoro.core.wire.kiosk import Slip, SlipReport, SlipState
from vuoro.hardware.printers.network import NetworkPrinter
from vuoro.hardware.printers.transport import PrinterLost, PrinterStuck
from vuoro.hardware.printers.virtual import VirtualPrinter
from vuoro.printer.bitmap import Bitmap
from vuoro.printer.escpos import ASK, CLEAR, CLEARED, CUT, DONE, PrinterState
from vuoro.printer.outcome import NotPrinted, Printed, Reason, Unknown
from vuoro.printer.press import Press, press_for
from vuoro.printer.sheet import Sheet

ROWS = 900
BITMAP = Bitmap(576, bytes(range(32, 104)) * ROWS)
PAPER_MM = ROWS / 8


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


def press_at(virtual: VirtualPrinter, told: Told, seconds: float = 10.0) -> Press:
    return Press(NetworkPrinter(virtual.host, virtual.port), draw, told, seconds=seconds)


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


@dataclass
class ScriptedPrinter:
    """A printer that fails as told, with a clock of its own: waiting costs no time."""

    answers_status: bool = True
    answers_done: int = 2
    answers_clear: bool = True
    after_cut: str = "ok"
    now: float = 0.0
    written: bytes = b""
    _answers: bytes = b""
    _late: bytes = b""
    _cut: bool = False

    def mono(self) -> float:
        return self.now

    def open(self) -> None:
        pass

    def close(self, *, drop: bool = False) -> None:
        pass

    def write(self, data: bytes, timeout: float) -> None:
        self.written += data
        if data == ASK and self.answers_status:
            out = self._cut and self.after_cut.startswith("paper out")
            self._answers += self._late
            self._late = b""
            self._answers += b"\x1a\x32\x12\x7e" if out else b"\x12\x12\x12\x12"
        if data == CLEAR and self.answers_clear:
            self._answers += CLEARED
        if data == DONE + CUT + DONE:
            self._cut = True
            done = b"\x00" * self.answers_done
            if self.after_cut == "paper out, then done":
                self._late = done
            else:
                self._answers += done
            self._fail()

    def read(self, timeout: float) -> bytes:
        if self._cut and self.after_cut == "unplugged":
            raise PrinterLost
        said, self._answers = self._answers, b""
        self.now += 0.0 if said else timeout
        return said

    def _fail(self) -> None:
        if self.after_cut == "stuck":
            raise PrinterStuck


def print_on(printer: ScriptedPrinter, told: Told, slip: Slip) -> object:
    return Press(printer, draw, told, mono=printer.mono).print(slip)


def test_a_printer_that_takes_bytes_and_answers_nothing_is_sent_no_slip(
    told: Told, slip: Slip
) -> None:
    printer = ScriptedPrinter(answers_status=False)

    assert print_on(printer, told, slip) == NotPrinted(Reason.SILENT)
    assert printer.written == ASK
    assert told.states == [SlipState.FAILED]


@pytest.mark.parametrize(
    ("after_cut", "done", "cleared", "outcome"),
    [
        ("ok", 2, True, Printed(PrinterState.OK)),
        ("ok", 0, True, NotPrinted(Reason.SLOW)),
        ("ok", 0, False, Unknown(Reason.SLOW)),
        ("ok", 1, True, Unknown(Reason.SLOW)),
        ("paper out", 0, True, NotPrinted(Reason.PAPER_OUT)),
        ("paper out", 0, False, Unknown(Reason.PAPER_OUT)),
        ("paper out", 1, True, Unknown(Reason.PAPER_OUT)),
        ("paper out", 2, True, Printed(PrinterState.PAPER_OUT)),
        ("paper out, then done", 2, True, Printed(PrinterState.PAPER_OUT)),
        ("unplugged", 0, True, Unknown(Reason.LOST)),
        ("stuck", 0, True, Unknown(Reason.SLOW)),
    ],
)
def test_once_the_cut_is_sent_only_answers_make_certain(
    told: Told, slip: Slip, after_cut: str, done: int, cleared: bool, outcome: object
) -> None:
    printer = ScriptedPrinter(answers_done=done, answers_clear=cleared, after_cut=after_cut)

    assert print_on(printer, told, slip) == outcome
    assert printer.written.count(CUT) == 1
    assert told.states[0] == SlipState.SENDING
    assert len(told.states) == 2
