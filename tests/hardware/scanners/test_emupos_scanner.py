"""A serial scanner that others have simulated is read as ours is.

emupos (PyPI, Apache-2.0) needs Python 3.13, so it is no dependency: install it anywhere and give
its program in VUORO_EMUPOS.
"""

import json
import os
import queue
import re
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.hardware.scanners.plugs import PATIENCE, until
from vuoro.core.clock import SystemClock
from vuoro.core.settings.schema import ScannerSettings
from vuoro.hardware.scanners import ScannedCode, ScannerState, open_scanner

EMUPOS = os.environ.get("VUORO_EMUPOS", "")
PASS = "VU1:https://q.example/t/A-042?k=1&s=b_c"

pytestmark = [
    pytest.mark.long,
    pytest.mark.skipif(not EMUPOS, reason="no emupos: give its program in VUORO_EMUPOS"),
]


class Emupos:
    """A simulator that runs: its serial port, and the way to hold a code up to it."""

    def __init__(self, folder: Path, suffix: str) -> None:
        api = free_port()
        self._api = f"http://127.0.0.1:{api}"
        scanner = {
            "id": "scan",
            "type": "scanner",
            "mode": "serial",
            "suffix": suffix,
            "connections": [{"serial": {"pty": True}}],
        }
        whole = {"schema": 1, "api": {"host": "127.0.0.1", "port": api}, "devices": [scanner]}
        (folder / "emupos.yaml").write_text(json.dumps(whole))
        self._said = folder / "said"
        with self._said.open("wb") as said:
            self._program = subprocess.Popen([EMUPOS, "run"], cwd=folder, stdout=said)
        until(lambda: self._port() is not None and b"Showing events" in self._said.read_bytes())

    @property
    def port(self) -> str:
        port = self._port()
        assert port is not None
        return port

    def hold(self, text: str) -> None:
        command = [EMUPOS, "--api", self._api, "scan", "--countdown", "0", text]
        subprocess.run(command, check=True, capture_output=True, timeout=60)

    def close(self) -> None:
        self._program.terminate()
        self._program.wait(30)

    def _port(self) -> str | None:
        found = re.search(rb"/dev/pts/\d+", self._said.read_bytes())
        return found[0].decode() if found else None


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


@pytest.fixture(params=["enter", "tab", "none"])
def emupos(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Emupos]:
    made = Emupos(tmp_path, request.param)
    yield made
    made.close()


def test_whatever_it_ends_its_codes_with_they_are_read(emupos: Emupos) -> None:
    codes: queue.Queue[ScannedCode] = queue.Queue()
    scanner = open_scanner(ScannerSettings(kind="serial", source=emupos.port), SystemClock())
    scanner.start(codes.put)
    until(lambda: scanner.state is ScannerState.READY)

    for text in (PASS, "Hyvää päivää"):
        emupos.hold(text)
        assert codes.get(timeout=PATIENCE).text == text
    scanner.close()
