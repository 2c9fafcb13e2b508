"""The typeface of the board, and how wide its texts are."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from PySide6.QtGui import QFont, QFontDatabase, QFontMetricsF

from vuoro.core import look
from vuoro.display.geometry import Letters
from vuoro.display.view import CallView

_MEASURE = 1000
_NAMED_FROM_EM = 2.0
"""A counter label wider than this (four figures) is a name."""


def load_fonts() -> None:
    """Make the typeface known to Qt, and who draws what it lacks. Needs a QGuiApplication."""
    for file in look.fonts():
        QFontDatabase.addApplicationFont(str(file))
    # Left alone, Qt takes DejaVu for Persian and the Japanese shapes of Chinese signs.
    QFont.insertSubstitutions(look.FAMILY, list(look.FALLBACKS))


@dataclass
class Lettering:
    """Widths of the widest texts seen so far: the layout grows with them once and stays.

    When no call is shown, nobody sees it shrink: it begins anew.
    """

    metrics: QFontMetricsF = field(default_factory=lambda: QFontMetricsF(_font()))
    number: float = 0.0
    counter: float = 0.0
    named: bool = False

    def __post_init__(self) -> None:
        self._begin_anew()

    def see(self, calls: Iterable[CallView]) -> Letters:
        """What the layout needs, after these calls were seen too."""
        seen = tuple(calls)
        if not seen:
            self._begin_anew()
        for call in seen:
            self.number = max(self.number, self._em(call.number))
            counter = self._em(call.counter)
            self.named = self.named or counter > _NAMED_FROM_EM
            self.counter = max(self.counter, min(counter, _NAMED_FROM_EM))
        return Letters(self.metrics.capHeight() / _MEASURE, self.number, self.counter, self.named)

    def _begin_anew(self) -> None:
        self.number, self.counter, self.named = self._em("A000"), self._em("0"), False

    def _em(self, text: str) -> float:
        return self.metrics.horizontalAdvance(text) / _MEASURE


def _font() -> QFont:
    font = QFont(look.FAMILY)
    font.setPixelSize(_MEASURE)
    font.setWeight(QFont.Weight.Bold)
    font.setFeature(QFont.Tag("tnum"), 1)
    return font
