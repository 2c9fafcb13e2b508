"""The press: a slip goes in, paper comes out; what became of it is known or honestly unknown."""

import enum
import logging
import threading
import time
from collections.abc import Callable
from datetime import datetime

from vuoro.core.settings.schema import PrinterSettings
from vuoro.core.wire.kiosk import Slip, SlipReport, SlipState
from vuoro.hardware.printers.choose import printer_for
from vuoro.hardware.printers.transport import (
    Printer,
    PrinterError,
    PrinterStuck,
    PrinterUnreachable,
)
from vuoro.printer.bitmap import Bitmap
from vuoro.printer.conversation import Conversation, Mono
from vuoro.printer.escpos import CUT, DONE, START, PrinterState, bands, clear_throat
from vuoro.printer.outcome import NotPrinted, Outcome, Printed, Reason, Unknown, report_of
from vuoro.printer.sheet import Sheet
from vuoro.printer.slip import compose
from vuoro.printer.trial import compose_trial

log = logging.getLogger(__name__)

Draw = Callable[[Sheet], Bitmap]
Tell = Callable[[Slip, SlipReport], None]
"""Is told each state of a slip; SENDING before the first byte of the slip goes out."""

_ANSWER_SECONDS = 1.0
_LOOK_SECONDS = 0.25
"""How often a printer at work is asked how it is."""

_TROUBLE = {
    PrinterState.PAPER_OUT: Reason.PAPER_OUT,
    PrinterState.COVER_OPEN: Reason.COVER_OPEN,
    PrinterState.FAULT: Reason.FAULT,
    PrinterState.OFFLINE: Reason.OFFLINE,
}


class _Left(enum.Enum):
    """What the job before may have left in the printer."""

    NOTHING = enum.auto()
    PERHAPS = enum.auto()
    """This program has just started; the one before may have died in the middle of an image."""
    HALF_A_SLIP = enum.auto()


def press_for(settings: PrinterSettings, tell: Tell) -> "Press | None":
    """The press of a kiosk; None where there is no printer. Needs a QGuiApplication to print."""
    printer = printer_for(settings)
    if printer is None:
        return None
    # Qt and numpy take 100 ms to load; a kiosk shows its first picture before it gets here.
    from vuoro.printer.raster import draw

    return Press(printer, draw, tell, paper_mm=settings.paper_mm, seconds=settings.timeout)


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
        paper_mm: int = 80,
        seconds: float = 5.0,
        mono: Mono = time.monotonic,
    ) -> None:
        self._printer = printer
        self._draw = draw
        self._tell = tell
        self._paper_mm = paper_mm
        self._seconds = seconds
        self._mono = mono
        self._one_at_a_time = threading.Lock()
        self._left = _Left.PERHAPS

    def print(self, slip: Slip) -> Outcome:
        """Print a slip, and tell how it goes."""
        bitmap = self._draw(compose(slip, self._paper_mm)).quiet()
        with self._one_at_a_time:
            outcome = self._job(bitmap, lambda: self._tell(slip, SlipReport(SlipState.SENDING)))
        log.info("slip", extra={"job": slip.job, "outcome": repr(outcome)})
        self._tell(slip, report_of(outcome))
        return outcome

    def print_trial(self, language: str, kiosk: str, now: datetime) -> Outcome:
        """Print the test sheet of the staff menu."""
        sheet = compose_trial(language, kiosk, now, self._paper_mm)
        with self._one_at_a_time:
            return self._job(self._draw(sheet).quiet(), lambda: None)

    def state(self) -> PrinterState:
        """How the printer is. Waits for a slip that is being printed."""
        with self._one_at_a_time:
            try:
                self._printer.open()
                status = Conversation(self._printer, self._mono, self._seconds).ask(_ANSWER_SECONDS)
            except PrinterError as error:
                log.info("printer can't be asked", extra={"error": str(error)})
                return PrinterState.OFFLINE
            finally:
                self._printer.close()
        return status.state if status else PrinterState.OFFLINE

    def _job(self, bitmap: Bitmap, sending: Callable[[], None]) -> Outcome:
        """One connection, one slip: a printer that was off and on again is simply there."""
        outcome: Outcome | None = None
        try:
            self._printer.open()
            talk = Conversation(self._printer, self._mono, self._seconds)
            refused = self._refusal(talk)
            if refused is not None:
                return NotPrinted(refused)
            sending()
            outcome = self._send(Conversation(self._printer, self._mono, self._seconds), bitmap)
            self._left = _Left.NOTHING if isinstance(outcome, Printed) else _Left.HALF_A_SLIP
            return outcome
        except PrinterUnreachable:
            return NotPrinted(Reason.OFFLINE)
        except PrinterError:
            return NotPrinted(Reason.LOST)
        finally:
            self._printer.close(drop=not isinstance(outcome, Printed))

    def _refusal(self, talk: Conversation) -> Reason | None:
        status = talk.ask(_ANSWER_SECONDS)
        return _TROUBLE.get(status.state) if status else Reason.SILENT

    def _send(self, talk: Conversation, bitmap: Bitmap) -> Outcome:
        """From the first byte of the slip. Until the cut is sent, failing is certain; then not."""
        cut_sent = False
        try:
            trouble = self._send_picture(talk, bitmap)
            if trouble is not None:
                return self._give_up(talk, trouble, cut_sent=False)
            cut_sent = True
            talk.say(DONE + CUT + DONE)
            return self._wait(talk)
        except PrinterStuck:
            return Unknown(Reason.SLOW) if cut_sent else NotPrinted(Reason.SLOW)
        except PrinterError:
            return Unknown(Reason.LOST) if cut_sent else NotPrinted(Reason.LOST)

    def _send_picture(self, talk: Conversation, bitmap: Bitmap) -> Reason | None:
        """Band by band, asking in between: nothing piles up in a printer that has stopped."""
        talk.say(self._before(bitmap))
        for band in bands(bitmap):
            talk.say(band)
            status = talk.ask(talk.left)
            if status is None:
                return Reason.SILENT
            if status.state in _TROUBLE:
                return _TROUBLE[status.state]
        return None

    def _before(self, bitmap: Bitmap) -> bytes:
        """What a job that broke off left behind is ended, and its paper cut off from this slip."""
        match self._left:
            case _Left.NOTHING:
                return START
            case _Left.PERHAPS:
                return clear_throat(bitmap.row_bytes)
            case _Left.HALF_A_SLIP:
                return clear_throat(bitmap.row_bytes) + CUT + START

    def _wait(self, talk: Conversation) -> Outcome:
        """Until both DONE, before and after the cut, have been answered."""
        while talk.left > 0:
            if talk.wait_done(2, _LOOK_SECONDS):
                status = talk.ask(_ANSWER_SECONDS)
                return Printed(status.state if status else PrinterState.OK)
            status = talk.ask(_LOOK_SECONDS)
            if talk.done < 2 and status is not None and status.state in _TROUBLE:
                return self._give_up(talk, _TROUBLE[status.state], cut_sent=True)
        return self._give_up(talk, Reason.SLOW, cut_sent=True)

    def _give_up(self, talk: Conversation, reason: Reason, *, cut_sent: bool) -> Outcome:
        """Take back what the printer holds, or it would come out later, for nobody.

        Certain is only: the cut was never sent, or it was taken back before its turn.
        """
        try:
            cleared = talk.clear(_ANSWER_SECONDS)
        except PrinterError:
            cleared = False
        if not cut_sent or (cleared and talk.done == 0):
            return NotPrinted(reason)
        return Unknown(reason)
