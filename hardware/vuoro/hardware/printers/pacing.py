"""A line that hands over no more bytes a second than a printer bears."""

import time
from collections.abc import Callable

from vuoro.hardware.printers.transport import Mono, Printer, PrinterStuck

_PIECES_A_SECOND = 25


class Paced:
    """Another line, slower: for printers that lose what comes too fast, and say nothing of it."""

    def __init__(
        self,
        line: Printer,
        bytes_a_second: int,
        *,
        mono: Mono = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._line = line
        self._rate = bytes_a_second
        self._mono = mono
        self._sleep = sleep
        self._free_at = mono()
        """When everything handed over so far has had its time."""

    def __repr__(self) -> str:
        return f"{self._line!r} at {self._rate} bytes/s"

    @property
    def answers(self) -> bool:
        return self._line.answers

    def open(self) -> None:
        self._line.open()

    def write(self, data: bytes, timeout: float) -> None:
        end = self._mono() + timeout
        size = max(1, self._rate // _PIECES_A_SECOND)
        for at in range(0, len(data), size):
            self._wait(end)
            piece = data[at : at + size]
            self._line.write(piece, max(0.001, end - self._mono()))
            self._free_at = max(self._free_at, self._mono()) + len(piece) / self._rate

    def read(self, timeout: float) -> bytes:
        return self._line.read(timeout)

    def close(self, *, drop: bool = False) -> None:
        self._line.close(drop=drop)

    def _wait(self, end: float) -> None:
        """A printer has room for one piece more than it has had time for."""
        early = self._free_at - self._mono()
        if early <= 0:
            return
        if self._mono() + early > end:
            raise PrinterStuck(f"{self!r} needs more time")
        self._sleep(early)
