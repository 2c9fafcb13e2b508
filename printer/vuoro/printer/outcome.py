"""What became of a slip."""

import enum
from dataclasses import dataclass

from vuoro.core.wire.kiosk import SlipReport, SlipState
from vuoro.printer.escpos import PrinterState


class Reason(enum.StrEnum):
    """Why a slip did not come out, or why nobody can tell whether it did."""

    PAPER_OUT = "paper_out"
    COVER_OPEN = "cover_open"
    CUTTER_JAM = "cutter_jam"
    OVERHEATED = "overheated"
    """The head; it goes on by itself when it has cooled."""
    FAULT = "fault"
    """Something else for which a person has to look."""
    OFFLINE = "offline"
    """Switched off, unplugged, or not willing to print."""
    SILENT = "silent"
    """Connected, but it does not answer: hung, or somebody else holds the line."""
    LOST = "lost"
    """The connection broke in the middle."""
    SLOW = "slow"
    """Not done in time."""


@dataclass(frozen=True, slots=True)
class Printed:
    """The slip was printed and cut; ``state`` is how the printer was after it."""

    state: PrinterState = PrinterState.OK
    confirmed: bool = True
    """Whether the printer said so. Else it took everything and, asked or not, knew of no trouble:
    all that can be known of a printer that never says when it is done."""


@dataclass(frozen=True, slots=True)
class NotPrinted:
    """The slip did not come out, for certain; at most a piece of it hangs in the printer."""

    reason: Reason


@dataclass(frozen=True, slots=True)
class Unknown:
    """The slip may have come out, or may still come. Only a person may decide to print it again."""

    reason: Reason


Outcome = Printed | NotPrinted | Unknown


def trouble(state: PrinterState) -> Reason | None:
    """Why a printer in this state prints nothing; None where it prints."""
    return None if state in (PrinterState.OK, PrinterState.PAPER_LOW) else Reason(state.value)


def report_of(outcome: Outcome) -> SlipReport:
    """The outcome as the lobby is told."""
    match outcome:
        case Printed():
            return SlipReport(SlipState.DONE)
        case NotPrinted(reason):
            return SlipReport(SlipState.FAILED, reason.value)
        case Unknown(reason):
            return SlipReport(SlipState.UNKNOWN, reason.value)
