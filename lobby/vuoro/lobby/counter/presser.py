"""Presses of the button, carried to the lobby service: each once, and none too late."""

import logging
import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Protocol
from uuid import UUID

from vuoro.core.wire.counter import CounterAnswer, CounterFrame, CounterPress, PressOutcome
from vuoro.hardware.buttons import Press
from vuoro.hardware.lamps import LampState
from vuoro.kiosk.workers import Worker
from vuoro.queue.client import LobbyRefused, LobbyUnreachable

log = logging.getLogger(__name__)

PATIENCE_SECONDS = 8.0
"""So long a press is tried; then the clerk is told, and may press again."""
_PAUSE_SECONDS = 0.5
_TOO_LATE = "too_late"
_NOTICES = {
    PressOutcome.CALLED: None,
    PressOutcome.NOBODY_WAITS: LampState.NOBODY_WAITS,
    PressOutcome.HELP_ASKED: LampState.HELP_ASKED,
}
"""A call needs no notice: the light begins to blink."""


class Client(Protocol):
    """The way to the lobby service. Each raises LobbyUnreachable or LobbyRefused."""

    def call_next(self, press: CounterPress, key: UUID) -> CounterAnswer: ...

    def ask_for_help(self, press: CounterPress, key: UUID) -> CounterAnswer: ...

    def look(self, counter: str) -> CounterFrame: ...


class Presser:
    """One press after another, in a thread of its own.

    A press keeps its key however often it is tried, so it is carried out once (RFC draft
    idempotency-key); by its deadline a try that was long under way does nothing any more.
    ``notice`` is called in the presser's thread.
    """

    def __init__(
        self,
        client: Client,
        counter: str,
        new_key: Callable[[], UUID],
        lobby_time: Callable[[], datetime | None],
        notice: Callable[[LampState], None],
        mono: Callable[[], float],
    ) -> None:
        self._client, self._counter = client, counter
        self._new_key, self._lobby_time, self._mono = new_key, lobby_time, mono
        self._notice = notice
        self._closing = threading.Event()
        self._worker = Worker("counter presses")

    def start(self) -> None:
        self._worker.start()

    def press(self, press: Press) -> None:
        """Carry a press to the lobby service; returns at once."""
        key, began, now = self._new_key(), self._mono(), self._lobby_time()
        deadline = None if now is None else now + timedelta(seconds=PATIENCE_SECONDS)
        asked = CounterPress(self._counter, deadline)
        self._worker.submit(lambda: self._carry(press, asked, key, began))

    def close(self) -> None:
        self._closing.set()
        self._worker.close()

    def _carry(self, press: Press, asked: CounterPress, key: UUID, began: float) -> None:
        ask = self._client.call_next if press is Press.SHORT else self._client.ask_for_help
        while not self._closing.is_set():
            left = began + PATIENCE_SECONDS - self._mono()
            try:
                notice = _NOTICES[ask(asked, key).outcome]
            except LobbyRefused as error:
                if error.problem.code == _TOO_LATE and left > 0:
                    # By our own count it is not: the lobby's clock was set since it last spoke.
                    asked = self._by_the_clock_of_now(asked, left)
                    continue
                log.info("a press was refused", extra={"code": error.problem.code})
                notice = LampState.REFUSED
            except LobbyUnreachable as error:
                if left > 0:
                    self._closing.wait(_PAUSE_SECONDS)
                    continue
                log.warning("a press got no answer: %s", error)
                notice = LampState.UNANSWERED
            if notice is not None:
                self._notice(notice)
            return

    def _by_the_clock_of_now(self, asked: CounterPress, left: float) -> CounterPress:
        """The press with a deadline so many seconds from what the lobby's clock says now."""
        try:
            now = self._client.look(self._counter).now
        except (LobbyUnreachable, LobbyRefused):
            self._closing.wait(_PAUSE_SECONDS)
            return asked
        return replace(asked, deadline=now + timedelta(seconds=left))
