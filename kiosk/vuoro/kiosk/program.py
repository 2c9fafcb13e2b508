"""The kiosk as a program: settings in, a window on the glass."""

import logging
import os
import signal
import sys
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QTimer
from PySide6.QtGui import QCursor, QGuiApplication, QKeyEvent
from PySide6.QtQuick import QQuickWindow

from vuoro.core import look
from vuoro.core.catalogue import catalogue
from vuoro.core.clock import SystemClock
from vuoro.core.ids import RandomIds
from vuoro.core.languages import ENDONYMS
from vuoro.core.settings.schema import KioskSettings, Settings
from vuoro.kiosk import first_frame
from vuoro.kiosk.controller import Controller
from vuoro.kiosk.errands import Errands, World
from vuoro.kiosk.flow.state import Config
from vuoro.kiosk.glass import Glass
from vuoro.kiosk.map_writer import MapWriter
from vuoro.kiosk.painter import PACKAGE, Painter
from vuoro.kiosk.window import close_window, open_window, set_fonts
from vuoro.kiosk.workers import Worker

log = logging.getLogger(__name__)

OTHER_LANGUAGES_MS = 1000
BAD_START = 2
_HELD_MARGIN = 2.0


def main(settings: Settings) -> int:
    """Run the kiosk of these settings until it is told to end; the exit code."""
    kiosk = settings.kiosk
    try:
        token = kiosk.token_file.read_text(encoding="ascii").strip()
        tokens = look.load(kiosk.theme)
    except OSError as error:
        problem = f"kiosk.token_file: {kiosk.token_file} can't be read ({error.strerror})."
        return _cannot_start(f"{problem} Make a token with `vuoro device add`.")
    except (look.BadTheme, UnicodeDecodeError) as error:
        return _cannot_start(str(error))
    if "QT_QUICK_BACKEND" not in os.environ:
        QQuickWindow.setSceneGraphBackend("software")
    app = QGuiApplication(sys.argv[:1])
    app.setApplicationName("Vuoro")
    set_fonts()
    program = Program(kiosk, tokens, token)
    wake = _end_on_signals(app)
    program.show()
    code = app.exec()
    wake.stop()
    program.close()
    return code


class Program(QObject):
    """Glass, controller and errands of one kiosk."""

    def __init__(self, settings: KioskSettings, tokens: look.Look, token: str) -> None:
        super().__init__()
        self._settings, self._token = settings, token
        self._clock = SystemClock()
        config = _config(settings)
        ids = RandomIds(self._clock)
        self.glass = Glass(tokens, settings.screen_width_mm, self._pressed)
        painter = Painter(self.glass, self._clock, config)
        self.controller = Controller(self._clock, config, ids.event, painter.paint)
        self._errands = Errands(self._world, self._clock, self.controller.post)
        self.controller.errands = self._errands
        self.controller.start()
        self.view = open_window(self.glass, self._size())
        self.view.installEventFilter(self)
        path = os.environ.get("VUORO_SCREEN_MAP")
        self._map = MapWriter(Path(path), self.view, self.controller) if path else None

    def show(self) -> None:
        """Put the window up; everything else begins after the first frame."""
        self.view.setFlag(Qt.WindowType.FramelessWindowHint, self._settings.full_screen)
        self.view.frameSwapped.connect(self._begin, Qt.ConnectionType.SingleShotConnection)
        if self._settings.full_screen:
            self.view.setCursor(QCursor(Qt.CursorShape.BlankCursor))
            self.view.showFullScreen()
        else:
            self.view.show()

    def close(self) -> None:
        """End every thread, then the window."""
        self.controller.stop()
        self._errands.close()
        close_window(self.view)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keys go to a scanner that types; what it takes as the end of a code goes no further."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._errands.key(event.text(), event.timestamp() / 1000)
        return super().eventFilter(watched, event)

    def _begin(self) -> None:
        first_frame.tell(os.environ)
        self._errands.start()
        QTimer.singleShot(OTHER_LANGUAGES_MS, _load_languages)

    def _pressed(self, button: str, value: str) -> None:
        self.controller.press(button, value)

    def _size(self) -> QSize:
        if self._settings.full_screen:
            return QGuiApplication.primaryScreen().size()
        width, height = self._settings.window.split("x")
        return QSize(int(width), int(height))

    def _world(self, reports: Worker) -> World:
        """Everything slow to load is loaded here, on a thread, while the first screen stands."""
        from vuoro.kiosk.lobby_link import ClientLink

        link = ClientLink(self._settings.lobby_url, self._token)

        from vuoro.kiosk.devices import open_press, open_reader

        reader = open_reader(self._settings.scanner, self._clock)
        printer = open_press(
            self._settings.printer, self._settings.name, self._clock, link.report_slip, reports
        )
        return World(link, printer, reader)


def run(argv: list[str]) -> int:
    """``vuoro kiosk [SETTINGS]``: read the settings and run."""
    from vuoro.core.log import set_up_logging
    from vuoro.core.settings.load import BadSettings, load_settings

    set_up_logging()
    try:
        settings = load_settings(Path(argv[0]) if argv else None, os.environ)
    except BadSettings as error:
        return _cannot_start("\n".join(error.errors))
    return main(settings)


def _config(settings: KioskSettings) -> Config:
    return Config(
        idle=settings.idle_seconds,
        warn=settings.warn_seconds,
        result=settings.result_seconds,
        pin=settings.pin,
        has_printer=settings.printer.kind != "none",
        held=settings.scanner.same_code_seconds + _HELD_MARGIN,
    )


def _load_languages() -> None:
    """So that a change of language waits for nothing."""
    for language in ENDONYMS:
        catalogue(PACKAGE, language)


def _end_on_signals(app: QGuiApplication) -> QTimer:
    """Ctrl-C and systemd end the program as closing its window does.

    Python sees a signal between two of its own instructions only; a timer gives it some.
    """
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: app.quit())
    wake = QTimer()
    wake.timeout.connect(lambda: None)
    wake.start(500)
    return wake


def _cannot_start(problem: str) -> int:
    print(f"vuoro kiosk: {problem}", file=sys.stderr)
    return BAD_START
