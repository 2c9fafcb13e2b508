"""The faults of scanners: what the visitor sees, what staff see, how it recovers.

Each row is run against a simulator, through the part of the kiosk that knows scanners.
"""

import logging
import queue
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import pytest

from tests.hardware.scanners.plugs import PATIENCE, until
from tests.hardware.scanners.stations import HANDS, STATIONS, Driver, Station
from vuoro.core.catalogue import catalogue
from vuoro.core.clock import SystemClock
from vuoro.core.settings.schema import ScannerSettings
from vuoro.hardware.scanners import Scanner
from vuoro.kiosk import reader
from vuoro.kiosk.flow.events import DeviceChanged, Event, Scanned
from vuoro.kiosk.flow.scanning import kind_of

AFTER = "VU1AFTER"

Screen = Literal["ok", "offline"]
Heard = Literal["pass", "other", "unreadable", "several"]
Mend = Literal["by itself", "by hand", "never"]

GONE = "Scanner is unplugged"
FINE = "Scanner is fine"


@dataclass(frozen=True)
class Row:
    """One fault of one driver, and all that comes of it."""

    driver: Driver
    fault: str
    screen: Screen
    """``ok``: the kiosk asks for a code; ``offline``: it shows no scanner, other ways stay."""
    heard: tuple[Heard, ...]
    """What the kiosk takes the fault for: a pass that the lobby's check of the signature refuses,
    or "this code can't be read"."""
    staff: str
    log: str
    mend: Mend

    def __str__(self) -> str:
        return f"{self.driver}, {self.fault.replace('_', ' ')}"


def row(driver: Driver, fault: str, *heard: Heard, log: str = "") -> Row:
    """A fault after which the kiosk goes on as before."""
    return Row(driver, fault, "ok", heard, FINE, log, "by itself")


def gone(driver: Driver, fault: str, log: str, mend: Mend = "by hand") -> Row:
    """A fault that takes the scanner away."""
    return Row(driver, fault, "offline", (), GONE, log, mend)


ROWS = [
    gone("serial", "unplugged_before_the_start", "is unplugged"),
    gone("serial", "unplugged_in_the_middle_of_a_code", "is unplugged"),
    gone("serial", "permission_denied", "Permission denied"),
    gone("serial", "busy", "Could not exclusively lock"),
    row("serial", "back_under_another_name", log="is unplugged"),
    row("serial", "silent"),
    row("serial", "a_crackle"),
    row("serial", "an_endless_code", "unreadable"),
    row("serial", "a_binary_code", "unreadable"),
    row("serial", "a_code_too_long", "unreadable"),
    row("serial", "two_codes_glued", "pass"),
    row("serial", "two_codes_at_once", "pass", "pass"),
    row("serial", "the_wrong_speed", "unreadable"),
    row("serial", "a_bug_in_the_driver", log="the scanner failed"),
    gone("wedge", "unplugged_before_the_start", "is unplugged"),
    gone("wedge", "unplugged_in_the_middle_of_a_code", "is unplugged"),
    gone("wedge", "permission_denied", "Permission denied"),
    gone("wedge", "busy", "resource busy"),
    row("wedge", "back_under_another_name", log="is unplugged"),
    row("wedge", "silent"),
    row("wedge", "a_crackle"),
    row("wedge", "an_endless_code"),
    row("wedge", "a_binary_code", "unreadable"),
    row("wedge", "a_code_too_long", "unreadable"),
    row("wedge", "two_codes_glued", "pass"),
    row("wedge", "two_codes_at_once", "pass", "pass"),
    row("wedge", "lost_events", "unreadable"),
    row("wedge", "a_person_who_types"),
    row("wedge", "a_bug_in_the_driver", log="the scanner failed"),
    gone("camera", "unplugged_before_the_start", "no camera 0"),
    gone("camera", "unplugged_in_the_middle_of_a_code", "is unplugged"),
    gone("camera", "permission_denied", "Permission denied"),
    gone("camera", "busy", "resource busy"),
    gone("camera", "silent", "sends nothing"),
    row("camera", "a_crackle"),
    row("camera", "a_binary_code", "unreadable"),
    row("camera", "a_code_too_long", "unreadable"),
    row("camera", "two_codes_at_once", "several"),
    row("camera", "a_bug_in_the_driver", log="a look at the scanner failed"),
    # A window does not know which keyboard its keys are from, nor whether one is plugged in.
    row("keyboard", "unplugged_in_the_middle_of_a_code"),
    row("keyboard", "silent"),
    row("keyboard", "an_endless_code"),
    row("keyboard", "a_binary_code", "unreadable"),
    row("keyboard", "a_code_too_long", "unreadable"),
    row("keyboard", "two_codes_glued", "pass"),
    row("keyboard", "two_codes_at_once", "pass", "pass"),
    row("keyboard", "a_person_who_types"),
    # Standard input that has ended stays so until the kiosk is started again.
    gone("stdin", "unplugged_in_the_middle_of_a_code", "", "never"),
    row("stdin", "silent"),
    row("stdin", "an_endless_code", "unreadable"),
    row("stdin", "a_binary_code", "unreadable"),
    row("stdin", "a_code_too_long", "unreadable"),
    row("stdin", "two_codes_glued", "pass"),
    row("stdin", "two_codes_at_once", "pass", "pass"),
    gone("folder", "unplugged_before_the_start", "can't be read"),
    gone("folder", "unplugged_in_the_middle_of_a_code", "can't be read"),
    row("folder", "silent"),
    row("folder", "a_crackle"),
    row("folder", "a_binary_code", "unreadable"),
    row("folder", "a_code_too_long", "unreadable"),
    row("folder", "two_codes_at_once", "several"),
    row("folder", "a_bug_in_the_driver", log="a look at the scanner failed"),
]


