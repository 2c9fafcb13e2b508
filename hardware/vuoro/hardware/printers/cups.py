"""A printer behind a queue of CUPS: a job goes in by `lp`, what became of it is asked of `lpstat`.

One way: CUPS may keep a job and print it later, and its word for done is that the bytes are out of
the computer. Jobs go in raw, since the slip is a picture already.
"""

import os
import re
import subprocess
import time
from collections.abc import Callable

from vuoro.hardware.printers.transport import (
    Mono,
    PrinterLost,
    PrinterStuck,
    PrinterUnreachable,
)

_TITLE = "Vuoro"
"""What the queue shows of a job; never a number, never a name."""
_REQUEST = re.compile(r"request id is (\S+-\d+)\b")
_DONE = "job-completed-successfully"
_BETWEEN_LOOKS = 0.2
_SHORT = 2.0
"""Seconds for a question that CUPS answers at once."""


class CupsPrinter:
    """The way into one queue, empty for the default one (see ``transport.Spool``).

    ``path`` is where the programs of CUPS are, as in $PATH.
    """

    answers = False

    def __init__(
        self,
        queue: str,
        *,
        path: str | None = None,
        mono: Mono = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._queue = queue
        self._environment = {**os.environ, "LC_ALL": "C"}
        if path is not None:
            self._environment["PATH"] = path
        self._mono = mono
        self._sleep = sleep
        self._job: bytearray | None = None

    def __repr__(self) -> str:
        return f"CupsPrinter({self._queue or 'default queue'})"

    def open(self) -> None:
        """Ask whether the queue is there and prints."""
        if self._job is not None:
            return
        try:
            state = self._run(("lpstat", "-p", *filter(None, (self._queue,))), _SHORT)
        except subprocess.TimeoutExpired as error:
            raise PrinterUnreachable(f"{self!r}: CUPS does not answer") from error
        except OSError as error:
            raise PrinterUnreachable(f"{self!r}: lpstat can't be run; is CUPS there?") from error
        if state.returncode or not state.stdout.strip():
            raise PrinterUnreachable(f"{self!r}: {_words(state) or 'there is no such queue'}")
        if " disabled since " in state.stdout.decode("utf-8", "replace"):
            raise PrinterUnreachable(f"{self!r} is stopped; start it with cupsenable")
        self._job = bytearray()

    def write(self, data: bytes, timeout: float) -> None:
        """Put bytes to the job; nothing leaves before ``finish``."""
        self._opened().extend(data)

    def read(self, timeout: float) -> bytes:
        self._opened()
        self._sleep(timeout)
        return b""

    def finish(self, timeout: float) -> bool:
        """Hand the job in, and wait so long until the queue says that it is done.

        False: it did not say so. Raises PrinterLost if the queue did not take the job, PrinterStuck
        if it said neither.
        """
        job = self._opened()
        end = self._mono() + timeout
        if not job:
            return True
        command = ("lp", *(("-d", self._queue) if self._queue else ()), "-o", "raw", "-t", _TITLE)
        try:
            taken = self._run(command, timeout, bytes(job))
        except subprocess.TimeoutExpired as error:
            raise PrinterStuck(f"{self!r} did not take the job in {timeout:.1f} s") from error
        except OSError as error:
            raise PrinterLost(f"{self!r}: lp can't be run") from error
        found = _REQUEST.search(taken.stdout.decode("utf-8", "replace"))
        if taken.returncode or found is None:
            raise PrinterLost(f"{self!r} did not take the job: {_words(taken)}")
        job.clear()
        return self._done(found[1], end)

    def close(self, *, drop: bool = False) -> None:
        """A job that was not finished is forgotten."""
        self._job = None

    def _done(self, job: str, end: float) -> bool:
        while self._mono() < end:
            reasons = self._reasons(job, end - self._mono())
            if reasons is not None:
                return _DONE in reasons
            self._sleep(_BETWEEN_LOOKS)
        return False

    def _reasons(self, job: str, seconds: float) -> list[str] | None:
        """Why a job is no longer in the queue; None while it is."""
        command = ("lpstat", "-l", "-W", "completed", "-o", job.rpartition("-")[0])
        try:
            told = self._run(command, min(_SHORT, seconds))
        except (subprocess.TimeoutExpired, OSError):
            return None
        return reasons_of(job, told.stdout.decode("utf-8", "replace"))

    def _opened(self) -> bytearray:
        if self._job is None:
            raise PrinterLost(f"{self!r} is not open")
        return self._job

    def _run(
        self, command: tuple[str, ...], seconds: float, given: bytes = b""
    ) -> "subprocess.CompletedProcess[bytes]":
        return subprocess.run(
            command,
            input=given,
            capture_output=True,
            timeout=max(0.01, seconds),
            env=self._environment,
            check=False,
        )


def reasons_of(job: str, listing: str) -> list[str] | None:
    """What `lpstat -l -W completed` says of a job: its ``job-state-reasons`` (RFC 8011, 5.3.8)."""
    reasons: list[str] | None = None
    for line in listing.splitlines():
        if not line.startswith((" ", "\t")):
            if reasons is not None:
                return reasons
            reasons = [] if line.split()[:1] == [job] else None
        elif reasons is not None and line.strip().startswith("Alerts:"):
            reasons = line.split(":", 1)[1].split()
    return reasons


def _words(finished: "subprocess.CompletedProcess[bytes]") -> str:
    return finished.stderr.decode("utf-8", "replace").strip()
