"""The tour as it runs: opens the office, takes every step, keeps what there is to see."""

import shutil
import signal
import sys
import time
from datetime import timedelta
from functools import partial
from pathlib import Path
from types import FrameType

from vuoro.core.clock import Clock, local
from vuoro.lobby.tour.report import Result, carry_out, line, summary, write
from vuoro.lobby.tour.stage import Stage, stage
from vuoro.lobby.tour.steps import STEPS

_NEAR_MIDNIGHT = timedelta(minutes=6)
_KEPT = ("*.json", "*.png", "*.bin", "*.log")


def tour(clock: Clock, folder: Path) -> int:
    """Take every step; 0 if all went well. Raises Complaint when the office can't be opened."""
    signal.signal(signal.SIGTERM, _stop)
    _clear(folder)
    _let_midnight_pass(clock)
    print("Opening the office on a virtual screen …", flush=True)
    results: list[Result] = []
    try:
        with stage(clock, folder) as opened:
            _take(opened, clock, results)
            _keep(opened, folder)
    finally:
        write(results, folder)
    print(summary(results, folder))
    return 0 if all(result.ok for result in results) else 1


def _take(opened: Stage, clock: Clock, results: list[Result]) -> None:
    for name, step in STEPS:
        result = carry_out(name, partial(step, opened), clock)
        results.append(result)
        print(line(result), flush=True)
        if not result.ok:
            _recover(opened, name, clock)


def _recover(opened: Stage, name: str, clock: Clock) -> None:
    """After a failure: what it looked like, and back to where other steps can begin."""
    for whose in ("kiosk", "display"):
        carry_out("picture", partial(_picture, opened, whose, name), clock)
    carry_out("home", partial(_home, opened), clock)


def _picture(opened: Stage, whose: str, name: str) -> str:
    opened.picture(whose, f"failed-{name.replace(' ', '-')}")
    return ""


def _home(opened: Stage) -> str:
    opened.go_home()
    return ""


def _keep(opened: Stage, folder: Path) -> None:
    for kept in (*opened.house.slips.glob("slip-*"), *opened.house.logs.glob("*.log")):
        shutil.copy(kept, folder)


def _clear(folder: Path) -> None:
    """What an earlier tour left, and nothing else."""
    folder.mkdir(parents=True, exist_ok=True)
    for pattern in _KEPT:
        for file in folder.glob(pattern):
            file.unlink()


def _let_midnight_pass(clock: Clock) -> None:
    """Nobody can be early just before midnight nor late just after it, so let it pass."""
    while _minutes_to_wait(clock) > timedelta():
        print("It is about midnight: the tour waits a few minutes for the new day.", flush=True)
        time.sleep(_minutes_to_wait(clock).total_seconds())


def _minutes_to_wait(clock: Clock) -> timedelta:
    now = local(clock.now())
    since = timedelta(hours=now.hour, minutes=now.minute, seconds=now.second)
    left = timedelta(days=1) - since
    if left < _NEAR_MIDNIGHT:
        return left + _NEAR_MIDNIGHT
    return max(timedelta(), _NEAR_MIDNIGHT - since)


def _stop(number: int, frame: FrameType | None) -> None:
    sys.exit(128 + number)
