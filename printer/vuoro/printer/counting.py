"""The paper counter: how much is left on the roll, for printers that can't tell before it ends."""

import logging
from collections.abc import Callable
from math import ceil
from pathlib import Path

from vuoro.printer.counting_file import change, read
from vuoro.printer.status import Status

log = logging.getLogger(__name__)

LOW_MM = 3_000
"""Some 25 slips: time enough to fetch a roll, and what a near-end sensor leaves too."""
_LOW_SHARE = 0.2
"""Of a short roll: 3 m of 10 m would be low for a third of its life."""


class PaperCount:
    """Counts the paper of one roll; the file is the truth, so another program may begin a new one.

    What can't be kept is told in the log, once a program, and never in the way of a slip.
    """

    def __init__(self, folder: Path, roll_m: float) -> None:
        self._folder = folder
        self._roll_mm = round(roll_m * 1000)
        self._short = False
        self._failed = False

    @property
    def left_mm(self) -> int:
        """Millimetres left on the roll; 0 also when more was printed than was on it."""
        return max(0, self._roll_mm - self._attempt(lambda: read(self._folder)))

    @property
    def low(self) -> bool:
        """Whether somebody should see to a new roll."""
        return self.left_mm <= min(LOW_MM, self._roll_mm * _LOW_SHARE)

    def fed(self, millimetres: float) -> None:
        """So much was printed and fed."""
        self._attempt(lambda: change(self._folder, lambda before: before + ceil(millimetres)))

    def new_roll(self) -> None:
        """A whole roll is in the printer."""
        self._attempt(lambda: change(self._folder, lambda before: 0))
        log.info("new roll of paper")

    def saw(self, status: Status) -> None:
        """What the printer's own sensors say: paper that was short and no longer is, is a new roll.

        With the cover open the sensors see no paper, whatever there is.
        """
        if status.cover_open:
            return
        short = status.paper_out or status.paper_low
        if self._short and not short:
            self.new_roll()
        self._short = short

    def _attempt(self, act: Callable[[], int]) -> int:
        """A disk that can't be written costs the count, not the slip."""
        try:
            return act()
        except OSError as error:
            if not self._failed:
                log.warning("paper can't be counted", extra={"error": str(error)})
            self._failed = True
            return 0
