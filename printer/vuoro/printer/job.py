"""One slip over an open line, from its first byte on: sent no faster than the printer keeps up."""

import contextlib
import enum

from vuoro.hardware.printers.profile import PrinterProfile
from vuoro.hardware.printers.transport import Printer, PrinterError, PrinterStuck, Spool
from vuoro.printer.bitmap import Bitmap
from vuoro.printer.conversation import Conversation
from vuoro.printer.escpos import DONE, PrinterState, bands, clear_throat, cut, start
from vuoro.printer.outcome import NotPrinted, Outcome, Printed, Reason, Unknown, trouble

ANSWER_SECONDS = 1.0
_LOOK_SECONDS = 0.25
"""How often a printer at work is asked how it is."""
_QUIET_SECONDS = 0.3
"""How long a printer that left a slip undone must have nothing to say before the next one."""
_AHEAD = 1
"""Bands in the printer beside the one it prints: it never waits for us, and its buffer never fills,
so that questions and taking back get through when it stops."""
_MM_PER_INCH = 25.4


class Left(enum.Enum):
    """What the job before may have left in the printer."""

    NOTHING = enum.auto()
    PERHAPS = enum.auto()
    """This program has just started; the one before may have died in the middle of an image."""
    HALF_A_SLIP = enum.auto()


class Job:
    """Sends a picture and its cut: until the cut is sent, a failure is certain; then only answers.

    ``millimetres`` is how far the paper moved, as far as is known.
    """

    def __init__(self, printer: Printer, talk: Conversation, profile: PrinterProfile) -> None:
        answers, told = printer.answers, profile.status != "none"
        self._talk = talk
        self._profile = profile
        self._asks = answers and told
        self._confirms = answers and told and profile.done_request
        self._clears = answers and told and profile.clear
        # Who can't hear the answer asks for it all the same: a slip is the same bytes on any line.
        self._done = DONE if told and profile.done_request else b""
        self._spool = printer if isinstance(printer, Spool) else None
        self._bands = 0
        self._dots = 0

    @property
    def millimetres(self) -> float:
        """How far the paper moved."""
        return self._in_mm(self._dots)

    def run(self, bitmap: Bitmap, left: Left) -> Outcome:
        """Print the picture and cut it off; what is left in the printer goes first."""
        cut_sent = False
        try:
            self._clear_the_way(bitmap, left)
            reason = self._send_picture(bitmap)
            if reason is None:
                cut_sent = True
                self._talk.say(cut(self._profile) + self._done)
                self._dots += self._profile.feed_to_cutter_dots
                if self._spool is not None:
                    return self._hand_in(self._spool)
                reason = self._wait_for_cut(bitmap)
            if reason is None:
                return self._printed()
            self._take_back()
        except PrinterStuck:
            reason = self._reason(Reason.SLOW)
        except PrinterError:
            reason = Reason.LOST
        return Unknown(reason) if cut_sent else NotPrinted(reason)

    def _clear_the_way(self, bitmap: Bitmap, left: Left) -> None:
        """What a job that broke off left behind is ended, and its paper cut off from this slip."""
        # A program that has just started doesn't take back: not every printer knows how, and one
        # that prints the request must not do so on the first slip of each day.
        if left is Left.PERHAPS or (left is Left.HALF_A_SLIP and not self._take_back()):
            self._talk.say(clear_throat(bitmap, self._profile))
        if left is Left.HALF_A_SLIP:
            self._talk.say(start(self._profile) + cut(self._profile))
            self._dots += self._profile.feed_to_cutter_dots
            if self._confirms:
                self._talk.pass_over(_QUIET_SECONDS)
        self._talk.say(start(self._profile))
        if self._asks and self._profile.status == "asb":
            # Its first packet: from now on it tells by itself, also when its buffer is full and
            # no question gets through.
            self._talk.wait_news(_LOOK_SECONDS)

    def _send_picture(self, bitmap: Bitmap) -> Reason | None:
        """Band by band, and wait until the last one is on paper; or why it isn't."""
        rows = self._profile.band_rows
        count = 0
        for count, band in enumerate(bands(bitmap, rows), start=1):
            self._talk.say(band + self._done)
            self._dots += min(rows, bitmap.height - (count - 1) * rows)
            reason = self._keep_up(count - _AHEAD)
            if reason is not None:
                return reason
        self._bands = count
        return self._confirm(count) if self._confirms else None

    def _keep_up(self, count: int) -> Reason | None:
        """Wait until the printer has worked off so many bands; or why it doesn't."""
        if self._confirms:
            return self._confirm(count)
        if not self._asks:
            return None
        while self._talk.ask(self._talk.left) is not None:
            reason = self._trouble()
            if reason is not Reason.OVERHEATED:
                return reason
            self._talk.wait_news(_LOOK_SECONDS)
        return self._reason(Reason.SILENT)

    def _confirm(self, count: int) -> Reason | None:
        """Wait until so many DONE were answered; a head that is hot has until the time is over."""
        talk = self._talk
        while not talk.wait_done(count, _LOOK_SECONDS):
            if talk.left <= 0:
                return self._reason(Reason.SLOW)
            if self._trouble() in (None, Reason.OVERHEATED):
                talk.ask(_LOOK_SECONDS)
            reason = self._trouble()
            if reason not in (None, Reason.OVERHEATED) and talk.done < count:
                return reason
        return None

    def _wait_for_cut(self, bitmap: Bitmap) -> Reason | None:
        """Until it has cut, by its own word or, if it gives none, by the time that takes."""
        if self._confirms:
            return self._confirm(self._bands + 1)
        if not self._asks:
            return None
        way = self._in_mm(bitmap.height + self._profile.feed_to_cutter_dots)
        over = self._talk.left - way / self._profile.speed_mm
        while self._talk.left > max(0.0, over):
            self._talk.wait_news(_LOOK_SECONDS)
            self._talk.ask(_LOOK_SECONDS)
            reason = self._trouble()
            if reason is not None:
                return reason
        return None

    def _hand_in(self, spool: Spool) -> Outcome:
        """A queue has the whole slip, or nothing of it; what it does with it, it may tell."""
        try:
            done = spool.finish(self._talk.left)
        except PrinterStuck:
            return Unknown(Reason.SLOW)
        except PrinterError:
            return NotPrinted(Reason.LOST)
        return Printed(confirmed=False) if done else Unknown(Reason.SLOW)

    def _printed(self) -> Printed:
        """How the printer is by now is worth a question; a slip that is out stays out."""
        status = None
        if self._asks:
            with contextlib.suppress(PrinterError):
                status = self._talk.ask(ANSWER_SECONDS)
        return Printed(status.state if status else PrinterState.OK, self._confirms)

    def _take_back(self) -> bool:
        """Or what the printer holds would come out later, for nobody; whether it is gone."""
        if not self._clears:
            return False
        try:
            return self._talk.clear(ANSWER_SECONDS)
        except PrinterError:
            return False

    def _in_mm(self, dots: int) -> float:
        return dots * _MM_PER_INCH / self._profile.dpi

    def _trouble(self) -> Reason | None:
        status = self._talk.status
        return trouble(status.state) if status else None

    def _reason(self, otherwise: Reason) -> Reason:
        """What the printer named last, which says more than that it did not come to an end."""
        return self._trouble() or otherwise
