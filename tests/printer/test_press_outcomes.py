"""What is certain of a slip at each moment, with a printer that fails as told and costs no time."""

from dataclasses import dataclass, field, replace

import pytest

from vuoro.core.wire.kiosk import Slip, SlipReport, SlipState
from vuoro.hardware.printers.profile import PrinterProfile
from vuoro.hardware.printers.profile_files import profile_named
from vuoro.hardware.printers.transport import PrinterError, PrinterLost, PrinterStuck
from vuoro.printer.bitmap import Bitmap
from vuoro.printer.escpos import ASK, CLEAR, DONE, PrinterState, cut
from vuoro.printer.outcome import NotPrinted, Printed, Reason, Unknown
from vuoro.printer.press import Press
from vuoro.printer.sheet import Sheet

ROWS = 900
BITMAP = Bitmap(576, bytes(range(32, 104)) * ROWS)
PAPER_MM = ROWS / 8
PROFILE = profile_named("generic-80")
CUT = cut(PROFILE)


def draw(sheet: Sheet) -> Bitmap:
    """Any picture does here: the press does not look at it."""
    return BITMAP


@dataclass
class Told:
    """What the lobby is told."""

    states: list[SlipState] = field(default_factory=list)

    def __call__(self, slip: Slip, report: SlipReport) -> None:
        self.states.append(report.state)


@pytest.fixture
def told() -> Told:
    return Told()


@dataclass
class ScriptedPrinter:
    """A printer that fails as told, with a clock of its own: waiting costs no time."""

    answers: bool = True
    answers_status: bool = True
    answers_bands: int = 100
    answers_cut: bool = True
    answers_clear: bool = True
    trouble: bytes = b"\x12\x12\x12\x12"
    """How it is once a band, or the cut, is not answered."""
    lost_when_stopped: bool = False
    after_cut: str = ""
    now: float = 0.0
    written: bytes = b""
    _answers: bytes = b""
    _late: bytes = b""
    _stopped: bool = False
    _cut: bool = False

    def mono(self) -> float:
        return self.now

    def open(self) -> None:
        pass

    def close(self, *, drop: bool = False) -> None:
        pass

    def write(self, data: bytes, timeout: float) -> None:
        self.written += data
        if data == ASK and self._cut and self.after_cut == "unplugged when done":
            raise PrinterLost
        if data == ASK and self.answers_status:
            self._answers += self._late
            self._late = b""
            self._answers += self.trouble if self._stopped else b"\x12\x12\x12\x12"
        if data == CLEAR and self.lost_when_stopped and self._stopped:
            raise PrinterLost
        if data == CLEAR and self.answers_clear:
            self._answers += b"\x37\x25\x00"
        if CUT in data:
            self._cut = True
            self._confirm(said=self.answers_cut)
            if self.after_cut == "stuck":
                raise PrinterStuck
        elif data.endswith(DONE):
            self.answers_bands -= 1
            self._confirm(said=self.answers_bands >= 0)

    def read(self, timeout: float) -> bytes:
        if self._cut and self.after_cut == "unplugged":
            raise PrinterLost
        said, self._answers = self._answers, b""
        self.now += 0.0 if said else timeout
        return said

    def _confirm(self, *, said: bool) -> None:
        if not said:
            self._stopped = True
        if self._cut and self.after_cut == "done late":
            self._late, self._stopped = b"\x00", True
        elif said:
            self._answers += b"\x00"


def print_on(
    printer: ScriptedPrinter, told: Told, slip: Slip, profile: PrinterProfile = PROFILE
) -> object:
    press = Press(printer, draw, told, profile=profile, mono=printer.mono)
    return press.print(slip)


OUT = b"\x1a\x32\x12\x7e"
JAM = b"\x1a\x52\x1a\x12"
HOT = b"\x1a\x52\x52\x12"


def test_a_printer_that_takes_bytes_and_answers_nothing_is_sent_no_slip(
    told: Told, slip: Slip
) -> None:
    printer = ScriptedPrinter(answers_status=False)

    assert print_on(printer, told, slip) == NotPrinted(Reason.SILENT)
    assert printer.written == ASK
    assert told.states == [SlipState.FAILED]


@pytest.mark.parametrize(
    ("printer", "outcome"),
    [
        (ScriptedPrinter(answers_bands=0), NotPrinted(Reason.SLOW)),
        (ScriptedPrinter(answers_bands=3), NotPrinted(Reason.SLOW)),
        (ScriptedPrinter(answers_bands=3, answers_clear=False), NotPrinted(Reason.SLOW)),
        (ScriptedPrinter(answers_bands=3, trouble=OUT), NotPrinted(Reason.PAPER_OUT)),
        (ScriptedPrinter(answers_bands=7, trouble=OUT), NotPrinted(Reason.PAPER_OUT)),
        (ScriptedPrinter(answers_bands=3, trouble=HOT), NotPrinted(Reason.OVERHEATED)),
        (
            ScriptedPrinter(answers_bands=3, trouble=OUT, lost_when_stopped=True),
            NotPrinted(Reason.PAPER_OUT),
        ),
    ],
)
def test_as_long_as_the_cut_was_not_sent_nothing_came_out(
    told: Told, slip: Slip, printer: ScriptedPrinter, outcome: object
) -> None:
    assert print_on(printer, told, slip) == outcome
    assert CUT not in printer.written


