"""The bench of the device: how its disk is mounted and counted, and what the emulator has shown."""

import json
from pathlib import Path

import pytest

from vuoro.lobby.bench.appliance import emulated, emulated_figures
from vuoro.lobby.bench.counted_disk import FSTAB, LABEL, mount_options, sectors_written
from vuoro.lobby.bench.figures import Figure, as_json, table

ROOT = Path(__file__).parents[2]


def test_the_disk_is_mounted_as_the_sealed_device_mounts_its_data() -> None:
    options = mount_options((ROOT / FSTAB).read_text("utf-8"), LABEL)
    assert {"noatime", "lazytime"} <= set(options)
    assert not any(option == "nofail" or option.startswith("x-") for option in options)


def test_a_table_without_the_label_is_no_disk_without_options() -> None:
    with pytest.raises(ValueError, match="vuoro-data"):
        mount_options("LABEL=vuoro-root  /  ext4  ro  0 1", LABEL)


def test_sectors_written_are_the_seventh_field() -> None:
    stat = "      53        1     2122        4       17        6     8080        8        0  4  5"
    assert sectors_written(stat) == 8080


def test_what_the_emulator_found_is_shown_beside_what_was_asked() -> None:
    told = {
        "first_frame_seconds": 487.4,
        "memory_mb": {"vuoro-lobby": 90, "vuoro-kiosk": 100, "vuoro-display": 60, "labwc": 999},
        "idle_mb_an_hour": 11.7,
    }
    frame, memory, idle = emulated_figures(told, "emulated, 2026-11-22")
    assert (frame.value, frame.unit, frame.met) == (487.4, "s", None)
    assert (memory.value, memory.target, memory.met) == (250, "≤ 700 MB", True)
    assert (idle.value, idle.target, idle.met) == (11.7, "≤ 5 MB/h", False)
    assert all("emulated, 2026-11-22" in each.name for each in (frame, memory, idle))


@pytest.mark.parametrize("text", [None, "", "{}", "[1]"])
def test_without_a_report_one_row_says_how_to_get_one(tmp_path: Path, text: str | None) -> None:
    report = tmp_path / "steps.json"
    if text is not None:
        report.write_text(text, "utf-8")
    (row,) = emulated(report)
    assert "make appliance-test" in row.name
    assert row.value is None


def test_what_could_not_be_measured_has_no_number_and_no_verdict() -> None:
    row = Figure("written to the disk: not measured: needs root", None, unit="")
    assert table([row]).splitlines()[1].strip() == row.name
    assert json.loads(json.dumps(as_json([row])))[0]["value"] is None
