"""The fault matrix of printers: each fault on each line, what people see, and how it ends.

A row says when the fault comes, what the visitor's screen says of the slip, what staff see of the
printer, and how it is mended. After that the next slip is whole and single, and the one that failed
never comes out later in one piece.
"""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

import pytest

from vuoro.core.catalogue import catalogue
from vuoro.core.clock import SteppingClock
from vuoro.core.wire.kiosk import Slip
from vuoro.hardware.printers.cups import CupsPrinter
from vuoro.hardware.printers.cups_simulated import QUEUE, SimulatedCups
from vuoro.hardware.printers.file import FilePrinter
from vuoro.hardware.printers.network import NetworkPrinter
from vuoro.hardware.printers.profile import PrinterProfile
from vuoro.hardware.printers.profile_files import profile_named
from vuoro.hardware.printers.serial import SerialPrinter
from vuoro.hardware.printers.transport import Printer
from vuoro.hardware.printers.usb import UsbPrinter
from vuoro.hardware.printers.usb_simulated import SimulatedBus
from vuoro.hardware.printers.virtual import CutSlip, VirtualPrinter
from vuoro.hardware.printers.virtual.machine import Machine
from vuoro.hardware.printers.virtual.models import MODELS
from vuoro.kiosk.devices import PressPrinter
from vuoro.kiosk.flow.events import SlipNotPrinted, SlipPrinted
from vuoro.printer.bitmap import Bitmap
from vuoro.printer.counting import PaperCount
from vuoro.printer.press import Press
from vuoro.printer.sheet import Sheet

NOW = datetime(2026, 11, 23, 7, 42, tzinfo=UTC)
SLIP = Slip("0190", "0191", "A017", "fi", {}, {}, NOW, "7KQ4-M2XD", "http://192.0.2.20/t/x")
ROWS = 500
FIRST = Bitmap(576, bytes(range(32, 104)) * ROWS)
SECOND = Bitmap(576, bytes(range(104, 32, -1)) * ROWS)
HALF_MM = ROWS / 16
BANDS_BEFORE = {"before": 1, "picture": 2}
HASTE = 12.0

OUT = "Ota lappu näytön alta"
FAILED = (
    "Lappua ei voitu tulostaa. Numero on voimassa: paina se mieleen tai lue QR-koodi puhelimella."
)
UNSURE = "Eikö lappua tullut? Numero on voimassa: paina se mieleen tai lue QR-koodi puhelimella."


class Hand(Protocol):
    """What can be done to a printer."""

    @property
    def slips(self) -> Sequence[CutSlip]: ...

    def do(self, act: Callable[[Machine], None]) -> None: ...
    def unplug(self) -> None: ...
    def plug(self) -> None: ...
    def freeze(self, *, on: bool = True) -> None: ...


Act = Callable[[Hand], None]


def trouble(name: str, *, on: bool = True) -> Act:
    return lambda hand: hand.do(lambda machine: setattr(machine.troubles, name, on))


def paper(millimetres: float) -> Act:
    return lambda hand: hand.do(lambda machine: machine.run_down(millimetres))


def new_roll(hand: Hand) -> None:
    hand.do(lambda machine: machine.load())


def power_cycle(hand: Hand) -> None:
    hand.unplug()
    hand.plug()


@dataclass(frozen=True)
class Fault:
    """One row. ``when``: before the slip, in its picture, at its cut."""

    name: str
    when: str
    harm: Act
    visitor: str
    reason: str
    staff: str
    desk: str
    mend: Act
    waits: bool = False
    """It shows only by nothing coming back for a while."""


FINE = ("ok", "Tulostin kunnossa")
LOW = ("paper_low", "Paperi on loppumassa, vaihda rulla")
NO_PAPER = ("paper_out", "Tulostimen paperi on loppu")
OPEN = ("cover_open", "Tulostimen kansi on auki")
JAM = ("cutter_jam", "Tulostimen leikkuri on jumissa")
HOT = ("overheated", "Tulostin jäähtyy hetken")
BROKEN = ("fault", "Tulostimessa on vika")
OFF = ("offline", "Tulostin ei ole päällä")
SILENT = ("silent", "Tulostin ei vastaa")


def cleared(name: str) -> Act:
    return trouble(name, on=False)


