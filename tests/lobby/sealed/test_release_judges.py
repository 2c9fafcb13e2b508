"""Who says at a start which release runs, and whether it works: not only the one that is tried."""

import re
import subprocess
from pathlib import Path

import pytest

UNITS = Path(__file__).parents[3] / "deploy/raspberrypi/package/usr/lib/systemd/system"
ORDERS = [("vuoro-release", "begin"), ("vuoro-update-watch", "watch")]


def carried_out(unit: str, shelf: Path) -> int:
    """Run what the unit orders, with the releases of ``shelf``."""
    order = re.search(
        r"^ExecStart=/bin/sh -c '(.*)'$", (UNITS / f"{unit}.service").read_text(), re.M
    )
    assert order is not None, "the unit orders nothing"
    return subprocess.run(["/bin/sh", "-c", order[1].replace("/opt/vuoro", str(shelf))]).returncode


def release(shelf: Path, name: str, *, works: bool) -> None:
    """A release whose command writes down what it was asked, or can't even start."""
    command = shelf / name / "bin/vuoro"
    command.parent.mkdir(parents=True)
    said = f'echo "{name} $*" >> {shelf}/said' if works else "exit 1"
    command.write_text(f"#!/bin/sh\n{said}\n")
    command.chmod(0o755)


@pytest.mark.parametrize(("unit", "verb"), ORDERS)
def test_a_release_that_cannot_even_start_is_judged_by_the_one_before(
    tmp_path: Path, unit: str, verb: str
) -> None:
    release(tmp_path, "current", works=False)
    release(tmp_path, "previous", works=True)

    assert carried_out(unit, tmp_path) == 0
    assert (tmp_path / "said").read_text() == f"previous appliance {verb}\n"


@pytest.mark.parametrize(("unit", "verb"), ORDERS)
def test_a_release_that_works_is_asked_alone(tmp_path: Path, unit: str, verb: str) -> None:
    release(tmp_path, "current", works=True)
    release(tmp_path, "previous", works=True)

    assert carried_out(unit, tmp_path) == 0
    assert (tmp_path / "said").read_text() == f"current appliance {verb}\n"


@pytest.mark.parametrize(("unit", "verb"), ORDERS)
def test_a_first_release_that_cannot_start_is_a_failed_unit(
    tmp_path: Path, unit: str, verb: str
) -> None:
    release(tmp_path, "current", works=False)

    assert carried_out(unit, tmp_path) != 0
