"""A queue of CUPS: what goes in, what it says became of it, and what is said of a sick queue."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from vuoro.hardware.printers.contract import check
from vuoro.hardware.printers.cups import CupsPrinter, reasons_of
from vuoro.hardware.printers.cups_simulated import QUEUE, SimulatedCups
from vuoro.hardware.printers.profile import PrinterProfile
from vuoro.hardware.printers.transport import (
    PrinterLost,
    PrinterStuck,
    PrinterUnreachable,
    Spool,
)

LONG = 5.0


@pytest.fixture
def cups(tmp_path: Path) -> SimulatedCups:
    return SimulatedCups(tmp_path)


@pytest.fixture
def line(cups: SimulatedCups) -> Iterator[CupsPrinter]:
    printer = CupsPrinter(QUEUE, path=cups.path)
    yield printer
    printer.close()


def test_it_keeps_the_contract_of_a_one_way_line(
    line: CupsPrinter, profile: PrinterProfile
) -> None:
    checks = [(each.name, each.ok) for each in check(line, profile)]

    assert checks == [
        ("opens", True),
        ("opens_twice", True),
        ("closed_is_lost", True),
        ("opens_again", True),
    ]


def test_a_slip_goes_in_raw_as_one_job_without_its_number(
    line: CupsPrinter, cups: SimulatedCups
) -> None:
    line.open()
    line.write(b"the ", LONG)
    line.write(b"slip", LONG)

    assert isinstance(line, Spool)
    assert line.finish(LONG)
    assert cups.jobs == (b"the slip",)
    assert cups.words == ("-d", QUEUE, "-o", "raw", "-t", "Vuoro")


def test_each_job_is_handed_in_once(line: CupsPrinter, cups: SimulatedCups) -> None:
    line.open()
    for slip in (b"one", b"two"):
        line.write(slip, LONG)
        line.finish(LONG)
    line.finish(LONG)

    assert cups.jobs == (b"one", b"two")


def test_a_job_that_is_not_finished_is_never_handed_in(
    line: CupsPrinter, cups: SimulatedCups
) -> None:
    line.open()
    line.write(b"half a slip", LONG)
    line.close(drop=True)
    line.open()
    line.write(b"a slip", LONG)
    line.finish(LONG)

    assert cups.jobs == (b"a slip",)


@pytest.mark.parametrize("reason", ["aborted-by-system", "job-canceled-by-user", None])
def test_only_a_job_that_the_queue_calls_done_is_done(
    line: CupsPrinter, cups: SimulatedCups, reason: str | None
) -> None:
    cups.end_jobs(reason)
    line.open()
    line.write(b"slip", LONG)

    assert not line.finish(0.3)


@pytest.mark.parametrize(
    ("state", "words"),
    [("stopped", "cupsenable"), ("gone", "Invalid destination"), ("hung", "does not answer")],
)
def test_a_queue_that_will_not_print_is_unreachable(
    cups: SimulatedCups, state: str, words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("vuoro.hardware.printers.cups._SHORT", 0.2)
    cups.be(state)

    with pytest.raises(PrinterUnreachable, match=words):
        CupsPrinter(QUEUE, path=cups.path).open()


def test_without_cups_it_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(PrinterUnreachable, match="is CUPS there"):
        CupsPrinter(QUEUE, path=str(tmp_path)).open()


def test_a_job_that_is_refused_is_lost_and_one_in_doubt_is_stuck(
    line: CupsPrinter, cups: SimulatedCups
) -> None:
    line.open()
    line.write(b"slip", LONG)
    cups.be("refusing")
    with pytest.raises(PrinterLost, match="not accepting"):
        line.finish(LONG)

    cups.be("refusing", on=False)
    cups.be("hung")
    with pytest.raises(PrinterStuck):
        line.finish(0.2)


@pytest.mark.parametrize(
    ("listing", "reasons"),
    [
        ("", None),
        ("slips-1   kiosk  1024   Mon\n\tAlerts: job-printing\n", None),
        (
            "slips-12  kiosk  1024   Mon\n\tStatus: \n\tAlerts: a b\n\tqueued for slips\n",
            ["a", "b"],
        ),
        ("slips-12  kiosk  1024   Mon\nslips-3  kiosk  1  Mon\n\tAlerts: c\n", []),
        ("slips-2  kiosk  1  Mon\n\tAlerts: c\nslips-12  kiosk  1  Mon\n\tAlerts: d\n", ["d"]),
    ],
)
def test_the_reasons_of_a_job_are_those_below_its_own_line(
    listing: str, reasons: list[str] | None
) -> None:
    assert reasons_of("slips-12", listing) == reasons
