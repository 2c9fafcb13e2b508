"""`vuoro status`: the lobby in a few lines, and what wants somebody in capitals."""

from pathlib import Path

import pytest

from tests.lobby.conftest import Vuoro
from vuoro.core.settings import Settings
from vuoro.core.wire.desk import DeviceRow
from vuoro.core.wire.kiosk import DeviceReport
from vuoro.lobby.commands.status import device_line
from vuoro.queue.client import KioskClient


@pytest.mark.parametrize(
    ("row", "line"),
    [
        (
            DeviceRow("1", "Aula 1", "kiosk", True, "ok", "ok", 0),
            "Kiosk      Aula 1: connected, printer ok, scanner ok",
        ),
        (
            DeviceRow(
                "1", "Aula 1", "kiosk", False, "paper_low", "offline", 0, locked=True,
                paper_left_mm=2400, host=("undervoltage", "disk_low"),
            ),
            "Kiosk      Aula 1: NOT CONNECTED, locked by staff, printer PAPER LOW, about 2 m of "
            "paper left, scanner OFFLINE, computer UNDERVOLTAGE, computer DISK LOW",
        ),
        (
            DeviceRow("2", "TV", "display", True, "none", "none", 0, parts=(("tv", "offline"),)),
            "Display    TV: connected, tv OFFLINE",
        ),
        (
            DeviceRow(
                "3", "Piste 4", "counter", True, "none", "none", 0,
                parts=(("light", "ok"), ("button", "none")),
            ),
            "Box        Piste 4: connected, light ok, button none",
        ),
        (
            DeviceRow("lobby", "", "lobby", True, "none", "none", 0, host=("hot", "disk_low")),
            "Computer   HOT, DISK LOW",
        ),
        (DeviceRow("lobby", "", "lobby", True, "none", "none", 0), "Computer   ok"),
    ],
)  # fmt: skip
def test_a_device_is_told_in_a_line(row: DeviceRow, line: str) -> None:
    assert device_line(row) == line


def test_the_status_shows_what_a_kiosk_has_reported(
    vuoro: Vuoro, settings: Settings, settings_file: Path, running: str
) -> None:
    token = settings.kiosk.token_file
    vuoro("device", "add", "kiosk", "Aula 1", "--token-file", token, "--settings", settings_file)
    kiosk = KioskClient(running, token.read_text("ascii").strip())
    kiosk.report_device(DeviceReport("paper_low", paper_left_mm=1900, host=("hot",)))
    kiosk.close()

    said = vuoro("status", "--settings", settings_file)

    assert said.status == 0
    assert "printer PAPER LOW, about 2 m of paper left, scanner ok, computer HOT" in said.out
