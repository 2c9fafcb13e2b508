"""What the kiosk tells the lobby of its parts and its computer, and the paper that it counts."""

import queue
from dataclasses import replace

import pytest

from tests.kiosk.test_kiosk_errands import Link, Printer, Reader, until
from tests.kiosk.visit import Visit
from vuoro.core.clock import SteppingClock
from vuoro.core.settings.schema import KioskSettings, PrinterSettings
from vuoro.core.wire.kiosk import DeviceReport
from vuoro.kiosk.errands import Errands, World
from vuoro.kiosk.flow import effects, events, screens
from vuoro.kiosk.flow.buttons import Button
from vuoro.kiosk.flow.state import Config
from vuoro.kiosk.running import config_of
from vuoro.kiosk.samples import NOW, SLIP


class Computer:
    """A computer with these troubles."""

    def __init__(self) -> None:
        self.troubles: tuple[str, ...] = ()

    def look(self) -> tuple[str, ...]:
        return self.troubles


def begun(
    link: Link, printer: Printer, computer: Computer
) -> tuple[Errands, "queue.SimpleQueue[events.Event]"]:
    heard: queue.SimpleQueue[events.Event] = queue.SimpleQueue()
    world = World(link, printer, Reader(), computer.look)
    errands = Errands(lambda _: world, SteppingClock(NOW), heard.put)
    errands.start()
    return errands, heard


def first_report(link: Link) -> DeviceReport:
    """What is told at the start, and once more as soon as the lobby service is there."""
    first, again = (link.devices.get(timeout=5) for _ in range(2))
    assert first == again
    return first


def test_the_lobby_hears_of_low_paper_and_of_the_computer() -> None:
    link, printer, computer = Link(), Printer(), Computer()
    printer.low, printer.roll_left = True, 2400
    computer.troubles = ("undervoltage",)
    errands, heard = begun(link, printer, computer)

    until(heard, events.DeviceChanged(printer="paper_low", scanner="ok"))
    assert first_report(link) == DeviceReport(
        "paper_low", paper_left_mm=2400, host=("undervoltage",)
    )
    errands.close()


def test_a_slip_that_came_out_does_not_make_low_paper_well() -> None:
    link, printer = Link(), Printer()
    printer.low = True
    errands, heard = begun(link, printer, Computer())
    until(heard, events.DeviceChanged(printer="paper_low", scanner="ok"))
    errands.run(effects.Print(SLIP))

    told: list[events.Event] = []
    while events.SlipPrinted(SLIP.job) not in told:
        told.append(heard.get(timeout=5))
    states = [event.printer for event in told if isinstance(event, events.DeviceChanged)]
    assert set(states) == {"paper_low"}
    errands.close()


def test_what_has_not_changed_is_told_once_and_each_slip_may_change_it() -> None:
    link, printer = Link(), Printer()
    errands, heard = begun(link, printer, Computer())
    assert first_report(link) == DeviceReport()
    for job in ("a", "b"):
        errands.run(effects.Print(replace(SLIP, job=job)))
        until(heard, events.SlipPrinted(job))
    printer.roll_left = 900
    errands.run(effects.Print(replace(SLIP, job="c")))
    assert link.devices.get(timeout=5) == DeviceReport(paper_left_mm=900)
    errands.close()


def test_a_new_roll_is_counted_and_told_at_once() -> None:
    link, printer = Link(), Printer()
    printer.low, printer.roll_left = True, 0
    errands, heard = begun(link, printer, Computer())
    assert first_report(link).paper_left_mm == 0
    errands.run(effects.NewRoll())

    until(heard, events.DeviceChanged(printer="ok", scanner="ok"))
    assert link.devices.get(timeout=5) == DeviceReport(paper_left_mm=50_000)
    errands.close()


@pytest.mark.parametrize(
    ("printer", "counts"),
    [
        (PrinterSettings(kind="serial", roll_m=50), True),
        (PrinterSettings(kind="serial"), False),
        (PrinterSettings(roll_m=50), False),
    ],
)
def test_paper_is_counted_where_the_settings_say_how_long_a_roll_is(
    printer: PrinterSettings, counts: bool
) -> None:
    assert config_of(KioskSettings(printer=printer)).counts_paper is counts


def in_the_staff_menu(config: Config) -> Visit:
    visit = Visit(config=config)
    visit.touches(Button.STAFF)
    visit.types(config.pin)
    visit.touches(Button.CONFIRM)
    return visit


def test_staff_tell_of_a_new_roll_and_see_a_page_on_it() -> None:
    visit = in_the_staff_menu(Config(pin="2468", counts_paper=True))
    done = visit.touches(Button.STAFF_ROLL)

    assert done == (effects.NewRoll(), effects.PrintTest("fi"))
    assert visit.sees() == screens.StaffPrint()
    visit.touches(Button.BACK)
    assert visit.sees() == screens.StaffMenu(counts_paper=True)


def test_a_printer_that_tells_by_itself_needs_no_word_of_a_new_roll() -> None:
    visit = in_the_staff_menu(Config(pin="2468"))

    assert visit.touches(Button.STAFF_ROLL) == ()
    assert visit.sees() == screens.StaffMenu()
