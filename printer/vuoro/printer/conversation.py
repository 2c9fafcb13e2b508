"""Talking with a printer while a job runs: what it says, within the time there is."""

from collections.abc import Callable

from vuoro.hardware.printers.transport import Printer
from vuoro.printer.escpos import ASK, CLEAR
from vuoro.printer.status import Status
from vuoro.printer.status_stream import StatusStream

Mono = Callable[[], float]
"""Seconds that never go back."""

_OLD_NEWS = 64
"""Reads until what a line still holds of an earlier talk is gone; more is no old news."""


class Conversation:
    """One talk over an open line. Raises what the printer raises."""

    def __init__(self, printer: Printer, mono: Mono, seconds: float) -> None:
        self._printer = printer
        self._mono = mono
        self._end = mono() + seconds
        self._stream = StatusStream()

    @property
    def left(self) -> float:
        """Seconds until the time of this talk is over."""
        return max(0.0, self._end - self._mono())

    @property
    def done(self) -> int:
        """How many DONE were answered."""
        return self._stream.done

    @property
    def status(self) -> Status | None:
        """The newest that the printer has told, asked or by itself; None before the first."""
        return self._stream.status

    def pass_over(self, quiet: float) -> None:
        """Forget what the printer says until it has been quiet for so many seconds.

        A serial line keeps answers to an earlier talk, and what that talk left undone may be
        answered yet: none of it is about this slip.
        """
        for _ in range(_OLD_NEWS):
            if not self._printer.read(min(quiet, self.left)):
                break
        self._stream = StatusStream()

    def say(self, data: bytes) -> None:
        """Hand over bytes within the time that is left."""
        self._printer.write(data, self.left)

    def ask(self, seconds: float) -> Status | None:
        """How the printer is, now; None if it does not say within so many seconds.

        Answers that come too late serve the next question: they are that much older.
        """
        before = self._stream.asked
        self.say(ASK)
        answered = self._listen(lambda: self._stream.asked > before, min(seconds, self.left))
        return self.status if answered else None

    def wait_done(self, count: int, seconds: float) -> bool:
        """Whether so many DONE have been answered, waiting at most so long, or until news come."""
        before = self._stream.pushed

        def met() -> bool:
            return self.done >= count or self._stream.pushed > before

        self._listen(met, min(seconds, self.left))
        return self.done >= count

    def wait_news(self, seconds: float) -> None:
        """Wait so long, or until the printer tells something by itself."""
        before = self._stream.pushed
        self._listen(lambda: self._stream.pushed > before, min(seconds, self.left))

    def clear(self, seconds: float) -> bool:
        """Make the printer forget what it holds; whether it says that it did.

        Has its own time: it is asked when that of the job may be over.
        """
        before = self._stream.cleared
        self._printer.write(CLEAR, seconds)
        return self._listen(lambda: self._stream.cleared > before, seconds)

    def _listen(self, met: Callable[[], bool], seconds: float) -> bool:
        """Hear until it is met, at most so long, however much the printer has to say."""
        end = self._mono() + seconds
        while not met():
            left = end - self._mono()
            self._stream.hear(self._printer.read(max(0.0, left)))
            if left <= 0:
                return met()
        return True
