"""A visitor who takes a number: looks at the glass, touches, and remembers the number they saw.

``visitor one SECONDS`` takes one and prints it; ``visitor many`` takes one after the other until it
is ended. Every number seen is written through to the disk, with when it was seen: what the paper
and the lobby's own books are held against.
"""

import json
import os
import re
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from deploy.raspberrypi.emulator.guest.inputs import SOCKET, said

MAP = Path("/run/vuoro-test-kiosk/map.json")
SEEN = Path("/var/lib/vuoro-test/seen")
MODES = Path("/sys/class/drm")
OUTPUT = "Virtual-1"
SERVICE = "service-neuvonta"
_NUMBER = re.compile(r"[A-Z]\d{3}")
_TOUCHES = {"home": "number", "services": SERVICE, "idle-warning": "idle-start-again"}
"""What leads on; from anywhere else a visitor starts again."""
_LOOK_SECONDS = 0.1
_TOUCH_SECONDS = 0.12
_ANSWER_SECONDS = 15.0
_PATIENCE = 600.0
_ROOM = 1 << 16


@dataclass(frozen=True, slots=True)
class Wish:
    """What to touch next; ``number`` is what is on the glass once it is final."""

    touch: str = ""
    number: str = ""


def main(words: list[str]) -> int:
    """Take a number, or many."""
    many = words[0] == "many"
    seconds = _PATIENCE if many else float(words[1])
    while True:
        number = take(seconds)
        print(json.dumps({"number": number}), flush=True)
        if not many:
            return 0 if number else 1


def take(seconds: float, mono: Callable[[], float] = time.monotonic) -> str:
    """Take one number; empty when the kiosk gives none in so many seconds."""
    end = mono() + seconds
    number, asked = "", False
    while mono() < end:
        wish = next_wish(_shown())
        # What is on the glass before they asked for anything is somebody else's.
        if wish.number and asked and not number:
            number = wish.number
            remember(number, SEEN)
        if number and wish.touch == "number":
            return number
        if wish.touch:
            asked = asked or wish.touch == SERVICE
            before = _shown().get("screen")
            _touch(wish.touch)
            _wait_for_answer(before, min(end, mono() + _ANSWER_SECONDS), mono)
        time.sleep(_LOOK_SECONDS)
    return number


def _wait_for_answer(before: object, end: float, mono: Callable[[], float]) -> None:
    """A second touch on a slow device would land on what comes next."""
    while _shown().get("screen") == before and mono() < end:
        time.sleep(_LOOK_SECONDS)


def next_wish(shown: Mapping[str, Any]) -> Wish:
    """What somebody who wants a number does before this screen."""
    screen = str(shown.get("screen", ""))
    targets = {target["name"] for target in shown.get("targets", ()) if target["enabled"]}
    if screen.startswith("number-"):
        number = next(filter(_NUMBER.fullmatch, shown["texts"]), "")
        printing = screen.endswith("-coming")
        touch = "done" if "done" in targets and not printing else ""
        return Wish(touch, "" if printing else number)
    wanted = _TOUCHES.get(screen, "start-again")
    return Wish(wanted if wanted in targets else "")


def place(shown: Mapping[str, Any], name: str, size: tuple[int, int]) -> tuple[float, float]:
    """The middle of a button as fractions of the glass. Raises KeyError for one that is gone."""
    target = {each["name"]: each for each in shown["targets"]}[name]
    return (
        (target["x"] + target["w"] / 2) / size[0],
        (target["y"] + target["h"] / 2) / size[1],
    )


def remember(number: str, file: Path) -> None:
    """One more line, on the disk when this returns; in room that was taken at the first, so that
    a full disk does not keep a visitor from remembering."""
    handle = os.open(file, os.O_RDWR | os.O_CREAT | os.O_DSYNC, 0o600)
    try:
        os.posix_fallocate(handle, 0, _ROOM)
        end = len(os.pread(handle, _ROOM, 0).rstrip(b"\0"))
        os.pwrite(handle, f"{number}\n".encode(), end)
    finally:
        os.close(handle)


def _shown() -> Mapping[str, Any]:
    try:
        told = json.loads(MAP.read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return told if isinstance(told, dict) else {}


def _touch(name: str) -> None:
    """A finger on a button; one that went away meanwhile is not touched."""
    try:
        x, y = place(_shown(), name, _size())
        said(f"touch {x:.4f} {y:.4f} {_TOUCH_SECONDS}", SOCKET)
    except (KeyError, OSError, ValueError):
        return


def _size() -> tuple[int, int]:
    """Of the kiosk's output, in pixels. Raises ValueError while it has none."""
    for modes in MODES.glob(f"card*-{OUTPUT}/modes"):
        first = modes.read_text("ascii").partition("\n")[0]
        if "x" in first:
            width, _, height = first.partition("x")
            return int(width), int(height)
    raise ValueError(f"{OUTPUT} has no mode")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
