"""Dying on purpose."""

import signal
import subprocess
import sys

from vuoro.lobby.crash_points import crash_at

PROGRAM = """
import os
from vuoro.lobby.crash_points import crash_at
step = crash_at(os.environ)
for point in ("after_event", "before_commit", "after_event"):
    step(point)
    print(point, flush=True)
"""


def steps_before_death(wanted: str) -> tuple[int, list[str]]:
    """How a program ends that passes three steps, and those it survived."""
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM],
        env={"VUORO_CRASH_AT": wanted},
        check=False,
        capture_output=True,
        text=True,
    )
    return done.returncode, done.stdout.split()


def test_nobody_dies_unless_asked_to() -> None:
    step = crash_at({})

    step("after_event")


def test_the_process_is_killed_at_the_step_named() -> None:
    assert steps_before_death("before_commit") == (-signal.SIGKILL, ["after_event"])


def test_the_process_is_killed_at_the_second_pass_when_asked_so() -> None:
    status, survived = steps_before_death("after_event:2")

    assert status == -signal.SIGKILL
    assert survived == ["after_event", "before_commit"]


def test_a_step_that_never_comes_kills_nobody() -> None:
    assert steps_before_death("after_lunch")[0] == 0
