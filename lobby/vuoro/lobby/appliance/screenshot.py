"""A picture of all screens of the device, in which nobody can be recognised.

While a screen may show a visitor's things the picture is made of coarse fields: which page is up
can be told, no letter can be read. What is not certain counts as that.
"""

import io
import os
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from vuoro.core.at_rest import resting_since
from vuoro.core.wire.upkeep import LARGEST_ANSWER

FIELDS = 24
"""Fields from top to bottom of a coarse picture: a field is higher than a letter of a number."""
_SECONDS = 20.0
_SETTLE_SECONDS = 2.0
_SCALES = ("0.5", "0.35", "0.25")

Run = Callable[[Sequence[str]], bytes]


class NoScreen(Exception):
    """There is no picture to be had; the message says why."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A PNG, and whether it is coarse."""

    png: bytes
    coarse: bool


def take(
    session: Path,
    programs: Sequence[str],
    run: "Run | None" = None,
    pause: Callable[[float], None] = time.sleep,
) -> Picture:
    """A picture of every output side by side. Raises NoScreen.

    ``session``: the folder of the session; ``programs``: those that have screens here.
    """
    shoot = run or _grim(session)
    before = _resting(session, programs)
    # What was there before they rested has left the glass by then.
    pause(_SETTLE_SECONDS)
    for scale in _SCALES:
        png = shoot(("-s", scale, "-t", "png", "-"))
        # Somebody may have touched the glass meanwhile.
        if None in before or before != _resting(session, programs):
            return Picture(coarse(png), True)
        if len(png) <= LARGEST_ANSWER:
            return Picture(png, False)
    return Picture(coarse(png), True)


def coarse(png: bytes) -> bytes:
    """The picture as fields of one colour each, the mean of what was there."""
    from PIL import Image

    with Image.open(io.BytesIO(png)) as shot:
        plain = shot.convert("RGB")
    height = min(FIELDS, plain.height)
    width = max(1, round(plain.width * height / max(1, plain.height)))
    small = plain.resize((width, height), Image.Resampling.BOX)
    made = io.BytesIO()
    small.resize((width * 20, height * 20), Image.Resampling.NEAREST).save(made, "PNG")
    return made.getvalue()


def _resting(session: Path, programs: Sequence[str]) -> list[int | None]:
    return [resting_since(session, program) for program in programs]


def _grim(session: Path) -> Run:
    """The program grim(1) speaks to the compositor (wlr-screencopy)."""
    found = sorted(session.glob("wayland-[0-9]"))
    if not found:
        raise NoScreen("No session of screens runs on this device.")
    display = {"XDG_RUNTIME_DIR": str(session), "WAYLAND_DISPLAY": found[0].name}
    environment: Mapping[str, str] = {**os.environ, **display}

    def run(words: Sequence[str]) -> bytes:
        try:
            done = subprocess.run(
                ["grim", *words], capture_output=True, timeout=_SECONDS, env=environment
            )
        except (OSError, subprocess.TimeoutExpired) as error:
            raise NoScreen(f"grim can't be run ({type(error).__name__}).") from None
        if done.returncode or not done.stdout:
            raise NoScreen("The compositor gave no picture.")
        return done.stdout

    return run
