"""A way to wake a thread that waits for a device."""

import os
import threading


class Waker:
    """A descriptor that is readable for ever once somebody called ``wake`` (eventfd(2))."""

    def __init__(self) -> None:
        self._descriptor = -1
        # Whoever wakes must not write to what another thread has just closed.
        self._lock = threading.Lock()

    def open(self) -> None:
        self._descriptor = os.eventfd(0, os.EFD_CLOEXEC | os.EFD_NONBLOCK)

    def fileno(self) -> int:
        return self._descriptor

    def wake(self) -> None:
        """From any thread; nothing happens when nobody waits any more, or yet."""
        with self._lock:
            if self._descriptor >= 0:
                os.eventfd_write(self._descriptor, 1)

    def close(self) -> None:
        with self._lock:
            if self._descriptor >= 0:
                os.close(self._descriptor)
            self._descriptor = -1
