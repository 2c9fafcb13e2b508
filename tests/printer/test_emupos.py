"""Another's interpreter of ESC/POS shows our slips, and reads the status dialogue as ours does.

emupos (PyPI, Apache-2.0) needs Python 3.13, so it is no dependency: install it anywhere and give
its program in VUORO_EMUPOS.
"""

import json
import os
import socket
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt
import pytest
import urllib3
import zxingcpp
from PySide6.QtGui import QGuiApplication

from vuoro.core.settings.schema import PrinterSettings
from vuoro.core.wire.kiosk import Slip
from vuoro.hardware.printers.virtual import VirtualPrinter
from vuoro.hardware.printers.virtual.models import MODELS
from vuoro.printer.escpos import PrinterState
from vuoro.printer.outcome import NotPrinted, Printed, Reason
from vuoro.printer.press import Press, press_for

EMUPOS = os.environ.get("VUORO_EMUPOS", "")
PROFILES = {
    "epson-tm-t20iii": "epson-tm-t20iii",
    "xprinter-xp80": "xprinter-xp80t",
    "rongta-rp326": "rongta-rp326",
}
"""Our name of a printer, and emupos' name of it."""

pytestmark = [
    pytest.mark.long,
    pytest.mark.skipif(not EMUPOS, reason="no emupos: give its program in VUORO_EMUPOS"),
]


@dataclass(frozen=True)
class Emupos:
    """One emulated printer: its port, and its operator's side."""

    port: int
    api: str
    browser: urllib3.PoolManager

    def fault(self, name: str, *, on: bool) -> None:
        path = f"{self.api}/devices/front/faults/{name}"
        assert self.browser.request("PUT" if on else "DELETE", path).status == 204

    def receipts(self) -> list[dict[str, Any]]:
        answer = self.browser.request("GET", f"{self.api}/devices/front/receipts")
        listed: list[dict[str, Any]] = json.loads(answer.data)
        return listed

    def image(self, receipt: str) -> npt.NDArray[np.uint8]:
        answer = self.browser.request("GET", f"{self.api}/devices/front/receipts/{receipt}/image")
        return picture(answer.data)


def picture(png: bytes) -> npt.NDArray[np.uint8]:
    read = cv2.imdecode(np.frombuffer(png, np.uint8), cv2.IMREAD_GRAYSCALE)
    assert read is not None
    return read.astype(np.uint8)


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port: int = taken.getsockname()[1]
        return port


@pytest.fixture(params=PROFILES)
def profile(request: pytest.FixtureRequest) -> str:
    name: str = request.param
    return name


@pytest.fixture
def emupos(profile: str, tmp_path: Path) -> Iterator[Emupos]:
    api, port = free_port(), free_port()
    connection = {"tcp": {"host": "127.0.0.1", "port": port}}
    device = {
        "id": "front",
        "type": "printer",
        "profile": PROFILES[profile],
        "connections": [connection],
        "job_idle_timeout_ms": 60_000,
    }
    config = {"schema": 1, "api": {"host": "127.0.0.1", "port": api}, "devices": [device]}
    # JSON is YAML.
    (tmp_path / "emupos.yaml").write_text(json.dumps(config), "utf-8")
    patient = urllib3.Retry(total=60, read=0, backoff_factor=0.1, backoff_max=0.5)
    with (
        urllib3.PoolManager(timeout=10.0, retries=patient) as browser,
        subprocess.Popen(
            [EMUPOS, "run"], cwd=tmp_path, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        ) as program,
    ):
        running = Emupos(port, f"http://127.0.0.1:{api}/api/v1", browser)
        try:
            assert browser.request("GET", f"{running.api}/health").status == 200
            yield running
        finally:
            program.terminate()
            program.wait(10)


def settings(port: int, profile: str) -> PrinterSettings:
    """With patience: emupos takes seconds to pass over the NULs that end an unfinished image."""
    return PrinterSettings(kind="network", port=port, profile=profile, timeout=60)


def press_at(port: int, profile: str) -> Press:
    press = press_for(settings(port, profile), lambda slip, report: None)
    assert press is not None
    return press


def test_it_shows_our_slip_dot_for_dot_and_its_code_is_read(
    emupos: Emupos, profile: str, slip: Slip, qt: QGuiApplication
) -> None:
    with VirtualPrinter(model=MODELS[profile]) as ours:
        assert press_at(ours.port, profile).print(slip) == Printed()
    assert press_at(emupos.port, profile).print(slip) == Printed()

    expected = picture(ours.slips[0].png())
    (receipt,) = emupos.receipts()
    shown = emupos.image(receipt["id"])
    codes = zxingcpp.read_barcodes(shown)
    assert [code.text for code in codes] == [slip.follow_url]
    assert black(shown).shape == black(expected).shape
    assert np.array_equal(black(shown), black(expected))


def black(grey: npt.NDArray[np.uint8]) -> npt.NDArray[np.bool_]:
    """Where it is printed, without the white around it."""
    dots = grey < 128
    rows, columns = np.any(dots, axis=1).nonzero()[0], np.any(dots, axis=0).nonzero()[0]
    return dots[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]


FAULTS = {
    "paper-near-end": PrinterState.PAPER_LOW,
    "paper-out": PrinterState.PAPER_OUT,
    "cover-open": PrinterState.COVER_OPEN,
    "offline": PrinterState.OFFLINE,
}


def test_it_is_understood_whatever_is_wrong_with_it(
    emupos: Emupos, profile: str, slip: Slip, qt: QGuiApplication
) -> None:
    press = press_at(emupos.port, profile)
    assert press.state() is PrinterState.OK

    for fault, state in FAULTS.items():
        emupos.fault(fault, on=True)
        assert press.state() is state
        expected: object = Printed(PrinterState.PAPER_LOW)
        if state is not PrinterState.PAPER_LOW:
            expected = NotPrinted(Reason(state.value))
        assert press.print(slip) == expected
        emupos.fault(fault, on=False)
        assert press.state() is PrinterState.OK

    assert len(emupos.receipts()) == 1
    assert press.print(replace(slip, copy=1)) == Printed()
    assert len(emupos.receipts()) == 2


def test_a_cover_opened_while_the_lobby_is_told_is_known_and_the_next_slip_comes(
    emupos: Emupos, profile: str, slip: Slip, qt: QGuiApplication
) -> None:
    opening = [True]

    def tell(told: Slip, report: object) -> None:
        if opening:
            opening.clear()
            emupos.fault("cover-open", on=True)

    press = press_for(settings(emupos.port, profile), tell)
    assert press is not None

    assert press.print(slip) == NotPrinted(Reason.COVER_OPEN)
    emupos.fault("cover-open", on=False)

    assert press.print(replace(slip, copy=1)) == Printed()