# fmt: off
FAULTS = [
    Fault("paper low", "before", paper(2_000), OUT, "", *LOW, new_roll),
    Fault("no paper", "before", paper(0), FAILED, "paper_out", *NO_PAPER, new_roll),
    Fault("paper ends", "picture", paper(HALF_MM), FAILED, "paper_out", *NO_PAPER, new_roll),
    Fault("paper ends", "cut", paper(0), UNSURE, "paper_out", *NO_PAPER, new_roll),
    Fault("cover open", "before", trouble("cover_open"), FAILED, "cover_open", *OPEN,
          cleared("cover_open")),
    Fault("cover opened", "picture", trouble("cover_open"), FAILED, "cover_open", *OPEN,
          cleared("cover_open")),
    Fault("cover opened", "cut", trouble("cover_open"), UNSURE, "cover_open", *OPEN,
          cleared("cover_open")),
    Fault("cutter jammed", "before", trouble("jam"), FAILED, "cutter_jam", *JAM, cleared("jam")),
    Fault("cutter jams", "before", trouble("jam_at_cut"), UNSURE, "cutter_jam", *JAM,
          cleared("jam")),
    Fault("head hot", "before", trouble("hot"), FAILED, "overheated", *HOT, cleared("hot")),
    Fault("head gets hot", "picture", trouble("hot"), FAILED, "overheated", *HOT, cleared("hot"),
          waits=True),
    Fault("broken", "before", trouble("broken"), FAILED, "fault", *BROKEN, cleared("broken")),
    Fault("breaks", "picture", trouble("broken"), FAILED, "fault", *BROKEN, cleared("broken")),
    Fault("paused", "before", trouble("paused"), FAILED, "offline", *OFF, cleared("paused")),
    Fault("mute", "before", trouble("mute"), FAILED, "silent", *SILENT, cleared("mute"),
          waits=True),
    Fault("falls silent", "picture", trouble("mute"), FAILED, "slow", *SILENT, cleared("mute"),
          waits=True),
    Fault("falls silent", "cut", trouble("mute"), UNSURE, "slow", *SILENT, cleared("mute"),
          waits=True),
    Fault("takes bytes, prints nothing", "before", trouble("stuck"), FAILED, "slow", *BROKEN,
          cleared("stuck"), waits=True),
    Fault("stops printing", "picture", trouble("stuck"), FAILED, "slow", *BROKEN,
          cleared("stuck"), waits=True),
    Fault("hung", "before", lambda hand: hand.freeze(), FAILED, "silent", *SILENT,
          lambda hand: hand.freeze(on=False), waits=True),
    Fault("hangs", "picture", lambda hand: hand.freeze(), FAILED, "slow", *SILENT,
          lambda hand: hand.freeze(on=False), waits=True),
    Fault("off or unplugged", "before", lambda hand: hand.unplug(), FAILED, "offline", *OFF,
          lambda hand: hand.plug()),
    Fault("unplugged", "picture", lambda hand: hand.unplug(), FAILED, "lost", *OFF,
          lambda hand: hand.plug()),
    Fault("unplugged", "cut", lambda hand: hand.unplug(), UNSURE, "lost", *OFF,
          lambda hand: hand.plug()),
    Fault("power cycled", "picture", power_cycle, FAILED, "lost", *FINE, lambda hand: None),
]
# fmt: on


class Cable:
    """The line of a kiosk on which something happens at a moment of the slip.

    While nothing will come back, waiting for it goes by twelve times as fast.
    """

    answers = True

    def __init__(self, line: Printer, moment: str, act: Callable[[], None], *, waits: bool) -> None:
        self._line = line
        self._moment = moment
        self._act = act
        self._waits = waits
        self._bands = 0
        self._haste = 1.0
        self._since, self._passed = time.monotonic(), 0.0

    def mono(self) -> float:
        return self._passed + (time.monotonic() - self._since) * self._haste

    def hurry(self, *, on: bool) -> None:
        self._passed, self._since = self.mono(), time.monotonic()
        self._haste = HASTE if on else 1.0

    def open(self) -> None:
        self._line.open()

    def write(self, data: bytes, timeout: float) -> None:
        self._bands += data.startswith(b"\x1dv0")
        cut = data.startswith(b"\x1dVB\x00\x1dr")
        if (self._moment == "cut" and cut) or self._bands == BANDS_BEFORE.get(self._moment):
            self._moment = "over"
            self._act()
            self.hurry(on=self._waits)
        self._line.write(data, timeout / self._haste)

    def read(self, timeout: float) -> bytes:
        return self._line.read(timeout / self._haste)

    def close(self, *, drop: bool = False) -> None:
        self._line.close(drop=drop)


