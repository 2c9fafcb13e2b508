"""The contract suites of printers and scanners, over the devices that are plugged in here."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from vuoro.core.clock import Clock
from vuoro.core.settings.schema import KioskSettings
from vuoro.hardware.contract import Check
from vuoro.hardware.printers import contract as printers
from vuoro.hardware.printers.choose import printer_for
from vuoro.hardware.printers.profile import profile_for
from vuoro.hardware.scanners import contract as scanners
from vuoro.hardware.scanners import open_scanner
from vuoro.lobby.doctor.finding import Group
from vuoro.printer.outcome import Printed
from vuoro.printer.press import Press

HOLD_UP = "Hold a code up to the scanner now, and take it away again."
WATCH = "The printer prints one page now."
IS_WHOLE = "Did one page come out, whole, dark enough and cut?"
_UNTRIED = frozenset({"none", "keyboard", "stdin"})
"""Scanners without a device of their own."""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody in front of the device: ``say`` tells them something, ``ask`` takes a yes or no."""

    say: Callable[[str], None]
    ask: Callable[[str], bool]


def contract(
    settings: KioskSettings, clock: Clock, person: Person, open_press: Callable[[], Press]
) -> Iterator[tuple[Group, Check]]:
    """Each promise, and whether the device keeps it. ``open_press`` gives what prints a page."""
    line = printer_for(settings.printer)
    if line is not None:
        for check in printers.check(line, profile_for(settings.printer)):
            yield Group.PRINTER, check
        for check in _page(open_press(), settings.name, clock, person):
            yield Group.PRINTER, check
    if settings.scanner.kind not in _UNTRIED:
        for check in scanners.check(
            lambda: open_scanner(settings.scanner, clock), lambda: person.say(HOLD_UP)
        ):
            yield Group.SCANNER, check


def _page(press: Press, name: str, clock: Clock, person: Person) -> Iterator[Check]:
    """One page, as the printer tells of it and as a person sees it."""
    person.say(WATCH)
    outcome = press.print_trial("fi", name, clock.now())
    if not isinstance(outcome, Printed):
        yield Check("prints", False, f"The page is {type(outcome).__name__}: {outcome.reason}.")
        return
    told = "and says so" if outcome.confirmed else "as far as a printer that never tells can show"
    yield Check("prints", True, f"It prints a page, {told}.")
    whole = person.ask(IS_WHOLE)
    yield Check(
        "whole", whole, "The page is whole." if whole else "The page is not as it should be."
    )
