"""Who paints, what falls back to what, and orders that nobody waits for."""

import os
import uuid
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest
from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtGui import QGuiApplication

from vuoro.core.clock import SteppingClock
from vuoro.core.clock import SystemClock as _SystemClock
from vuoro.hardware.screen.orders import Orders
from vuoro.hardware.screen.rendering import BACKEND, Rendering
from vuoro.hardware.screen.starting import before_qt

BOOT, NEXT_BOOT = uuid.UUID(int=1), uuid.UUID(int=2)
CHIP = {BACKEND: ""}


def start(
    note: Path, boot: uuid.UUID = BOOT, asked: dict[str, str] = CHIP
) -> tuple[Rendering, str]:
    environment = dict(asked)
    made = Rendering(note, boot)
    made.choose(environment)
    return made, environment[BACKEND]


@pytest.mark.parametrize(
    ("asked", "paints"),
    [({}, "software"), ({BACKEND: "software"}, "software"), (CHIP, ""), ({BACKEND: "rhi"}, "rhi")],
)
def test_the_processor_paints_unless_the_chip_is_asked_to(
    asked: dict[str, str], paints: str, tmp_path: Path
) -> None:
    assert start(tmp_path / "note", asked=asked)[1] == paints


def test_after_two_starts_that_did_not_last_the_processor_paints_until_the_next_boot(
    tmp_path: Path,
) -> None:
    note = tmp_path / "cache" / "note"

    painted = [start(note)[1] for _ in range(4)]
    after_a_boot = start(note, NEXT_BOOT)[1]

    assert painted == ["", "", "software", "software"]
    assert after_a_boot == ""


def test_a_chip_that_lasted_a_minute_is_trusted_again(tmp_path: Path) -> None:
    note = tmp_path / "note"
    start(note)

    start(note)[0].works()

    assert [start(note)[1] for _ in range(3)] == ["", "", "software"]


@pytest.mark.parametrize("left", ["", "{}", "[1]", '{"boot": 3, "tries": "x"}'])
def test_a_spoilt_note_counts_nothing(left: str, tmp_path: Path) -> None:
    note = tmp_path / "note"
    note.write_text(left)

    assert start(note)[1] == ""


def test_a_folder_that_cannot_be_written_stops_nobody(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "file").write_text("")

    assert start(tmp_path / "file" / "note")[1] == ""
    assert "tries of the graphics chip are not counted" in caplog.messages


def test_a_program_notes_its_tries_in_its_cache(tmp_path: Path) -> None:
    environment = {"XDG_CACHE_HOME": str(tmp_path), **CHIP}

    before_qt(environment, SteppingClock(_SystemClock().now()))

    assert [file.name for file in tmp_path.iterdir()] == ["vuoro-graphics.json"]


def test_orders_are_carried_out_one_after_the_other_and_a_failing_one_stops_none(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    assert QGuiApplication.instance() or QGuiApplication([])
    heard = tmp_path / "heard"
    orders = Orders()
    say = 'echo "$1" >> "$0"'

    orders.send("sh", "-c", f"sleep 0.2; {say}", str(heard), "first")
    orders.send(str(tmp_path / "no-such-program"))
    orders.send("sh", "-c", "echo '│ ╰─ the screen \"DP-1\" is gone. │' >&2; exit 1")
    orders.send("sh", "-c", f"{say}; touch {tmp_path}/done", str(heard), "last")
    _until(tmp_path / "done")
    orders.close()

    assert heard.read_text().split() == ["first", "last"]
    reasons = [record.__dict__.get("reason") for record in caplog.records]
    assert len(reasons) == 2
    assert reasons[1] == 'the screen "DP-1" is gone.'


def _until(file: Path) -> None:
    loop, ends = QEventLoop(), QTimer()
    looks = QTimer()
    looks.timeout.connect(lambda: loop.exit() if file.exists() else None)
    ends.timeout.connect(loop.quit)
    looks.start(10)
    ends.start(5000)
    loop.exec()
    assert file.exists()
