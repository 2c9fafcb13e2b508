"""A window on a device: placed, sealed and alive, from its first picture to the end."""

from PySide6.QtCore import QObject, Signal
from PySide6.QtQuick import QQuickView

from vuoro.core.service_manager import ServiceManager
from vuoro.hardware.screen.life import Life
from vuoro.hardware.screen.placing import Placing
from vuoro.hardware.screen.sealing import Sealing

NO_SCREEN = "no screen to paint on; waiting for one"


class Citizen(QObject):
    """One window for the length of its program. Emits ``ready`` once, see Life."""

    ready = Signal()

    def __init__(
        self, view: QQuickView, output: str, *, full_screen: bool, manager: ServiceManager
    ) -> None:
        super().__init__()
        self._view = view
        self._life = Life(view, manager)
        self._life.ready.connect(self.ready)
        self.placing = Placing(view, output) if full_screen else None
        self._sealing = Sealing(view) if full_screen else None
        if self.placing is not None:
            self.placing.placed.connect(self._placed)

    def show(self) -> None:
        """Put the window up, where it has an output."""
        self._life.start()
        if self.placing is None:
            self._view.show()
        else:
            self.placing.settle()

    def close(self) -> None:
        """Before the window is closed."""
        if self.placing is not None:
            self.placing.close()
        if self._sealing is not None:
            self._sealing.open()
        self._life.close()

    def _placed(self, output: str) -> None:
        self._life.status(f"on {output}" if output else NO_SCREEN)
