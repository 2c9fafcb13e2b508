"""The window of the board: shows a View, and tells when it has been painted."""

import logging
from dataclasses import asdict
from pathlib import Path
from typing import Any, cast

from PySide6.QtCore import Property, QObject, QUrl, Signal
from PySide6.QtGui import QColor
from PySide6.QtQuick import QQuickView

from vuoro.core import look
from vuoro.core.service_manager import NOBODY, ServiceManager
from vuoro.core.settings import DisplaySettings
from vuoro.display.geometry import MOST_ROWS, NAME_EM, Layout, Letters, Screen, solve
from vuoro.display.lettering import Lettering, load_fonts
from vuoro.display.view import CallView, View
from vuoro.hardware.screen.citizen import Citizen
from vuoro.hardware.screen.placing import size_on

_QML = Path(__file__).parent / "qml" / "Board.qml"
_MAP = cast(type, "QVariantMap")
_LIST = cast(type, "QVariantList")
"""Qt knows these types by name; PySide6's stub asks for a Python type."""
_NAMES = {"ink-soft": "inkSoft", "brand-ink": "brandInk"}

log = logging.getLogger(__name__)


class Facts(QObject):
    """What QML binds to.

    Each part tells of its own change, so that a tick of the clock redraws the clock alone.
    """

    calls_changed = Signal()
    mark_changed = Signal()
    foot_changed = Signal()
    shift_changed = Signal()
    layout_changed = Signal()

    def __init__(self, colours: dict[str, Any]) -> None:
        super().__init__()
        self._look = colours
        self._calls: dict[str, Any] = {}
        self._mark = False
        self._foot: dict[str, Any] = {}
        self._shift = [0, 0]
        self._layout: dict[str, Any] = {}

    look = Property(_MAP, lambda self: self._look, constant=True)
    calls = Property(_MAP, lambda self: self._calls, notify=calls_changed)
    mark = Property(bool, lambda self: self._mark, notify=mark_changed)
    foot = Property(_MAP, lambda self: self._foot, notify=foot_changed)
    shift = Property(_LIST, lambda self: self._shift, notify=shift_changed)
    layout = Property(_MAP, lambda self: self._layout, notify=layout_changed)

    def tell(self, view: View, layout: dict[str, Any]) -> None:
        """Hand QML what differs from before; the layout first, for it sizes the rest."""
        everything = _plain(asdict(view))
        foot = {"words": everything.pop("foot"), "lost": everything.pop("lost")}
        mark, shift = everything.pop("accent"), everything.pop("shift")
        self._set("_layout", layout, self.layout_changed)
        self._set("_calls", everything, self.calls_changed)
        self._set("_mark", mark, self.mark_changed)
        self._set("_foot", foot, self.foot_changed)
        self._set("_shift", shift, self.shift_changed)

    def _set(self, name: str, value: Any, changed: Any) -> None:
        if getattr(self, name) != value:
            setattr(self, name, value)
            changed.emit()


class BoardWindow(QObject):
    """The board on a screen. ``painted`` is emitted with a View once it has been seen."""

    painted = Signal(object)

    def __init__(
        self,
        settings: DisplaySettings,
        scheme: str = "light",
        manager: ServiceManager = NOBODY,
    ) -> None:
        super().__init__()
        load_fonts()
        self._settings = settings
        self._lettering = Lettering()
        self._told_illegible = False
        self._view: View | None = None
        self._unpainted = False
        self._facts = Facts(self._colours(scheme))
        self.window = QQuickView()
        self.window.setTitle("Vuoro")
        self.window.setResizeMode(QQuickView.ResizeMode.SizeRootObjectToView)
        self.window.setColor(QColor(self._facts._look["ground"]))
        width, height = (int(part) for part in settings.window.split("x"))
        self.window.resize(width, height)
        self.citizen = Citizen(
            self.window,
            settings.output,
            full_screen=settings.full_screen,
            manager=manager,
            rotate=settings.rotate,
        )

    def open(self, view: View) -> None:
        """Put the board on the screen, with this as its first picture."""
        if self._settings.full_screen:
            self.window.resize(size_on(self._settings.output, self.window.size()))
        self.show(view)
        self.window.setInitialProperties({"board": self._facts})
        self.window.setSource(QUrl.fromLocalFile(str(_QML)))
        self.window.widthChanged.connect(self._resized)
        self.window.heightChanged.connect(self._resized)
        self.window.frameSwapped.connect(self._swapped)
        self.citizen.show()

    def close(self) -> None:
        """Take the board off the screen."""
        self.citizen.close()
        self.window.close()
        self.window.setSource(QUrl())

    def show(self, view: View) -> None:
        """Show this from the next frame on."""
        if view == self._view:
            return
        if self._view is not None and view.serial != self._view.serial:
            self.citizen.used()
        self._view = view
        self._unpainted = True
        self._facts.tell(view, self._layout(view))
        self.window.update()

    def _resized(self) -> None:
        if self._view is not None:
            self._facts.tell(self._view, self._layout(self._view))

    def _swapped(self) -> None:
        if self._unpainted:
            self._unpainted = False
            self.painted.emit(self._view)

    def _layout(self, view: View) -> dict[str, Any]:
        letters = self._lettering.see(_calls(view))
        size, settings = self.window.size(), self._settings
        screen = Screen(size.width(), size.height(), settings.screen_width_mm, settings.distance_m)
        layout = solve(screen, letters)
        self._tell_once(layout)
        return _for_qml(screen, letters, layout)

    def _tell_once(self, layout: Layout) -> None:
        rows = len(layout.row_fonts)
        if self._told_illegible or (layout.legible and rows == MOST_ROWS):
            return
        self._told_illegible = True
        log.warning(
            "the screen is small for its distance: fewer or smaller calls are shown",
            extra={"rows": rows, "legible": layout.legible},
        )

    def _colours(self, scheme: str) -> dict[str, Any]:
        tokens = look.load(self._settings.theme)
        colours = {_NAMES.get(name, name): value for name, value in tokens.colours[scheme].items()}
        return colours | {
            "family": look.FAMILY,
            "cap": self._lettering.see(()).cap,
            "radius": tokens.sizes["radius-kiosk"],
            "motion": 0 if self._settings.still else int(tokens.sizes["motion-ms"]),
        }


def _calls(view: View) -> tuple[CallView, ...]:
    newest = (view.newest,) if view.newest else ()
    return (*newest, *view.previous, *view.history)


def _for_qml(screen: Screen, letters: Letters, layout: Layout) -> dict[str, Any]:
    unit = min(screen.width / 1920, screen.height / 1080)
    more = {"unit": unit, "named": letters.named, "name_em": NAME_EM}
    return {key: _plain(value) for key, value in asdict(layout).items()} | more


def _plain(value: Any) -> Any:
    """Tuples as lists and enums as their words, which is what QML takes."""
    match value:
        case dict():
            return {key: _plain(item) for key, item in value.items()}
        case tuple() | list():
            return [_plain(item) for item in value]
        case str():
            return str(value)
        case _:
            return value
