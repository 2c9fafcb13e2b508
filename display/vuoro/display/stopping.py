"""Stopping on SIGTERM and Ctrl-C while Qt runs the program."""

import signal
import socket

from PySide6.QtCore import QCoreApplication, QSocketNotifier


class Stopper:
    """Ends the application on a signal, without asking its window, which would refuse.

    Python sees a signal only when Qt gives it a turn, so the signal wakes Qt through a socket.
    """

    def __init__(self, app: QCoreApplication) -> None:
        self._app = app
        self._reader, self._writer = socket.socketpair()
        for end in (self._reader, self._writer):
            end.setblocking(False)
        self._notifier = QSocketNotifier(self._reader.fileno(), QSocketNotifier.Type.Read)
        self._notifier.activated.connect(self._woken)
        self._before = signal.set_wakeup_fd(self._writer.fileno())
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._stop)

    def close(self) -> None:
        """Let signals be again."""
        signal.set_wakeup_fd(self._before)
        self._notifier.setEnabled(False)
        self._reader.close()
        self._writer.close()

    def _stop(self, _number: int, _frame: object) -> None:
        self._app.exit()

    def _woken(self) -> None:
        self._reader.recv(64)
