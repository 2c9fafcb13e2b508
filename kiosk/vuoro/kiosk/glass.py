"""The glass: what QML sees of the kiosk, and what a touch says to it."""

import logging
from collections.abc import Callable
from dataclasses import asdict, fields, is_dataclass, replace
from enum import Enum
from typing import Any

from PySide6.QtCore import QObject, QUrl, Slot
from PySide6.QtGui import QColor
from PySide6.QtQml import QQmlPropertyMap

from vuoro.core.languages import right_to_left
from vuoro.core.look import Look
from vuoro.kiosk.flow.wishes import Contrast, Wishes
from vuoro.kiosk.live_picture import Viewfinder
from vuoro.kiosk.sizes import EYE_MM, legible_from, sizes
from vuoro.kiosk.view.shown import Footer, Layout, Shown

log = logging.getLogger(__name__)

_SCHEMES = {Contrast.STANDARD: "light", Contrast.DARK: "dark", Contrast.BRIGHT: "bright"}
TIGHTER = 0.94
LEAST_SQUEEZE = 0.5
_EMPTY = Shown(screen="", layout=Layout.HOME, title="")


class Glass(QObject):
    """Four objects for QML: ``look`` (sizes, colours), ``view`` (words), ``kiosk``, ``viewfinder``.

    ``view.camera`` says whether there will be pictures in the viewfinder.
    """

    def __init__(
        self,
        look: Look,
        width_mm: int,
        on_press: Callable[[str, str], None],
        eye_mm: int = EYE_MM,
    ) -> None:
        super().__init__()
        self._look, self._width_mm, self._on_press = look, width_mm, on_press
        self._eye_mm, self._squeeze = eye_mm, 1.0
        self._filled: Shown | None = None
        self._pixels = (1080, 1920)
        self._wishes = Wishes()
        self.look = QQmlPropertyMap.create(self)
        self.view = QQmlPropertyMap.create(self)
        self.viewfinder = Viewfinder(self)
        self._known: dict[str, Any] = {}
        self._measure()
        self.say(clock="", office="", erase="", minus="", plus="", navShown=False, focus="")
        self.say(zones=[])
        self.say(camera=False, scans=0, taken="")
        self.say(idle=False, idleTitle="", idleLead="", idleMore="", idleAgain="", idleShare=1.0)
        self.show(_EMPTY)

    @Slot(str, str)
    def press(self, button: str, value: str) -> None:
        """A finger was lifted from a button."""
        self._on_press(button, value)

    @Slot(result=bool)
    def tighten(self) -> bool:
        """The words of this screen don't fit: smaller letters. False where they are the least."""
        if self._squeeze <= LEAST_SQUEEZE:
            return False
        self._squeeze *= TIGHTER
        self._measure()
        return True

    def resize(self, width: int, height: int) -> None:
        """The window has another size, in pixels."""
        if (width, height) != self._pixels and width > 0 and height > 0:
            self._pixels = (width, height)
            self._judge()
            self._measure()

    def wish(self, wishes: Wishes) -> None:
        """How the visitor wants the screen."""
        if wishes != self._wishes:
            self._wishes = wishes
            self._squeeze, self._filled = 1.0, None
            self._measure()

    def show(self, shown: Shown) -> None:
        """A screen. What didn't change is left alone: no key is made anew under a finger."""
        self._loosen(shown)
        nav = bool(shown.back or shown.again)
        values = {_camel(item.name): _plain(getattr(shown, item.name)) for item in fields(shown)}
        layout = values.pop("layout")
        if layout != self._known.get("layout"):
            # The old screen goes before its words do, the new one comes when its own are there.
            self.say(layout="")
        self.say(navShown=nav, **values)
        self.say(layout=layout)

    def foot(self, footer: Footer) -> None:
        """The footer."""
        self.say(foot=_plain(footer))

    def say(self, **values: Any) -> None:
        """Words by name."""
        for name, value in values.items():
            if name not in self._known or self._known[name] != value:
                self._known[name] = value
                self.view.insert(name, value)

    def _loosen(self, shown: Shown) -> None:
        """Other words may have room for letters of full size; what only counts has the same."""
        filled = replace(shown, bar=None, pad=None)
        if filled != self._filled:
            self._filled = filled
            if self._squeeze != 1.0:
                self._squeeze = 1.0
                self._measure()

    def _judge(self) -> None:
        """Tell whoever chose the screen that it is too small for the distance of the eye."""
        legible = legible_from(*self._pixels, self._width_mm, self._eye_mm)
        if legible < self._eye_mm:
            log.warning(
                "small for its distance: letters on a screen %d mm wide are legible from %d mm, "
                "not from eye_mm = %d; choose a larger screen",
                self._width_mm, legible, self._eye_mm,
            )  # fmt: skip

    def _measure(self) -> None:
        width, height = self._pixels
        radius = self._look.sizes["radius-kiosk"]
        measured = sizes(
            width,
            height,
            self._width_mm,
            radius,
            self._wishes,
            eye_mm=self._eye_mm,
            squeeze=self._squeeze,
        )
        for name, value in asdict(measured).items():
            self.look.insert(name, value)
        for name, colour in self._colours().items():
            self.look.insert(name, QColor(colour))
        self.look.insert("dark", self._wishes.contrast is Contrast.DARK)
        self.look.insert("rtl", right_to_left(self._wishes.language))
        self.look.insert("simple", self._wishes.simple)
        logo = self._look.logo
        self.look.insert("logo", QUrl.fromLocalFile(str(logo)).toString() if logo else "")

    def _colours(self) -> dict[str, str]:
        colours = self._look.colours[_SCHEMES[self._wishes.contrast]]
        named = {_camel(name.replace("-", "_")): value for name, value in colours.items()}
        return named | {
            "brandDown": _mixed(colours["brand"], colours["brand-ink"], 0.18),
            "surfaceDown": _mixed(colours["surface"], colours["ink"], 0.12),
            "foot": colours["surface"],
        }


def _camel(name: str) -> str:
    first, *rest = name.split("_")
    return first + "".join(word.capitalize() for word in rest)


def _plain(value: Any) -> Any:
    """A value as QML takes it: maps, lists, words and numbers."""
    if is_dataclass(value) and not isinstance(value, type):
        return {item.name: _plain(getattr(value, item.name)) for item in fields(value)}
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    return str(value.value) if isinstance(value, Enum) else value


def _mixed(colour: str, other: str, share: float) -> str:
    a, b = QColor(colour), QColor(other)
    parts = zip((a.red(), a.green(), a.blue()), (b.red(), b.green(), b.blue()), strict=True)
    return "#" + "".join(f"{round(x + (y - x) * share):02X}" for x, y in parts)
