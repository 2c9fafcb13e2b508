"""The health of a computer, in words that say what to do."""

from datetime import UTC, datetime
from pathlib import Path

from tests.lobby.conftest import MONDAY, Vuoro
from vuoro.core.clock import ClockState, SteppingClock
from vuoro.lobby import health

MEGABYTE = 1_000_000


def test_an_old_sqlite_is_explained() -> None:
    finding = health.sqlite((3, 40, 1))

    assert finding.well
    assert finding.words.startswith("3.40.1: older than 3.51.3")


def test_a_new_sqlite_needs_no_words() -> None:
    assert health.sqlite((3, 51, 3)).words == "3.51.3"


def test_a_clock_that_was_never_set_is_to_be_mended() -> None:
    unset = SteppingClock(datetime(1970, 1, 1, tzinfo=UTC), ClockState.UNSET)

    assert not health.wall_clock(unset).well
    assert health.wall_clock(SteppingClock(MONDAY)).words == "23.11.2026 10:00 in Finland"


def test_a_disk_that_is_nearly_full_is_to_be_mended() -> None:
    assert not health.disk(Path("data"), 499 * MEGABYTE).well
    assert health.disk(Path("data"), 500 * MEGABYTE).well


def test_what_is_missing_is_named_with_its_package() -> None:
    for finding, package in (
        (health.fonts(None), "fonts-noto-core"),
        (health.voice(None), "espeak-ng"),
        (health.player(None), "alsa-utils"),
    ):
        assert not finding.well
        assert f"Install {package}." in finding.words


def test_the_doctor_looks_at_everything(vuoro: Vuoro, settings_file: Path) -> None:
    said = vuoro("doctor", "--settings", settings_file)

    for matter in ("Vuoro", "Python", "SQLite", "Clock", "Disk", "Fonts", "Speech", "Sound"):
        assert f" {matter} " in said.out
    assert said.status == int("MEND" in said.out)
