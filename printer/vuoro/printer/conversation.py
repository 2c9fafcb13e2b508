"""Talking with a printer while a job runs: who answered what, within the time there is."""

from collections.abc import Callable

from vuoro.hardware.printers.transport import Printer
from vuoro.printer.escpos import ASK, CLEAR, CLEARED, Status, is_done, is_real_time

Mono = Callable[[], float]
"""Seconds that never go back."""


class Conversation:
    """One connection; ``done`` counts the answers to DONE. Raises what the printer raises."""

    def __init__(self, printer: Printer, mono: Mono, seconds: float) -> None:
        self.done = 0
        self._late = 0
        """So many of the next bytes belong to a status of which the first ones came in time."""
        self._printer = printer
        self._mono = mono
        self._end = mono() + seconds

    @property
    def left(self) -> float:
        """Seconds until the job's time is over."""
        return max(0.0, self._end - self._mono())

    def say(self, data: bytes) -> None:
        """Hand over bytes within the time that is left."""
        self._printer.write(data, self.left)

    def ask(self, seconds: float) -> Status | None:
        """How the printer is, now; None if it does not say within so many seconds."""
        self.say(ASK)
        late, said = self._late, bytearray()
        end = self._mono() + min(seconds, self.left)
        while len(said) < late + 4:
            heard = self._printer.read(max(0.0, end - self._mono()))
            if not heard and self._mono() >= end:
                return None
            said += self._without_done(heard)
        return Status(*said[late : late + 4])

    def wait_done(self, count: int, seconds: float) -> bool:
        """Whether so many DONE have been answered, waiting at most so long."""
        end = self._mono() + min(seconds, self.left)
        while self.done < count:
            heard = self._printer.read(max(0.0, end - self._mono()))
            self._without_done(heard)
            if not heard and self._mono() >= end:
                return False
        return True

    def clear(self, seconds: float) -> bool:
        """Make the printer forget what it holds; whether it says that it did.

        Has its own time: it is asked when that of the job may be over.
        """
        self._printer.write(CLEAR, seconds)
        said = b""
        end = self._mono() + seconds
        while CLEARED not in said:
            heard = self._printer.read(max(0.0, end - self._mono()))
            if not heard and self._mono() >= end:
                return False
            said += heard
        return True

    def _without_done(self, heard: bytes) -> bytes:
        self.done += sum(is_done(answer) for answer in heard)
        answers = bytes(answer for answer in heard if is_real_time(answer))
        self._late = (self._late - len(answers)) % 4
        return answers