def do_nothing() -> None:
    """What went wrong goes wrong once."""


class OnBus:
    """A printer on a simulated USB bus."""

    def __init__(self) -> None:
        slips: list[CutSlip] = []
        self.slips = slips
        self.bus = SimulatedBus(Machine(keep=slips.append))
        self.do, self.freeze = self.bus.do, self.bus.freeze
        self.unplug, self.plug = self.bus.unplug, self.bus.plug


class OnCable:
    """A printer that runs in a thread of its own."""

    def __init__(self, printer: VirtualPrinter) -> None:
        self.printer = printer
        self.freeze = printer.freeze
        self.unplug, self.plug = printer.power_off, printer.power_on

    @property
    def slips(self) -> Sequence[CutSlip]:
        return self.printer.slips

    def do(self, act: Callable[[Machine], None]) -> None:
        self.printer.do(act)


Rig = tuple[Printer, Hand]
MakeRig = Callable[[str, PrinterProfile], Rig]


@pytest.fixture
def rig(tmp_path: Path) -> Iterator[MakeRig]:
    """A line by its name, and a hand on the printer at its end."""
    with ExitStack() as stack:

        def make(kind: str, profile: PrinterProfile) -> Rig:
            if kind == "usb":
                bus = OnBus()
                return UsbPrinter("", backend=bus.bus), bus
            link = tmp_path / "port"
            model = MODELS[profile.name]
            printer = stack.enter_context(VirtualPrinter(pty=link, model=model))
            lines: dict[str, Callable[[], Printer]] = {
                "network": lambda: NetworkPrinter(printer.host, printer.port),
                "serial": lambda: SerialPrinter(str(link), 115200, profile),
                "file": lambda: FilePrinter(str(link)),
            }
            return lines[kind](), OnCable(printer)

        yield make


def words_for(event: SlipPrinted | SlipNotPrinted) -> str:
    """What the visitor reads beside the number."""
    words = catalogue("vuoro.kiosk", "fi")
    if isinstance(event, SlipPrinted):
        return words.text("slip.out")
    return words.text("slip.unsure" if event.unsure else "slip.failed")


def check_fault(fault: Fault, line: Printer, hand: Hand, profile: PrinterProfile) -> None:
    answering = fault.staff != "silent"
    before = fault.when == "before"
    act = do_nothing if before else lambda: fault.harm(hand)
    cable = Cable(line, fault.when, act, waits=fault.waits)
    if before:
        fault.harm(hand)
        cable.hurry(on=not answering)
    pictures = iter((FIRST, SECOND))

    def draw(sheet: Sheet) -> Bitmap:
        return next(pictures)

    press = Press(cable, draw, lambda *_: None, profile=profile, seconds=6.0, mono=cable.mono)
    printer = PressPrinter(press, "Kiosk 1", SteppingClock(NOW))

    event = printer.print(SLIP)

    assert words_for(event) == fault.visitor
    assert getattr(event, "reason", "") == fault.reason
    cable.hurry(on=not answering)
    assert printer.state() == fault.staff
    cable.hurry(on=False)
    assert catalogue("vuoro.desk", "fi").text(f"printer.{fault.staff}") == fault.desk
    assert len(hand.slips) <= (fault.visitor != FAILED)

    fault.mend(hand)
    assert printer.print(replace(SLIP, job="0192", copy=1)) == SlipPrinted("0192")
    assert printer.state() == "ok"
    came_out = [slip.rows for slip in hand.slips]
    assert came_out[-1] == SECOND.rows
    assert came_out.count(SECOND.rows) == 1
    assert came_out.count(FIRST.rows) <= (fault.visitor != FAILED)
    assert came_out.count(FIRST.rows) >= (fault.visitor == OUT)
    line.close()


def named(fault: Fault) -> str:
    return f"{fault.name}, {fault.when}"


