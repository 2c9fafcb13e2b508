"""Where a scanner's pictures come from."""

from typing import TYPE_CHECKING, Protocol

from vuoro.hardware.scanners.decoding import Effort
from vuoro.hardware.scanners.scanner import ScannerState

if TYPE_CHECKING:
    from vuoro.hardware.scanners.picture import GreyImage


class SourceLost(Exception):
    """The camera was unplugged, the folder is not there: try again later."""


class SourceEnded(Exception):
    """There will be no further picture."""


class NothingSeen(Exception):
    """The source is there and shows nothing to look at: in this state, or none known yet."""

    def __init__(self, state: ScannerState | None = None) -> None:
        super().__init__(state)
        self.state = state


class Frames(Protocol):
    """A row of grey pictures. Used by one thread; may be opened again after ``close``."""

    def open(self) -> None:
        """Raises SourceLost."""
        ...

    def next(self) -> "GreyImage | None":
        """The newest picture; None when there is no new one yet.

        Raises SourceLost, SourceEnded, NothingSeen.
        """
        ...

    def effort(self, number: int) -> Effort:
        """How closely to look at the picture of this number, counted from 0."""
        ...

    def close(self) -> None: ...


def every_fourth(number: int) -> Effort:
    """Of a moving picture every fourth frame gets a closer look, the first one included."""
    return Effort.CLOSER if number % 4 == 0 else Effort.QUICK
