"""The printer of this kiosk, fitted to what the kiosk needs of it."""

import logging
from collections.abc import Callable
from typing import assert_never

from vuoro.core.clock import Clock
from vuoro.core.settings.schema import KioskSettings
from vuoro.core.wire.kiosk import Slip, SlipReport, SlipState
from vuoro.hardware.printers.profile_files import BadProfile
from vuoro.kiosk.flow.events import SlipNotPrinted, SlipPrinted, TrialPrinted
from vuoro.kiosk.flow.state import OK
from vuoro.kiosk.workers import Worker
from vuoro.printer.outcome import NotPrinted, Printed, Unknown
from vuoro.printer.press import Press, press_for

log = logging.getLogger(__name__)

HEARD_SECONDS = 0.5
"""How long printing waits until the lobby knows that a slip is being sent."""


class PressPrinter:
    """A SlipPrinter over a press."""

    def __init__(self, press: Press, kiosk: str, clock: Clock) -> None:
        self._press, self._kiosk, self._clock = press, kiosk, clock

    def print(self, slip: Slip) -> SlipPrinted | SlipNotPrinted:
        outcome = self._press.print(slip)
        match outcome:
            case Printed():
                return SlipPrinted(slip.job)
            case NotPrinted(reason):
                return SlipNotPrinted(slip.job, reason.value)
            case Unknown(reason):
                return SlipNotPrinted(slip.job, reason.value, unsure=True)
            case _:
                assert_never(outcome)

    def print_trial(self, language: str) -> TrialPrinted:
        outcome = self._press.print_trial(language, self._kiosk, self._clock.now())
        return TrialPrinted(OK if isinstance(outcome, Printed) else outcome.reason.value)

    def state(self) -> str:
        return self._press.state().value

    def left_undone(self) -> None:
        self._press.left_undone()

    def paper_left_mm(self) -> int | None:
        return self._press.paper_left_mm

    def new_roll(self) -> None:
        self._press.new_roll()


def open_press(
    settings: KioskSettings,
    clock: Clock,
    report: Callable[[str, SlipReport], None],
    reports: Worker,
) -> PressPrinter | None:
    """The printer of this kiosk, which tells the lobby of each slip as it goes.

    Its paper is counted beside the token, where that is to be done. A log line and no printer
    where its profile can't be used.
    """

    def tell(slip: Slip, state: SlipReport) -> None:
        def job() -> None:
            report(slip.job, state)

        if state.state is SlipState.SENDING:
            # Should this kiosk die now, nobody may print the slip a second time.
            reports.submit_and_wait(job, HEARD_SECONDS)
        else:
            reports.submit(job)

    try:
        press = press_for(settings.printer, tell, settings.token_file.parent)
    except BadProfile:
        log.exception("no printer")
        return None
    return PressPrinter(press, settings.name, clock) if press else None
