"""A copy of every event on another disk, written as soon as it is committed (offline_sync §3.13).

A loss then needs two failures at once. The copy is flushed before anybody hears of the event; but
a medium that fails or hangs is only a warning: its writes are another thread's, the lobby waits for
one a moment and no longer, and what it missed is copied later, from the database.
"""

import logging
import os
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from vuoro.queue.store.copies import event_body, header_body, newest, next_segment
from vuoro.queue.store.event_row import EventRow
from vuoro.queue.store.segments import packed

log = logging.getLogger(__name__)

PATIENCE_SECONDS = 0.25
"""A card's longest flush is 0.4 s, and rare; what takes longer is copied all the same."""
RETRY_SECONDS = 30.0
AT_ONCE = 500
LARGEST = 4 << 20

Mono = Callable[[], float]
Read = Callable[[int, int], Sequence[EventRow]]
"""Events after a position, at most so many, in order."""


@dataclass(frozen=True, slots=True)
class MediumState:
    """``trouble``: why nothing can be copied now, empty where it can. ``copied``: up to where."""

    trouble: str = ""
    copied: int = 0
    behind: bool = False


class SecondMedium:
    """The copies of one database. Its methods are for the thread that owns the database."""

    def __init__(
        self,
        folder: Path,
        *,
        patience: float = PATIENCE_SECONDS,
        mono: Mono = time.monotonic,
        opened: Callable[[Path], int] | None = None,
    ) -> None:
        self._folder, self._patience, self._mono = folder, patience, mono
        self._open = opened or _opened
        self._header: dict[str, str] = {}
        self._wanted: Sequence[EventRow] = ()
        self._turn, self._idle = threading.Event(), threading.Event()
        self._file, self._size, self._day = -1, 0, ""
        self._newest: EventRow | None = None
        self._copied: int | None = None
        self._trouble, self._retry_at = "", 0.0
        self._has_looked, self._behind, self._ending = False, True, False
        self._thread: threading.Thread | None = None

    @property
    def state(self) -> MediumState:
        """How it stands now."""
        return MediumState(self._trouble, self._copied or 0, self._behind)

    @property
    def newest(self) -> EventRow | None:
        """The event that was copied last before this start; None also while that is not known."""
        return self._newest

    def begin(self, header: dict[str, str]) -> None:
        """Look where the copies of a database end; ``header`` has its ``db_uuid``, and stands
        before each segment."""
        self._header = header
        self._thread = threading.Thread(target=self._run, name="second-medium", daemon=True)
        self._turn.set()
        self._thread.start()

    def know(self, header: dict[str, str]) -> None:
        """Another header from now on."""
        self._header, self._day = header, ""

    def copy(self, events: Sequence[EventRow]) -> None:
        """Events that were just committed. Returns when they are safe, or patience is at an end."""
        if self._behind or self._trouble or not self._idle.is_set():
            self._behind = True
            return
        self._hand(events)
        self._idle.wait(self._patience)

    def catch_up(self, read: Read) -> None:
        """Copy what is missing, if the medium takes it again; called every few seconds."""
        if not self._behind or not self._idle.is_set():
            return
        if self._trouble and self._mono() < self._retry_at:
            return
        if not self._has_looked:
            self._hand(())
            return
        if self._copied is None:
            self._copied = self._end(read)
        missing = read(self._copied, AT_ONCE)
        self._behind = len(missing) == AT_ONCE
        if missing:
            self._hand(missing)

    def wait(self, seconds: float) -> bool:
        """Whether the thread has nothing to do within so many seconds."""
        return self._idle.wait(seconds)

    def _end(self, read: Read) -> int:
        """Up to where the copies are of this very story. Where the database was brought back
        without them, they are made anew from its beginning, beside those of the other story."""
        newest = self._newest
        if newest is None:
            return 0
        here = read(newest.n - 1, 1)
        return newest.n if here and here[0].event_id == newest.event_id else 0

    def close(self) -> None:
        """End the thread, unless the medium hangs: then it ends with the process."""
        if self._thread is not None:
            self._ending = True
            self._turn.set()
            self._thread.join(self._patience)

    def _hand(self, events: Sequence[EventRow]) -> None:
        self._wanted = events
        self._idle.clear()
        self._turn.set()

    def _run(self) -> None:
        while True:
            self._turn.wait()
            self._turn.clear()
            try:
                if not self._ending:
                    self._do()
            except OSError as error:
                self._failed(error)
            if self._ending:
                self._put_away()
                return
            self._idle.set()

    def _do(self) -> None:
        if not self._has_looked:
            self._newest = newest(self._folder, self._header["db_uuid"])
            self._has_looked = True
        if self._wanted:
            self._write(self._wanted)
            self._copied = self._wanted[-1].n
        if self._trouble:
            log.info("the second medium works again")
            self._trouble = ""

    def _write(self, events: Sequence[EventRow]) -> None:
        first = events[0]
        if self._file < 0 or self._size > LARGEST or first.service_day != self._day:
            self._put_away()
            self._begin_segment(first)
        data = b"".join(packed(event_body(event)) for event in events)
        written = os.write(self._file, data)
        if written != len(data):
            raise OSError(f"only {written} of {len(data)} bytes were taken")
        self._size += written

    def _begin_segment(self, first: EventRow) -> None:
        segment = next_segment(self._folder, self._header["db_uuid"])
        segment.parent.mkdir(parents=True, exist_ok=True)
        self._file = self._open(segment)
        self._size, self._day = 0, first.service_day
        os.write(self._file, packed(header_body(self._header)))
        _flush_folder(segment.parent)

    def _failed(self, error: OSError) -> None:
        if not self._trouble:
            log.warning("the second medium fails", extra={"error": str(error.strerror or error)})
        self._trouble = error.strerror or str(error)
        self._behind, self._retry_at = True, self._mono() + RETRY_SECONDS
        self._put_away()

    def _put_away(self) -> None:
        file, self._file = self._file, -1
        if file >= 0:
            try:
                os.close(file)
            except OSError as error:
                log.warning("the second medium fails", extra={"error": str(error.strerror)})


def _opened(file: Path) -> int:
    """Each write returns when it is on the medium (open(2), O_DSYNC)."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_APPEND | os.O_DSYNC | os.O_CLOEXEC
    return os.open(file, flags, 0o600)


def _flush_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