class Kiosk:
    """The part of a kiosk that knows a scanner, and what it hears from it."""

    def __init__(self, scanner: Scanner, patch: pytest.MonkeyPatch) -> None:
        with patch.context() as opening:
            opening.setattr(reader, "open_scanner", lambda *_: scanner)
            self.reader = reader.open_reader(ScannerSettings(), SystemClock())
        self.events: queue.SimpleQueue[Scanned] = queue.SimpleQueue()
        self.told: list[str] = []
        """How the scanner was, each time it told so by itself."""

    def post(self, event: Event) -> None:
        match event:
            case Scanned():
                self.events.put(event)
            case DeviceChanged(scanner=str(state)):
                self.told.append(state)

    def hears(self) -> str:
        event = self.events.get(timeout=PATIENCE)
        return "several" if event.several else kind_of(event).value

    def is_(self, state: Screen) -> bool:
        return self.reader.state() == state


@pytest.fixture
def station(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Station]:
    make: type[Station] = STATIONS[request.param]
    with closing(make(tmp_path, monkeypatch)) as made:
        yield made


@pytest.mark.parametrize(
    ("station", "row"),
    [(row.driver, row) for row in ROWS],
    indirect=["station"],
    ids=map(str, ROWS),
)
def test_a_fault_is_seen_told_and_got_over(
    station: Station,
    row: Row,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.INFO, logger="vuoro")
    fault: Callable[[], None] = getattr(station, row.fault)
    at_first = row.fault in ("unplugged_before_the_start", "permission_denied", "busy")
    kiosk = Kiosk(station.scanner, monkeypatch)

    if at_first:
        fault()
    kiosk.reader.start(kiosk.post)
    if not at_first:
        until(lambda: kiosk.is_("ok"))
        fault()

    assert tuple(kiosk.hears() for _ in row.heard) == row.heard
    until(lambda: row.log in caplog.text)
    until(lambda: kiosk.is_(row.screen))
    assert catalogue("vuoro.desk", "en").text(f"scanner.{kiosk.reader.state()}") == row.staff
    if row.mend == "by hand":
        # A screen that went on asking for a code until the next report would be a trap.
        until(lambda: at_first or kiosk.told[-1:] == ["offline"])
        station.mend()
    if row.mend != "never":
        until(lambda: kiosk.is_("ok") and (row.screen == "ok" or kiosk.told[-1:] == ["ok"]))
        goes_on(kiosk, station)
    assert "VU1" not in caplog.text


def goes_on(kiosk: Kiosk, station: Station) -> None:
    """The next code is read as if nothing had been, and nothing else before it."""
    station.hold(AFTER)
    assert kiosk.events.get(timeout=PATIENCE).text == AFTER


def test_every_fault_that_a_simulator_knows_is_in_the_table() -> None:
    known = {
        (driver, name)
        for driver, station in STATIONS.items()
        for name in vars(station)
        if not name.startswith("_") and name not in HANDS
    }

    assert {(row.driver, row.fault) for row in ROWS} == known
