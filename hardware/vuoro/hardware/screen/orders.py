"""Orders to the compositor, one after the other; the window never waits for them."""

import logging
import re
from collections import deque

from PySide6.QtCore import QObject, QProcess, QTimer

log = logging.getLogger(__name__)

_LONG_MS = 3_000


class Orders(QObject):
    """A line of commands. One that fails is told of, and the next one goes on."""

    def __init__(self) -> None:
        super().__init__()
        self._waiting: deque[tuple[str, ...]] = deque()
        self._process = QProcess(self)
        self._process.finished.connect(self._ended)
        self._process.errorOccurred.connect(self._failed)

    def send(self, *words: str) -> None:
        """Carry this out after what was sent before."""
        self._waiting.append(words)
        self._next()

    def close(self) -> None:
        """Nothing more; what runs is given its time."""
        self._waiting.clear()
        self._process.waitForFinished(_LONG_MS)

    def _next(self) -> None:
        if self._process.state() is QProcess.ProcessState.NotRunning and self._waiting:
            program, *words = self._waiting.popleft()
            self._process.start(program, words)

    def _ended(self, status: int, _how: object) -> None:
        if status:
            said = bytes(self._process.readAllStandardError().data()).decode(errors="replace")
            # wlopm draws a frame around what it says.
            self._tell(" ".join(re.findall(r"[\w\"'.,:()-]+", said))[:200])
        self._next()

    def _failed(self, error: QProcess.ProcessError) -> None:
        if error is QProcess.ProcessError.FailedToStart:
            self._tell(self._process.errorString())
            # The process counts as starting until this has been told.
            QTimer.singleShot(0, self, self._next)

    def _tell(self, reason: str) -> None:
        program = self._process.program()
        log.warning("the compositor was not told", extra={"program": program, "reason": reason})
