"""What a slip printer can be asked to do, whatever cable it hangs on: bytes there, bytes back."""

from collections.abc import Callable
from typing import Protocol, runtime_checkable

Mono = Callable[[], float]
"""Seconds that never go back."""


class PrinterError(Exception):
    """The printer can't be used as asked; one of the errors below."""


class PrinterUnreachable(PrinterError):
    """There is no connection to the printer: switched off, unplugged, wrong address."""


class PrinterLost(PrinterError):
    """The connection broke; how much of what was written arrived is not known."""


class PrinterStuck(PrinterError):
    """The printer did not take all bytes in time; how many it took is not known."""


class Printer(Protocol):
    """A line to a printer, for one thread at a time; after ``close`` it opens again.

    Real-time status requests are ordinary bytes here: what they mean is for the part that prints.
    """

    @property
    def answers(self) -> bool:
        """Whether anything can come back; a line that only goes there reads nothing, ever."""
        ...

    def open(self) -> None:
        """Connect, if not connected. Raises PrinterUnreachable."""
        ...

    def write(self, data: bytes, timeout: float) -> None:
        """Hand over all bytes within so many seconds. Raises PrinterLost, PrinterStuck."""
        ...

    def read(self, timeout: float) -> bytes:
        """What the printer has said, waiting so many seconds for the first byte; else empty.

        Raises PrinterLost.
        """
        ...

    def close(self, *, drop: bool = False) -> None:
        """End the connection; with ``drop``, bytes that have not left this computer never will."""
        ...


@runtime_checkable
class Spool(Printer, Protocol):
    """A line into a queue, which prints when it likes: bytes leave as one job, by ``finish``."""

    def finish(self, timeout: float) -> bool:
        """Hand the job in; whether the queue said within so many seconds that it is done.

        Raises PrinterLost if the queue did not take it: then nothing is printed. Raises
        PrinterStuck if it is not known whether it did.
        """
        ...
