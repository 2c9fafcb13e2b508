"""Tells the lobby service how this display's computer and what hangs on it are."""

import logging
import threading
from collections.abc import Callable
from typing import Protocol

from vuoro.core.wire.kiosk import DeviceReport
from vuoro.queue.client import LobbyRefused, LobbyUnreachable

log = logging.getLogger(__name__)

LOOK_SECONDS = 20.0
_NOTHING = "none"


class Client(Protocol):
    """The way to the lobby service. ``report_device`` raises LobbyUnreachable or LobbyRefused."""

    def report_device(self, report: DeviceReport) -> None: ...

    def close(self) -> None: ...


class Reporter:
    """A thread that looks now and then, and tells when it is news."""

    def __init__(
        self,
        client: Client,
        health: Callable[[], tuple[str, ...]],
        parts: Callable[[], tuple[tuple[str, str], ...]] = tuple,
        pause: float = LOOK_SECONDS,
    ) -> None:
        self._client, self._health, self._parts, self._pause = client, health, parts, pause
        self._told: DeviceReport | None = None
        self._relinked = threading.Event()
        self._wake = threading.Event()
        self._closing = threading.Event()
        self._thread = threading.Thread(target=self._run, name="display reports", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def linked(self, up: bool) -> None:
        """The stream opened or broke; a lobby service that was away may have forgotten all."""
        if up:
            self._relinked.set()
            self._wake.set()

    def close(self) -> None:
        """End the thread and the connection."""
        self._closing.set()
        self._wake.set()
        if self._thread.is_alive():
            self._thread.join(timeout=6)
        self._client.close()

    def _run(self) -> None:
        while not self._closing.is_set():
            try:
                self._look()
            except Exception:
                log.exception("no report of this display")
            self._wake.wait(self._pause)
            self._wake.clear()

    def _look(self) -> None:
        if self._relinked.is_set():
            self._relinked.clear()
            self._told = None
        report = DeviceReport(_NOTHING, _NOTHING, host=self._health(), parts=self._parts())
        if report == self._told:
            return
        try:
            self._client.report_device(report)
        except (LobbyUnreachable, LobbyRefused) as error:
            log.info("report lost", extra={"reason": type(error).__name__})
        else:
            self._told = report
