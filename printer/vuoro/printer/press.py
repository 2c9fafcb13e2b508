"""The press: a slip goes in, paper comes out; what became of it is known or honestly unknown."""

import logging
import threading
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from vuoro.core.settings.schema import PrinterSettings
from vuoro.core.wire.kiosk import Slip, SlipReport, SlipState
from vuoro.hardware.printers.choose import printer_for
from vuoro.hardware.printers.profile import PrinterProfile, profile_for
from vuoro.hardware.printers.transport import (
    Printer,
    PrinterError,
    PrinterStuck,
    PrinterUnreachable,
    Spool,
)
from vuoro.printer.bitmap import Bitmap
from vuoro.printer.conversation import Conversation, Mono
from vuoro.printer.counting import PaperCount
from vuoro.printer.escpos import PrinterState, clear_throat
from vuoro.printer.job import ANSWER_SECONDS, Job, Left
from vuoro.printer.outcome import NotPrinted, Outcome, Printed, Reason, report_of, trouble
from vuoro.printer.sheet import Sheet, fitted
from vuoro.printer.slip import compose
from vuoro.printer.status import Status
from vuoro.printer.trial import compose_trial

log = logging.getLogger(__name__)

Draw = Callable[[Sheet], Bitmap]
Tell = Callable[[Slip, SlipReport], None]
"""Is told each state of a slip; SENDING before the first byte of the slip goes out."""

_BITS_PER_BYTE = 10
"""On a serial line: a start bit, eight of data, a stop bit."""


def press_for(settings: PrinterSettings, tell: Tell, folder: Path | None = None) -> "Press | None":
    """The press of a kiosk; None where there is no printer. Needs a QGuiApplication to print.

    Paper is counted in the folder, where the settings give the length of a roll.
    """
    printer = printer_for(settings)
    if printer is None:
        return None
    # Qt and numpy take 100 ms to load; a kiosk shows its first picture before it gets here.
    from vuoro.printer.raster import draw

    return Press(
        printer,
        draw,
        tell,
        profile=profile_for(settings),
        paper=PaperCount(folder, settings.roll_m) if folder and settings.roll_m else None,
        seconds=settings.timeout,
        bytes_per_second=settings.baud / _BITS_PER_BYTE if settings.kind == "serial" else None,
    )


