"""A device at the end of a cable: opened when it is there, lost without a fuss, found again."""

import logging
import select
import threading
import time
from collections.abc import Callable
from typing import Protocol

from vuoro.hardware.waking import Waker

log = logging.getLogger(__name__)

STEADY_SECONDS = 10.0
"""A device that stays for less than this has a loose plug: it is told of once, tried ever less."""

Mono = Callable[[], float]


class DeviceLost(Exception):
    """The device is unplugged, taken by another program or not allowed: try again later."""


class Line(Protocol):
    """What hangs on the cable. Used by one thread; may be opened again after ``close``."""

    def open(self) -> int:
        """The file descriptor that becomes readable when something arrives. Raises DeviceLost."""
        ...

    def patience(self) -> float | None:
        """Seconds of silence after which ``silent`` is called; None while it may last for ever."""
        ...

    def arrived(self) -> None:
        """Read what is there. Raises DeviceLost."""
        ...

    def silent(self) -> None:
        """Nothing has arrived for as long as ``patience`` said. Raises DeviceLost."""
        ...

    def close(self) -> None:
        """Let go; also when it never opened."""
        ...


class Tether:
    """The thread that owns one device. What goes wrong with the device never ends it."""

    def __init__(
        self, line: Line, name: str, *, retry: Callable[[int], float], mono: Mono = time.monotonic
    ) -> None:
        """``name`` is for the log; ``retry`` gives the seconds to wait after so many failures."""
        self._line = line
        self._name = name
        self._retry = retry
        self._mono = mono
        self._failures = 0
        self._told: set[str] = set()
        self._attached = False
        self._on_change: Callable[[], None] = lambda: None
        self._stopping = threading.Event()
        self._waker = Waker()
        self._thread: threading.Thread | None = None

    @property
    def attached(self) -> bool:
        """Whether the device is open now."""
        return self._attached

    @property
    def used(self) -> bool:
        """Whether it was started or closed before."""
        return self._thread is not None or self._stopping.is_set()

    @property
    def closing(self) -> bool:
        return self._stopping.is_set()

    def watch(self, on_change: Callable[[], None]) -> None:
        """Be told when ``attached`` is another, in the device's own thread; before ``start``."""
        self._on_change = on_change

    def start(self) -> None:
        """Begin; returns at once, also while the device is not there. Once only."""
        self._waker.open()
        self._thread = threading.Thread(target=self._run, name=self._name, daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Stop; when this returns the device is let go, unless the device's own thread calls."""
        self._stopping.set()
        self._waker.wake()
        if self._thread is not None and self._thread is not threading.current_thread():
            self._thread.join()

    def _run(self) -> None:
        while not self._stopping.is_set():
            began = self._mono()
            try:
                self._serve()
            except DeviceLost as lost:
                self._count(began)
                self._tell(str(lost))
            except Exception:
                # A kiosk whose device died in silence sends everybody to the desk; go on and tell.
                log.exception("the %s failed", self._name)
                self._count(began)
            finally:
                self._line.close()
            self._become(attached=False)
            if not self._stopping.is_set():
                self._stopping.wait(self._retry(self._failures))
        self._waker.close()

    def _count(self, began: float) -> None:
        if self._mono() - began >= STEADY_SECONDS:
            self._failures = 0
            self._told.clear()
        self._failures += 1

    def _tell(self, reason: str) -> None:
        """Each reason once: one that is unplugged, and then not allowed, has two."""
        if reason not in self._told:
            self._told.add(reason)
            log.warning("%s offline: %s", self._name, reason)

    def _become(self, *, attached: bool) -> None:
        if attached is self._attached:
            return
        self._attached = attached
        if self._stopping.is_set():
            return
        try:
            self._on_change()
        except Exception:
            log.exception("the state of the %s could not be told", self._name)

    def _serve(self) -> None:
        """Attend to the device until it is lost or the tether is closed."""
        descriptor = self._line.open()
        poll = select.poll()
        poll.register(descriptor, select.POLLIN)
        poll.register(self._waker, select.POLLIN)
        self._become(attached=True)
        while not self._stopping.is_set():
            patience = self._line.patience()
            found = poll.poll(None if patience is None else patience * 1000)
            ready = {number for number, _ in found}
            if descriptor in ready:
                self._line.arrived()
            elif not ready:
                self._line.silent()
