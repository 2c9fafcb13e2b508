"""Films kiosk and board in processes of their own, and judges what moved."""

import subprocess
import sys

import msgspec

from vuoro.lobby.a11y.finding import Notebook
from vuoro.lobby.a11y.motion import LONGEST_MOTION, MOST_FLASHES, Moved

LIMIT_SECONDS = 400
STILL_FILMS = ("still mode",)
STILL_SECONDS = 0.05
"""A change from one picture to the next is no motion."""


class Film:
    """A film of a part, being made since this was. The load of the computer is no matter.

    Animations go by pictures there, not by a clock.
    """

    def __init__(self, part: str) -> None:
        self._part, self._module = part, f"vuoro.lobby.a11y.{part}.film"
        self._process = subprocess.Popen(
            (sys.executable, "-m", self._module),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def judge(self, book: Notebook) -> None:
        """Wait for it and write down what moved."""
        told, complaints = self._process.communicate(timeout=LIMIT_SECONDS)
        if self._process.returncode != 0:
            raise RuntimeError(f"{self._module} failed: {complaints.strip()[-400:]}")
        film_faults(book, self._part, told)


def film_faults(book: Notebook, part: str, told: str) -> None:
    """Write down what films say of themselves: ``{name: {flashes, seconds, frames}}`` as JSON."""
    for name, film in msgspec.json.decode(told, type=dict[str, Moved]).items():
        book.check(f"{part}.flashes", film.frames)
        book.check(f"{part}.motion", film.frames)
        book.value(f"{part}.flashes", -film.flashes, "flashes", name)
        book.value(f"{part}.motion", -film.seconds, "seconds of motion", name)
        if name.endswith(STILL_FILMS):
            book.check(f"{part}.still", film.frames)
            book.value(f"{part}.still", -film.seconds, "seconds of motion", name)
            if film.seconds > STILL_SECONDS:
                what = f"moves for {film.seconds:.2f} s all the same"
                book.fault(f"{part}.still", f"moves: {name}", what, name)
        if film.flashes > MOST_FLASHES:
            what = f"{film.flashes:.0f} flashes in a second"
            book.fault(f"{part}.flashes", f"flashes: {name}", what, name)
        if film.seconds > LONGEST_MOTION:
            what = f"moves for {film.seconds:.1f} s"
            book.fault(f"{part}.motion", f"moves: {name}", what, name)
