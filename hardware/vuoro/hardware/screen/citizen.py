"""A window on a device: placed, sealed and alive, from its first picture to the end."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtQuick import QQuickView

from vuoro.core.clock import Clock
from vuoro.core.service_manager import ServiceManager
from vuoro.hardware.part_state import PartState
from vuoro.hardware.screen.life import Life
from vuoro.hardware.screen.orders import Orders
from vuoro.hardware.screen.placing import Placing
from vuoro.hardware.screen.rendering import WELL_SECONDS, Rendering
from vuoro.hardware.screen.sealing import Sealing

if TYPE_CHECKING:
    from vuoro.hardware.screen.sleeping import Sleeping

NO_SCREEN = "no screen to paint on; waiting for one"


class Citizen(QObject):
    """One window for the length of its program. Emits ``ready`` once, see Life.

    ``rotate``: degrees by which the screen was turned clockwise.
    """

    ready = Signal()

    def __init__(
        self,
        view: QQuickView,
        output: str,
        *,
        full_screen: bool,
        manager: ServiceManager,
        rotate: int = 0,
    ) -> None:
        super().__init__()
        self._view, self._rotate = view, rotate
        self._life = Life(view, manager)
        self._life.ready.connect(self.ready)
        self.placing = Placing(view, output) if full_screen else None
        self._sealing = Sealing(view) if full_screen else None
        # Only a compositor of a device takes them; a desktop arranges its screens itself.
        self._orders = Orders() if full_screen and _on_wayland() else None
        self._sleeping: Sleeping | None = None
        self._output = ""
        if self.placing is not None:
            self.placing.placed.connect(self._placed)

    @property
    def parts(self) -> tuple[tuple[str, str], ...]:
        """How its screen is, for a device's report; nothing for a window on a desktop."""
        if self.placing is None:
            return ()
        state = PartState.OK if self._output else PartState.OFFLINE
        return (("screen", state.value),)

    def show(self) -> None:
        """Put the window up, where it has an output."""
        self._life.start()
        if self.placing is None:
            self._view.show()
        else:
            self.placing.settle()

    def keep_hours(self, hours: str, clock: Clock, *, off: bool) -> None:
        """Be dark outside these hours; ``""``: always lit. ``off``: without a signal, too."""
        if not hours:
            return
        # The calendar takes a while to load.
        from vuoro.core.on_hours import week_of
        from vuoro.hardware.screen.sleeping import Sleeping

        week = week_of(hours)
        assert week is not None
        self._sleeping = Sleeping(self._view, week, clock, self._orders if off else None)
        self._sleeping.placed(self._output)

    def watch(self, rendering: Rendering) -> None:
        """Tell it when it has painted for long enough."""
        QTimer.singleShot(WELL_SECONDS * 1000, self, rendering.works)

    def used(self) -> None:
        """Somebody uses it, or it has news: it is lit outside its hours, too."""
        if self._sleeping is not None:
            self._sleeping.used()

    def close(self) -> None:
        """Before the window is closed."""
        if self._sleeping is not None:
            self._sleeping.close()
        if self.placing is not None:
            self.placing.close()
        if self._orders is not None:
            self._orders.close()
        if self._sealing is not None:
            self._sealing.open()
        self._life.close()

    def _placed(self, output: str) -> None:
        self._output = output
        self._life.status(f"on {output}" if output else NO_SCREEN)
        if output and self._orders is not None:
            turn = str(self._rotate) if self._rotate else "normal"
            self._orders.send("wlr-randr", "--output", output, "--transform", turn)
            # The program before may have ended in the dark.
            self._orders.send("wlopm", "--on", output)
        if self._sleeping is not None:
            self._sleeping.placed(output)


def _on_wayland() -> bool:
    return QGuiApplication.platformName().startswith("wayland")
