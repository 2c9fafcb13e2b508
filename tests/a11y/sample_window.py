"""The kiosk's real window, showing the sample whose name and language come on standard input."""

import sys

from PySide6.QtCore import QSize, QSocketNotifier
from PySide6.QtGui import QGuiApplication
from PySide6.QtQuick import QQuickWindow

from vuoro.core import look
from vuoro.core.clock import SteppingClock
from vuoro.core.languages import Language
from vuoro.kiosk.flow.state import Config, State
from vuoro.kiosk.flow.wishes import Wishes
from vuoro.kiosk.gallery import PORTRAIT_MM
from vuoro.kiosk.glass import Glass
from vuoro.kiosk.painter import Painter
from vuoro.kiosk.samples import MONO, NOW, samples
from vuoro.kiosk.window import close_window, open_window, set_fonts


def main() -> None:
    """Show what is asked for, and say ``name`` once it is shown, until the input ends."""
    QQuickWindow.setSceneGraphBackend("software")
    app = QGuiApplication(sys.argv[:1])
    app.setApplicationName("Vuoro samples")
    set_fonts()
    pressed: list[tuple[str, str]] = []
    glass = Glass(look.load(), PORTRAIT_MM, lambda *press: pressed.append(press))
    painter = Painter(glass, SteppingClock(NOW, elapsed=MONO), Config())
    painter.paint(State())
    view = open_window(glass, QSize(1080, 1920))
    view.show()

    def asked() -> None:
        line = sys.stdin.readline().split()
        if not line:
            app.quit()
            return
        name, language = line
        painter.paint(dict(samples(Wishes(Language(language))))[name])
        app.processEvents()
        print(name, flush=True)

    notifier = QSocketNotifier(sys.stdin.fileno(), QSocketNotifier.Type.Read)
    notifier.activated.connect(asked)
    print("ready", flush=True)
    app.exec()
    notifier.setEnabled(False)
    close_window(view)


if __name__ == "__main__":
    main()