@pytest.mark.parametrize(
    ("printer", "outcome"),
    [
        (ScriptedPrinter(), Printed(PrinterState.OK)),
        (ScriptedPrinter(answers_cut=False), Unknown(Reason.SLOW)),
        (ScriptedPrinter(answers_cut=False, answers_clear=False), Unknown(Reason.SLOW)),
        (ScriptedPrinter(answers_cut=False, trouble=JAM), Unknown(Reason.CUTTER_JAM)),
        (ScriptedPrinter(answers_cut=False, trouble=OUT), Unknown(Reason.PAPER_OUT)),
        (ScriptedPrinter(after_cut="done late", trouble=OUT), Printed(PrinterState.PAPER_OUT)),
        (ScriptedPrinter(after_cut="unplugged"), Unknown(Reason.LOST)),
        (ScriptedPrinter(after_cut="unplugged when done"), Printed(PrinterState.OK)),
        (ScriptedPrinter(after_cut="stuck"), Unknown(Reason.SLOW)),
    ],
)
def test_once_the_cut_is_sent_only_answers_make_certain(
    told: Told, slip: Slip, printer: ScriptedPrinter, outcome: object
) -> None:
    assert print_on(printer, told, slip) == outcome
    assert printer.written.count(CUT) == 1
    assert told.states[0] == SlipState.SENDING
    assert len(told.states) == 2


def test_a_hot_head_has_time_to_cool(told: Told, slip: Slip) -> None:
    class Cooling(ScriptedPrinter):
        def read(self, timeout: float) -> bytes:
            said = super().read(timeout)
            if self._stopped and self.now > 3.0:
                said += b"\x00" * -self.answers_bands
                self._stopped, self.answers_bands = False, 100
            return said

    printer = Cooling(answers_bands=3, trouble=HOT)

    assert print_on(printer, told, slip) == Printed(PrinterState.OK)


def test_never_more_than_a_band_waits_in_the_printer(told: Told, slip: Slip) -> None:
    printer = ScriptedPrinter(answers_bands=0)

    print_on(printer, told, slip)

    assert printer.written.count(DONE) == 2


MUTE = replace(PROFILE, status="none", done_request=False, clear=False)
UNCONFIRMED = replace(PROFILE, done_request=False)


@pytest.mark.parametrize(
    ("printer", "profile"),
    [
        (ScriptedPrinter(answers=False), PROFILE),
        (ScriptedPrinter(answers_status=False), MUTE),
    ],
)
def test_a_printer_that_can_t_tell_gets_its_slip_and_is_asked_nothing(
    told: Told, slip: Slip, printer: ScriptedPrinter, profile: PrinterProfile
) -> None:
    assert print_on(printer, told, slip, profile) == Printed(confirmed=False)
    assert printer.written.count(CUT) == 1
    assert ASK not in printer.written
    assert CLEAR not in printer.written
    assert printer.now == 0.0


def test_a_one_way_line_that_takes_no_more_bytes_is_trouble_seen(told: Told, slip: Slip) -> None:
    printer = ScriptedPrinter(answers=False, after_cut="stuck")

    assert print_on(printer, told, slip) == Unknown(Reason.SLOW)


def test_a_printer_that_never_says_done_is_watched_as_long_as_printing_takes(
    told: Told, slip: Slip
) -> None:
    printer = ScriptedPrinter()

    assert print_on(printer, told, slip, UNCONFIRMED) == Printed(confirmed=False)
    assert printer.now >= (PAPER_MM + 15) / PROFILE.speed_mm
    assert DONE not in printer.written


def test_trouble_of_a_printer_that_never_says_done_is_seen_while_it_cuts(
    told: Told, slip: Slip
) -> None:
    printer = ScriptedPrinter(answers_cut=False, trouble=JAM)

    assert print_on(printer, told, slip, UNCONFIRMED) == Unknown(Reason.CUTTER_JAM)


def test_a_slow_cable_has_its_time_beside_the_printer(told: Told, slip: Slip) -> None:
    def given_up_at(profile: PrinterProfile, bytes_per_second: float | None) -> object:
        printer = ScriptedPrinter(answers_bands=0)
        press = Press(
            printer,
            draw,
            told,
            profile=profile,
            bytes_per_second=bytes_per_second,
            mono=printer.mono,
        )
        press.print(slip)
        return printer.now

    carrying = (len(BITMAP.rows) + PROFILE.band_rows * BITMAP.row_bytes) / 3_840
    assert given_up_at(PROFILE, None) == pytest.approx(5.0, abs=0.3)
    assert given_up_at(PROFILE, 3_840) == pytest.approx(5.0 + carrying, abs=0.3)
    assert given_up_at(replace(PROFILE, pace=3_840), None) == pytest.approx(5.0 + carrying, abs=0.3)


@dataclass
class Queue(ScriptedPrinter):
    """A way into a queue: it takes the whole slip at the end, and may say what became of it."""

    answers: bool = False
    finishes: bool | type[PrinterError] = True

    def finish(self, timeout: float) -> bool:
        if isinstance(self.finishes, bool):
            return self.finishes
        raise self.finishes


@pytest.mark.parametrize(
    ("finishes", "outcome"),
    [
        (True, Printed(confirmed=False)),
        (False, Unknown(Reason.SLOW)),
        (PrinterStuck, Unknown(Reason.SLOW)),
        (PrinterLost, NotPrinted(Reason.LOST)),
    ],
)
def test_a_queue_has_the_whole_slip_or_nothing_of_it(
    told: Told, slip: Slip, finishes: bool | type[PrinterError], outcome: object
) -> None:
    queue = Queue(finishes=finishes)
    press = Press(queue, draw, told, profile=PROFILE, mono=queue.mono)

    assert press.print(slip) == outcome
    press.print(replace(slip, copy=1))

    assert queue.written.count(CUT) == 2
