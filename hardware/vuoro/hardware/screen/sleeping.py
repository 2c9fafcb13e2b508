"""A screen that is dark outside its hours, and lit for a while by whoever uses it."""

import logging

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtQuick import QQuickView

from vuoro.core.clock import Clock, ClockState
from vuoro.core.on_hours import Week, is_on
from vuoro.hardware.screen.cover import cover
from vuoro.hardware.screen.orders import Orders

log = logging.getLogger(__name__)

LIT_SECONDS = 180.0
"""So long after a use, or after its start, a screen stays lit outside its hours."""
DEAF_SECONDS = 2.0
"""So long a screen takes to be seen again; whoever touches it meanwhile does so blindly."""
_LOOK_MS = 15_000
"""How late an hour may be noticed, also when the wall clock was set."""
_BEGINS = (QEvent.Type.TouchBegin, QEvent.Type.MouseButtonPress)
_GOES_ON = (
    *(QEvent.Type.TouchUpdate, QEvent.Type.MouseMove, QEvent.Type.MouseButtonDblClick),
    *(QEvent.Type.TouchEnd, QEvent.Type.TouchCancel, QEvent.Type.MouseButtonRelease),
)


class Sleeping(QObject):
    """One window and its hours.

    ``orders``: takes the signal from its output while it is dark; None: it is only black.
    """

    def __init__(self, view: QQuickView, week: Week, clock: Clock, orders: Orders | None) -> None:
        super().__init__()
        self._view, self._week, self._clock = view, week, clock
        self._orders, self._output = orders, ""
        self._sheet = cover(view)
        self._used = clock.mono()
        self._lit_at, self._blind = float("-inf"), False
        self.dark = False
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK_MS)
        self._timer.timeout.connect(self.look)
        self._timer.start()
        view.installEventFilter(self)

    def placed(self, output: str) -> None:
        """The window went to this output, which is lit when it comes; ``""``: it has none."""
        self._output = output
        if self.dark:
            self._signal()

    def used(self) -> None:
        """Somebody stands before it, or it has news for them."""
        self._used = self._clock.mono()
        self.look()

    def look(self) -> None:
        """Darken or light it, as it should be now."""
        unused = self._clock.mono() - self._used >= LIT_SECONDS
        # Who doesn't know the hour shows what there is.
        knows = self._clock.state is not ClockState.UNSET
        dark = unused and knows and not is_on(self._week, self._clock.now())
        if dark == self.dark:
            return
        self.dark = dark
        self._lit_at = self._clock.mono()
        log.info("the screen sleeps" if dark else "the screen is lit")
        self._sheet.setVisible(dark)
        self._signal()

    def close(self) -> None:
        """Look after it no more; who comes next finds it as it is."""
        self._timer.stop()
        self._view.removeEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Touches that nobody could see the aim of press nothing; the first lights the screen."""
        kind = event.type()
        if kind in _BEGINS:
            self._blind = self.dark or self._clock.mono() - self._lit_at < DEAF_SECONDS
            self.used()
        if self._blind and kind in (*_BEGINS, *_GOES_ON):
            # Or Qt makes a mouse of the finger.
            event.accept()
            return True
        return super().eventFilter(watched, event)

    def _signal(self) -> None:
        if self._orders is not None and self._output:
            self._orders.send("wlopm", "--off" if self.dark else "--on", self._output)
