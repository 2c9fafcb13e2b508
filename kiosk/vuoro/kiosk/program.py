"""The kiosk as a program: settings in, a window on the glass.

The first picture comes before anything that can wait is loaded: flow, printer, scanner and the
way to the lobby service follow while the visitor looks at it.
"""

import gc
import os
import signal
import socket
import sys
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QObject, QSize, QSocketNotifier, QTimer
from PySide6.QtGui import QGuiApplication

from vuoro.core import look
from vuoro.core.catalogue import catalogue
from vuoro.core.clock import SystemClock
from vuoro.core.languages import FINNISH, MAIN
from vuoro.core.service_manager import ServiceManager
from vuoro.core.settings.schema import KioskSettings, Settings
from vuoro.hardware.screen.citizen import Citizen
from vuoro.hardware.screen.placing import size_on
from vuoro.hardware.screen.starting import before_qt
from vuoro.kiosk import PACKAGE, first_frame
from vuoro.kiosk.flow.wishes import Wishes
from vuoro.kiosk.glass import Glass
from vuoro.kiosk.view import home
from vuoro.kiosk.view.footer import footer
from vuoro.kiosk.window import close_window, open_window, set_fonts

if TYPE_CHECKING:
    from vuoro.kiosk.running import Running

BAD_START = 2


def main(settings: Settings) -> int:
    """Run the kiosk of these settings until it is told to end; the exit code."""
    kiosk = settings.kiosk
    try:
        token = kiosk.token_file.read_text(encoding="ascii").strip()
        tokens = look.load(kiosk.theme)
    except OSError as error:
        problem = f"kiosk.token_file: {kiosk.token_file} can't be read ({error.strerror})."
        return _cannot_start(f"{problem} The lobby service writes it when the device is added.")
    except (look.BadTheme, UnicodeDecodeError) as error:
        return _cannot_start(str(error))
    rendering = before_qt(os.environ, SystemClock())
    app = QGuiApplication(sys.argv[:1])
    app.setApplicationName("Vuoro")
    set_fonts()
    program = Program(kiosk, tokens, token, ServiceManager())
    signals = end_on_signals(app)
    program.show()
    program.citizen.watch(rendering)
    code = app.exec()
    signals.close()
    program.close()
    return code


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


class Program(QObject):
    """The window of one kiosk, and after its first picture all that works behind it."""

    def __init__(
        self, settings: KioskSettings, tokens: look.Look, token: str, manager: ServiceManager
    ) -> None:
        super().__init__()
        self._settings, self._token = settings, token
        self.running: Running | None = None
        self._touched = 0.0
        self.glass = Glass(tokens, settings.screen_width_mm, self._pressed, settings.eye_mm)
        words = catalogue(PACKAGE, FINNISH)
        self.glass.foot(footer(Wishes(), MAIN, words))
        self.glass.show(home.home("", words))
        self.view = open_window(self.glass, self._size())
        self.citizen = Citizen(
            self.view,
            settings.output,
            full_screen=settings.full_screen,
            manager=manager,
            rotate=settings.rotate,
        )
        # Out of the renderer first; a kiosk is deaf for longer than this takes.
        self.citizen.ready.connect(lambda: QTimer.singleShot(0, self._run))

    def show(self) -> None:
        """Put the window up; everything else begins after the first picture, or without a screen
        when none came."""
        self.view.frameSwapped.connect(self._painted)
        self.citizen.show()

    def close(self) -> None:
        """End every thread, then the window."""
        self.citizen.close()
        if self.running is not None:
            self.running.close()
        close_window(self.view)

    def _painted(self) -> None:
        self.view.frameSwapped.disconnect(self._painted)
        first_frame.tell(os.environ)

    def _run(self) -> None:
        from vuoro.kiosk.running import Running

        self.running = Running(
            self._settings, self._token, self.glass, self.view, lambda: self.citizen.parts
        )
        self.running.start()
        settings = self._settings
        self.citizen.keep_hours(settings.hours, SystemClock(), off=settings.dark == "off")
        self.running.controller.changed.connect(self._changed)
        # What was loaded stays for good: the collector need not walk it again and again.
        gc.freeze()
        gc.enable()

    def _changed(self) -> None:
        # A code at the scanner is nothing that the window hears of.
        touched = self.running.controller.state.touched if self.running is not None else 0.0
        if touched != self._touched:
            self._touched = touched
            self.citizen.used()

    def _pressed(self, button: str, value: str) -> None:
        if self.running is not None:
            self.running.controller.press(button, value)

    def _size(self) -> QSize:
        width, height = self._settings.window.split("x")
        window = QSize(int(width), int(height))
        return size_on(self._settings.output, window) if self._settings.full_screen else window


def end_on_signals(app: QCoreApplication) -> ExitStack:
    """Until closed, Ctrl-C and systemd end the program; its window is not asked, it would refuse.

    Python acts on a signal between two of its own instructions only: what the signal writes wakes
    Qt, and no timer has to.
    """
    stack = ExitStack()
    hears, says = (stack.enter_context(end) for end in socket.socketpair())
    says.setblocking(False)
    woken = QSocketNotifier(hears.fileno(), QSocketNotifier.Type.Read)
    woken.activated.connect(lambda: hears.recv(64))
    stack.callback(woken.setEnabled, False)
    stack.callback(signal.set_wakeup_fd, signal.set_wakeup_fd(says.fileno()))
    for number in (signal.SIGINT, signal.SIGTERM):
        stack.callback(signal.signal, number, signal.signal(number, lambda *_: app.exit()))
    return stack


def _cannot_start(problem: str) -> int:
    print(f"vuoro kiosk: {problem}", file=sys.stderr)
    return BAD_START
