"""`vuoro doctor --contract`: the promises of printers and scanners, over whatever is plugged in."""

import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from tests.lobby.conftest import MONDAY, Vuoro
from vuoro.core.clock import SteppingClock, SystemClock
from vuoro.core.settings import Settings
from vuoro.core.settings.schema import KioskSettings, PrinterSettings, ScannerSettings
from vuoro.hardware.printers.virtual import VirtualPrinter
from vuoro.hardware.scanners.profile import profile_named
from vuoro.hardware.scanners.simulated_serial import SimulatedSerialScanner
from vuoro.lobby.commands.printer_trial import press_of
from vuoro.lobby.doctor.contract import HOLD_UP, IS_WHOLE, WATCH, Person, contract
from vuoro.lobby.doctor.finding import Group


@dataclass
class Helper:
    """Somebody who does as they are told, and looks."""

    hold_up: Callable[[], None] = lambda: None
    whole: bool = True
    heard: list[str] = field(default_factory=list)

    def say(self, words: str) -> None:
        self.heard.append(words)
        if words == HOLD_UP:
            self.hold_up()

    def ask(self, words: str) -> bool:
        self.heard.append(words)
        return self.whole

    @property
    def person(self) -> Person:
        return Person(self.say, self.ask)


@pytest.fixture
def printer() -> Iterator[VirtualPrinter]:
    with VirtualPrinter() as there:
        yield there


def kiosk_with(printer: VirtualPrinter) -> KioskSettings:
    return KioskSettings(printer=PrinterSettings(kind="network", port=printer.port))


def test_a_printer_prints_one_page_that_a_person_looks_at(printer: VirtualPrinter) -> None:
    helper, settings = Helper(), kiosk_with(printer)
    found = list(
        contract(settings, SteppingClock(MONDAY), helper.person, lambda: press_of(settings))
    )

    assert [check.name for _, check in found if not check.ok] == []
    assert {"opens", "prints", "whole"} <= {check.name for _, check in found}
    assert {group for group, _ in found} == {Group.PRINTER}
    assert helper.heard == [WATCH, IS_WHOLE]
    assert len(printer.slips) == 1


def test_a_page_that_is_no_good_has_not_passed(printer: VirtualPrinter) -> None:
    helper, settings = Helper(whole=False), kiosk_with(printer)
    found = list(
        contract(settings, SteppingClock(MONDAY), helper.person, lambda: press_of(settings))
    )
    assert [check.name for _, check in found if not check.ok] == ["whole"]


def test_a_printer_without_paper_has_not_passed_and_nobody_is_asked(
    printer: VirtualPrinter,
) -> None:
    printer.paper_out()
    helper, settings = Helper(), kiosk_with(printer)
    found = list(
        contract(settings, SteppingClock(MONDAY), helper.person, lambda: press_of(settings))
    )

    assert "prints" in [check.name for _, check in found if not check.ok]
    assert IS_WHOLE not in helper.heard


@contextmanager
def patient_hand(scanner: SimulatedSerialScanner) -> Iterator[Callable[[], None]]:
    """A hand that, once asked, holds a code up until it is read."""
    asked, enough = threading.Event(), threading.Event()

    def hold() -> None:
        asked.wait(30)
        while not enough.wait(0.2):
            scanner.hold("A code that nobody keeps")

    thread = threading.Thread(target=hold)
    thread.start()
    try:
        yield asked.set
    finally:
        asked.set()
        enough.set()
        thread.join()


def test_a_scanner_is_shown_codes_by_a_person() -> None:
    scanner = SimulatedSerialScanner(profile_named("generic"))
    with ExitStack() as stack:
        stack.callback(scanner.unplug)
        helper = Helper(stack.enter_context(patient_hand(scanner)))
        settings = KioskSettings(scanner=ScannerSettings(kind="serial", source=str(scanner.path)))
        found = list(contract(settings, SystemClock(), helper.person, lambda: press_of(settings)))

    assert [(check.name, check.words) for _, check in found if not check.ok] == []
    assert {group for group, _ in found} == {Group.SCANNER}
    assert helper.heard == [HOLD_UP, HOLD_UP]
    assert "nobody keeps" not in "".join(check.words for _, check in found)


def test_the_command_says_what_has_passed(
    vuoro: Vuoro, settings: Settings, settings_file: Path, printer: VirtualPrinter,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    from io import StringIO

    from vuoro.lobby.settings_text import settings_text

    there = replace(settings, kiosk=kiosk_with(printer))
    settings_file.write_text(settings_text(there, secrets=True), encoding="utf-8")
    monkeypatch.setattr("vuoro.lobby.doctor.programs.runs", lambda part: False)
    monkeypatch.setattr("sys.stdin", StringIO("y\n"))

    said = vuoro("doctor", "--contract", "--settings", settings_file)

    assert (said.status, "MEND" in said.out) == (0, False)
    assert "The page is whole." in said.out
    assert f"{IS_WHOLE} [y/n]" in said.err

    monkeypatch.setattr("sys.stdin", StringIO(""))
    assert vuoro("doctor", "--contract", "--settings", settings_file).status == 1


def test_a_running_kiosk_keeps_its_devices(
    vuoro: Vuoro, settings_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("vuoro.lobby.doctor.programs.runs", lambda part: part == "kiosk")
    said = vuoro("doctor", "--contract", "--settings", settings_file)
    assert (said.status, "Stop it, then try them." in said.err) == (2, True)