@pytest.mark.parametrize("kind", ["network", "serial", "file", "usb"])
@pytest.mark.parametrize("fault", FAULTS, ids=named)
def test_a_fault_is_known_and_the_next_slip_is_whole_and_single(
    fault: Fault, kind: str, rig: MakeRig
) -> None:
    profile = profile_named("generic-80")

    check_fault(fault, *rig(kind, profile), profile)


@pytest.mark.parametrize("model", ["epson-tm-t20iii", "xprinter-xp80", "rongta-rp326"])
@pytest.mark.parametrize(
    "fault",
    [fault for fault in FAULTS if fault.when == "picture" and not fault.waits],
    ids=named,
)
def test_models_that_answer_less_or_hold_less_fail_as_well_known(
    fault: Fault, model: str, rig: MakeRig
) -> None:
    """Epson's small buffer stops the line; the others can't be made to forget what they hold."""
    profile = profile_named(model)

    check_fault(fault, *rig("network", profile), profile)


@dataclass(frozen=True)
class Queued:
    """A row for a queue, which alone knows what becomes of a slip. ``handed_in``: slips it has."""

    name: str
    harm: Callable[[SimulatedCups], None]
    visitor: str
    reason: str
    staff: str
    handed_in: int
    mend: Callable[[SimulatedCups], None]


def be(state: str, *, on: bool) -> Callable[[SimulatedCups], None]:
    return lambda cups: cups.be(state, on=on)


def jobs_end(reason: str | None) -> Callable[[SimulatedCups], None]:
    return lambda cups: cups.end_jobs(reason)


PRINTS = jobs_end("job-completed-successfully")
QUEUED = [
    Queued("nothing", lambda cups: None, OUT, "", "ok", 1, lambda cups: None),
    Queued(
        "stopped", be("stopped", on=True), FAILED, "offline", "offline", 0, be("stopped", on=False)
    ),
    Queued("gone", be("gone", on=True), FAILED, "offline", "offline", 0, be("gone", on=False)),
    Queued(
        "refuses jobs", be("refusing", on=True), FAILED, "lost", "ok", 0, be("refusing", on=False)
    ),
    Queued("keeps the job", jobs_end(None), UNSURE, "slow", "fault", 1, PRINTS),
    Queued("gives the job up", jobs_end("aborted-by-system"), UNSURE, "slow", "fault", 1, PRINTS),
]


@pytest.mark.parametrize("row", QUEUED, ids=lambda row: row.name)
def test_of_a_queue_is_known_what_it_says_and_no_slip_goes_in_twice(
    row: Queued, tmp_path: Path
) -> None:
    cups = SimulatedCups(tmp_path)
    pictures = iter((FIRST, SECOND))
    press = Press(
        CupsPrinter(QUEUE, path=cups.path),
        lambda sheet: next(pictures),
        lambda *_: None,
        profile=profile_named("generic-80"),
        seconds=1.0,
    )
    printer = PressPrinter(press, "Kiosk 1", SteppingClock(NOW))
    row.harm(cups)

    event = printer.print(SLIP)

    assert words_for(event) == row.visitor
    assert getattr(event, "reason", "") == row.reason
    assert printer.state() == row.staff
    assert len(cups.jobs) == row.handed_in
    row.mend(cups)
    assert printer.print(replace(SLIP, job="0192", copy=1)) == SlipPrinted("0192")
    assert printer.state() == "ok"
    assert len(cups.jobs) == row.handed_in + 1


def test_a_printer_that_can_t_tell_holds_a_slip_back_and_only_the_count_of_paper_warns(
    tmp_path: Path,
) -> None:
    """The limit of what can be known: the number stays on the screen whatever the paper does."""
    with VirtualPrinter() as virtual:
        virtual.mute()
        paper_count = PaperCount(tmp_path, roll_m=10)
        press = Press(
            NetworkPrinter(virtual.host, virtual.port),
            lambda sheet: FIRST,
            lambda *_: None,
            profile=replace(profile_named("generic-80"), status="none"),
            paper=paper_count,
        )
        printer = PressPrinter(press, "Kiosk 1", SteppingClock(NOW))
        assert printer.state() == "ok"
        paper_count.fed(8_500)
        assert printer.state() == "paper_low"
        virtual.paper_out()

        assert printer.print(SLIP) == SlipPrinted(SLIP.job)

        assert virtual.slips == ()
        virtual.new_roll()
        assert [slip.rows for slip in virtual.wait_for_slips(1)] == [FIRST.rows]
