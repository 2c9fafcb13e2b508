"""How a camera scanner is doing, in numbers that name nobody."""

import threading
from collections import deque
from dataclasses import dataclass
from statistics import median

WINDOW_SECONDS = 10.0


@dataclass(frozen=True, slots=True)
class ScannerStats:
    """The last ten seconds of a scanner that looks at pictures.

    ``frames_per_second`` counts pictures that were looked at; ``decode_ms`` is the median time a
    look took, None when there was none; ``code_age`` is seconds since a code was last reported,
    None when none was since the program started.
    """

    frames_per_second: float
    decode_ms: float | None
    code_age: float | None


class Tally:
    """Counts looks and codes. Written by the scanner's thread, read by any."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._looks: deque[tuple[float, float]] = deque(maxlen=1024)
        self._began: float | None = None
        self._code: float | None = None

    def looked(self, at: float, seconds: float) -> None:
        """A look ended at this moment, after so long."""
        with self._lock:
            if self._began is None:
                self._began = at - seconds
            self._looks.append((at, seconds))

    def reported(self, at: float) -> None:
        """A code was told of."""
        with self._lock:
            self._code = at

    def stats(self, now: float) -> ScannerStats:
        with self._lock:
            times = [seconds for at, seconds in self._looks if now - at < WINDOW_SECONDS]
            began, code = self._began, self._code
        span = min(WINDOW_SECONDS, now - began) if began is not None else 0.0
        return ScannerStats(
            frames_per_second=len(times) / span if span > 0 else 0.0,
            decode_ms=median(times) * 1000 if times else None,
            code_age=None if code is None else now - code,
        )
