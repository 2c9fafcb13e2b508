"""When the write-ahead log is worth moving into the database.

Every commit is in the log, flushed, before anybody hears of it; moving it makes nothing safer. But
it writes each page anew, so what many commits changed is moved once, not after each of them.
"""

MOST_COMMITS = 48
"""Of some 20 kB each: what is moved at once takes a memory card a tenth of a second."""
LONGEST_SECONDS = 300.0
"""A log that is damaged loses what comes after the damage, so it does not grow old."""


class Checkpoints:
    """What was committed since the last one."""

    def __init__(self) -> None:
        self._commits = 0
        self._oldest = 0.0

    def committed(self, mono: float) -> None:
        """There is one commit more in the log."""
        if not self._commits:
            self._oldest = mono
        self._commits += 1

    def are_due(self, mono: float) -> bool:
        """Whether the log is long, or its oldest commit has waited long."""
        waited = mono - self._oldest >= LONGEST_SECONDS
        return self._commits >= MOST_COMMITS or (self._commits > 0 and waited)

    def moved(self) -> None:
        """All of it is in the database now."""
        self._commits = 0
