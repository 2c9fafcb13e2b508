"""A full-screen window that can't be closed by whoever stands before it, and has no cursor."""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QCursor, QGuiApplication, QWindow


class Sealing(QObject):
    """Refuses to close a window (Alt-F4, xdg_toplevel.close) for as long as this exists.

    The program must end by ``exit``, not by ``quit``, which asks the windows first.
    """

    def __init__(self, window: QWindow) -> None:
        super().__init__()
        self._window = window
        QGuiApplication.setQuitOnLastWindowClosed(False)
        QGuiApplication.setOverrideCursor(QCursor(Qt.CursorShape.BlankCursor))
        window.setFlag(Qt.WindowType.FramelessWindowHint)
        window.installEventFilter(self)

    def open(self) -> None:
        """Let it be closed again."""
        self._window.removeEventFilter(self)
        QGuiApplication.restoreOverrideCursor()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A close event ends here."""
        if event.type() == QEvent.Type.Close:
            event.ignore()
            return True
        return super().eventFilter(watched, event)
