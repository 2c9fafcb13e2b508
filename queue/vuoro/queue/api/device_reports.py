"""What is kept of a device's report: as much as staff can use, however much was sent."""

from dataclasses import replace

from vuoro.core.wire.kiosk import DeviceReport

_LONGEST = 40
"""Characters of a code."""
_MOST = 16
_LONGEST_ROLL_MM = 1_000_000


def kept(told: DeviceReport) -> DeviceReport:
    """The report, cut to what a device of ours would say."""
    left = told.paper_left_mm
    return replace(
        told,
        printer=told.printer[:_LONGEST],
        scanner=told.scanner[:_LONGEST],
        program=told.program[:_LONGEST],
        paper_left_mm=None if left is None else min(max(left, 0), _LONGEST_ROLL_MM),
        host=tuple(code[:_LONGEST] for code in told.host[:_MOST]),
        parts=tuple((part[:_LONGEST], state[:_LONGEST]) for part, state in told.parts[:_MOST]),
    )