class Press:
    """Prints one slip at a time. Every method blocks: call it from a worker thread.

    A slip is given to the printer once. Whoever gets NotPrinted or Unknown shows the number on the
    screen and leaves it to a person to ask for a copy (offline_sync §3.3). What ``tell`` raises
    before the slip is sent passes through, and nothing is printed.
    """

    def __init__(
        self,
        printer: Printer,
        draw: Draw,
        tell: Tell,
        *,
        profile: PrinterProfile,
        paper: PaperCount | None = None,
        seconds: float = 5.0,
        bytes_per_second: float | None = None,
        mono: Mono = time.monotonic,
    ) -> None:
        self._printer = printer
        self._draw = draw
        self._tell = tell
        self._profile = profile
        self._paper = paper
        self._seconds = seconds
        self._bytes_per_second = profile.pace or bytes_per_second
        self._mono = mono
        self._one_at_a_time = threading.Lock()
        self._left = Left.PERHAPS
        self._stalled = False

    def print(self, slip: Slip) -> Outcome:
        """Print a slip, and tell how it goes."""
        bitmap = self._drawn(compose(slip, self._profile.paper_mm))
        with self._one_at_a_time:
            outcome = self._print(bitmap, lambda: self._tell(slip, SlipReport(SlipState.SENDING)))
        log.info("slip", extra={"job": slip.job, "outcome": repr(outcome)})
        self._tell(slip, report_of(outcome))
        return outcome

    def print_trial(self, language: str, kiosk: str, now: datetime) -> Outcome:
        """Print the test sheet of the staff menu."""
        sheet = compose_trial(language, kiosk, now, self._profile.paper_mm)
        with self._one_at_a_time:
            return self._print(self._drawn(sheet), lambda: None)

    def state(self) -> PrinterState:
        """How the printer is. Waits for a slip that is being printed.

        One that says it is well, but did not bring the last slip to an end, has a fault until it
        prints again or somebody did something to it.
        """
        with self._one_at_a_time:
            state = self._state()
            self._stalled &= trouble(state) is None
            return PrinterState.FAULT if self._stalled else self._counted(state)

    def left_undone(self) -> None:
        """A program before this one died while it sent a slip: what hangs in the printer is cut off
        before the next one, or its visitor would hold two numbers on one piece of paper."""
        with self._one_at_a_time:
            self._left = Left.HALF_A_SLIP

    @property
    def paper_left_mm(self) -> int | None:
        """Paper on the roll, by our own count; None where nobody counts."""
        return self._paper.left_mm if self._paper else None

    def new_roll(self) -> None:
        """Somebody put a new roll in: count from its beginning."""
        if self._paper:
            self._paper.new_roll()

    def _state(self) -> PrinterState:
        try:
            self._printer.open()
            status = self._look(self._talk(0))
        except PrinterStuck:
            return PrinterState.SILENT
        except PrinterError as error:
            log.info("printer can't be asked", extra={"error": str(error)})
            return PrinterState.OFFLINE
        finally:
            self._printer.close()
        return status.state if status else PrinterState.SILENT

    def _drawn(self, sheet: Sheet) -> Bitmap:
        return self._draw(fitted(sheet, self._profile)).quiet()

    def _print(self, bitmap: Bitmap, sending: Callable[[], None]) -> Outcome:
        """One connection, one slip: a printer that was off and on again is simply there."""
        outcome: Outcome | None = None
        try:
            self._printer.open()
            status = self._look(self._talk(0))
            refused = trouble(status.state) if status else Reason.SILENT
            if refused is not None:
                return NotPrinted(refused)
            sending()
            outcome = self._send(bitmap)
            return outcome
        except PrinterUnreachable:
            return NotPrinted(Reason.OFFLINE)
        except PrinterStuck:
            # It did not even take a question; a job that gets stuck tells for itself.
            return NotPrinted(Reason.SILENT)
        except PrinterError:
            return NotPrinted(Reason.LOST)
        finally:
            self._printer.close(drop=not isinstance(outcome, Printed))

    def _send(self, bitmap: Bitmap) -> Outcome:
        talk = self._talk(len(bitmap.rows + clear_throat(bitmap, self._profile)))
        job = Job(self._printer, talk, self._profile)
        outcome = job.run(bitmap, self._left)
        whole = isinstance(outcome, Printed) or isinstance(self._printer, Spool)
        self._left = Left.NOTHING if whole else Left.HALF_A_SLIP
        self._stalled = not isinstance(outcome, Printed) and outcome.reason is Reason.SLOW
        if self._paper:
            self._paper.fed(job.millimetres)
        if isinstance(outcome, Printed):
            return Printed(self._counted(outcome.state), outcome.confirmed)
        return outcome

    def _talk(self, size: int) -> Conversation:
        """A talk with time for so many bytes on a slow line."""
        carrying = size / self._bytes_per_second if self._bytes_per_second else 0.0
        return Conversation(self._printer, self._mono, self._seconds + carrying)

    def _look(self, talk: Conversation) -> Status | None:
        """How the printer is, before a slip or between two; well, where it can't say."""
        if self._profile.status == "none" or not self._printer.answers:
            return Status()
        talk.pass_over(quiet=0.0)
        status = talk.ask(ANSWER_SECONDS)
        if status and self._paper:
            self._paper.saw(status)
        return status

    def _counted(self, state: PrinterState) -> PrinterState:
        """Paper that the printer does not know to be low may be so by our count."""
        low = self._paper is not None and self._paper.low
        return PrinterState.PAPER_LOW if low and state is PrinterState.OK else state
