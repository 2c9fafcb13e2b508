"""`vuoro printer test` and `vuoro printer roll`: the printer of the settings, tried by hand."""

import os
import time
from typing import assert_never

from vuoro.core.clock import SystemClock
from vuoro.core.settings.schema import KioskSettings, Settings
from vuoro.core.wire.kiosk import Slip, SlipReport
from vuoro.hardware.printers.profile_files import BadProfile
from vuoro.lobby.complaint import FAILED, Complaint
from vuoro.printer.counting import PaperCount
from vuoro.printer.escpos import PrinterState
from vuoro.printer.outcome import NotPrinted, Outcome, Printed, Reason, Unknown
from vuoro.printer.press import Press, press_for

STATES = {
    PrinterState.OK: "ready",
    PrinterState.PAPER_LOW: "ready, but its paper ends soon: keep a roll at hand",
    PrinterState.PAPER_OUT: "out of paper: put a new roll in",
    PrinterState.COVER_OPEN: "its cover is open: close it",
    PrinterState.CUTTER_JAM: "its cutter is jammed: clear it, then switch the printer off and on",
    PrinterState.OVERHEATED: "too hot: it goes on by itself when it has cooled",
    PrinterState.FAULT: "faulty: switch it off and on; if that does not help, have it repaired",
    PrinterState.SILENT: "connected, but it does not answer: is its profile right?",
    PrinterState.OFFLINE: "offline: is it switched on, plugged in, and its address right?",
}
"""How a printer is, in words that say what to do."""

_REASONS = {
    Reason.LOST: "the connection broke in the middle",
    Reason.SLOW: "it was not done in time; a slow line needs a longer timeout",
}


def run(settings: Settings, language: str) -> int:
    """Print the page; 0 if it came out."""
    printer = settings.kiosk.printer
    press = press_of(settings.kiosk)
    print(f"Printer  {printer.kind}, profile {printer.profile}, {printer.paper_mm} mm paper")
    state = press.state()
    print(f"State    {STATES[state]}")
    began = time.monotonic()
    outcome = press.print_trial(language, settings.kiosk.name, SystemClock().now())
    print(f"Page     {words_of(outcome)}, after {time.monotonic() - began:.1f} s")
    return 0 if isinstance(outcome, Printed) else FAILED


def new_roll(kiosk: KioskSettings) -> int:
    """Begin to count a new roll. Raises Complaint where paper is not counted."""
    metres = kiosk.printer.roll_m
    if not metres:
        raise Complaint(
            "Paper is not counted. Write the length of a roll as roll_m in [kiosk.printer]."
        )
    PaperCount(kiosk.token_file.parent, metres).new_roll()
    print(f"A new roll of {metres:g} m is in the printer.")
    return 0


def words_of(outcome: Outcome) -> str:
    """What became of a page, in a sentence that says what to do."""
    match outcome:
        case Printed(state, confirmed=True):
            return f"printed and cut, the printer says; it is {STATES[state]}"
        case Printed():
            return "sent; whether it came out this printer can't tell: look"
        case NotPrinted(reason):
            return f"not printed: {_why(reason)}"
        case Unknown(reason):
            return f"perhaps printed, look: {_why(reason)}"
        case never:
            assert_never(never)


def _why(reason: Reason) -> str:
    return _REASONS.get(reason) or STATES[PrinterState(reason.value)]


def press_of(kiosk: KioskSettings) -> Press:
    """The press of the kiosk, with what it needs to draw without a screen. Raises Complaint."""

    def tell(slip: Slip, report: SlipReport) -> None:
        """A test page is no slip."""

    try:
        press = press_for(kiosk.printer, tell)
    except BadProfile as error:
        raise Complaint(*error.errors) from None
    if press is None:
        raise Complaint(
            'There is no printer in the settings: kind = "none" in [kiosk.printer]. '
            "Find one: vuoro printer probe"
        )
    _draw_without_a_screen()
    return press


def _draw_without_a_screen() -> None:
    from PySide6.QtGui import QGuiApplication

    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    if QGuiApplication.instance() is None:
        # It lives as long as the program: Qt keeps it.
        QGuiApplication([])
