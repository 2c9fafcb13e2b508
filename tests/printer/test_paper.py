"""From a ticket to paper: the real slip over the real driver, as the virtual printer printed it."""

import subprocess
import sys
from pathlib import Path
from typing import Literal

import cv2
import pytest
from PySide6.QtGui import QGuiApplication
from pyzbar import pyzbar

from vuoro.core.settings.schema import PrinterSettings
from vuoro.core.wire.kiosk import Slip
from vuoro.hardware.printers.virtual import VirtualPrinter
from vuoro.printer.outcome import Printed
from vuoro.printer.press import press_for


@pytest.mark.parametrize(("paper_mm", "dots"), [(58, 384), (80, 576)])
def test_the_code_on_the_paper_leads_to_the_turn(
    qt: QGuiApplication, slip: Slip, tmp_path: Path, paper_mm: Literal[58, 80], dots: int
) -> None:
    with VirtualPrinter(folder=tmp_path, paper_mm=paper_mm) as printer:
        settings = PrinterSettings(
            kind="network",
            host=printer.host,
            port=printer.port,
            paper_mm=paper_mm,
        )
        press = press_for(settings, lambda slip, report: None)
        assert press is not None
        outcome = press.print(slip)

    assert isinstance(outcome, Printed)
    picture = cv2.imread(str(tmp_path / "slip-0001.png"), cv2.IMREAD_GRAYSCALE)
    assert picture is not None
    assert picture.shape[1] == dots
    assert [str(code.data, "utf-8") for code in pyzbar.decode(picture)] == [slip.follow_url]


def test_a_kiosk_that_has_not_printed_yet_has_not_loaded_what_draws() -> None:
    """The first picture of a kiosk must not wait for the printer's libraries."""
    heavy = "{'PySide6', 'numpy', 'zxingcpp', 'cv2', 'starlette', 'uvicorn'}"
    program = f"import sys, vuoro.printer.press; print(sorted({heavy} & sys.modules.keys()))"

    ended = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=30
    )

    assert ended.stdout.strip() == "[]"
