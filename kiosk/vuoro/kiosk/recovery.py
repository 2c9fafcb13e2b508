"""What becomes of slips that a kiosk left behind when it stopped (offline_sync §3.3)."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from vuoro.core.wire.kiosk import OpenSlip, Slip, SlipReport, SlipState
from vuoro.kiosk.flow.events import SlipNotPrinted, SlipPrinted

STILL_THERE = timedelta(minutes=2)
"""So long a visitor may still be standing at the kiosk."""

Plan = tuple[tuple[Slip, ...], tuple[tuple[str, SlipReport], ...]]


def plan(open_slips: Iterable[OpenSlip], now: datetime) -> Plan:
    """Which slips to print, and which to report instead.

    A slip that was being sent may have come out: it is never printed again by itself.
    """
    to_print: list[Slip] = []
    to_report: list[tuple[str, SlipReport]] = []
    for item in open_slips:
        if item.state is SlipState.SENDING:
            to_report.append((item.slip.job, SlipReport(SlipState.UNKNOWN, "restarted")))
        elif item.state is SlipState.QUEUED and now - item.slip.issued_at <= STILL_THERE:
            to_print.append(item.slip)
        elif item.state is SlipState.QUEUED:
            to_report.append((item.slip.job, SlipReport(SlipState.FAILED, "too_late")))
    return tuple(to_print), tuple(to_report)


def report_of(outcome: SlipPrinted | SlipNotPrinted) -> SlipReport:
    """What became of a slip of this kiosk, as the lobby is told."""
    match outcome:
        case SlipPrinted():
            return SlipReport(SlipState.DONE)
        case SlipNotPrinted(reason=reason, unsure=unsure):
            return SlipReport(SlipState.UNKNOWN if unsure else SlipState.FAILED, reason)
