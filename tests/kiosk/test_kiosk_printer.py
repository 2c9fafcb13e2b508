"""The printer that a kiosk opens from its settings."""

import logging
from pathlib import Path

import pytest

from vuoro.core.clock import SystemClock
from vuoro.core.settings.schema import KioskSettings, PrinterSettings
from vuoro.core.wire.kiosk import SlipReport
from vuoro.kiosk.devices import PressPrinter, open_press
from vuoro.kiosk.workers import Worker


def opened(folder: Path, printer: PrinterSettings) -> PressPrinter | None:
    def report(job: str, state: SlipReport) -> None:
        pass

    settings = KioskSettings(token_file=folder / "kiosk.token", printer=printer)
    return open_press(settings, SystemClock(), report, Worker("reports"))


def test_paper_is_counted_beside_the_token(tmp_path: Path) -> None:
    printer = opened(tmp_path, PrinterSettings(kind="network", roll_m=50))
    assert printer is not None
    (tmp_path / "paper-fed-mm").write_text("49500")

    assert printer.paper_left_mm() == 500
    printer.new_roll()
    assert printer.paper_left_mm() == 50_000


def test_paper_is_not_counted_where_nobody_gave_the_length_of_a_roll(tmp_path: Path) -> None:
    printer = opened(tmp_path, PrinterSettings(kind="network"))
    assert printer is not None

    assert printer.paper_left_mm() is None


def test_a_profile_that_is_not_there_costs_the_printer_and_not_the_kiosk(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR):
        assert opened(tmp_path, PrinterSettings(kind="network", profile="epsom-tm-t20iii")) is None

    assert caplog.messages == ["no printer"]
