"""A sheet as dots: Qt sets the text, in any script, and numpy packs the bits.

The only part that needs Qt; a QGuiApplication must exist. Text is drawn in grey and cut at the
middle, which keeps the shapes of letters better at 203 dpi than drawing without grey.
"""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import assert_never

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt, QTextBoundaryFinder
from PySide6.QtGui import (
    QBrush,
    QColor,
    QFont,
    QFontDatabase,
    QFontMetricsF,
    QImage,
    QPainter,
    QPainterPath,
    QTextLayout,
    QTextOption,
    QTransform,
)

from vuoro.core import look
from vuoro.core.look.letters import without_letters
from vuoro.printer.bitmap import Bitmap
from vuoro.printer.qr import Modules, enlarge, modules
from vuoro.printer.sheet import (
    Bars,
    Block,
    Code,
    Gap,
    Joined,
    Mark,
    Number,
    Ruler,
    Sheet,
    Steps,
    Weight,
    Words,
)

_log = logging.getLogger(__name__)
_LEADING = 1.32
_TALL_SCRIPTS = 1.12
"""Arabic, Thai and others reach higher and lower than Latin."""
_CAP = 0.668
"""Height of a capital letter of the house font, in font sizes."""
_NARROWEST = 0.7
"""How far the number may be squeezed: 25 mm high, four characters must fit across 68 mm."""
_BESIDE_CODE_MM = 4.0
_DENSITIES = (
    Qt.BrushStyle.Dense7Pattern,
    Qt.BrushStyle.Dense6Pattern,
    Qt.BrushStyle.Dense5Pattern,
    Qt.BrushStyle.Dense4Pattern,
    Qt.BrushStyle.Dense3Pattern,
    Qt.BrushStyle.Dense2Pattern,
    Qt.BrushStyle.Dense1Pattern,
    Qt.BrushStyle.SolidPattern,
)
"""From one dot in sixteen to all of them."""
_NARROWEST_BESIDE_MM = 24.0


@dataclass(frozen=True, slots=True)
class _Placed:
    """A block that knows its height in dots and paints itself with its top at a given dot."""

    height: float
    paint: Callable[[QPainter, float], None]


def draw(sheet: Sheet) -> Bitmap:
    """The sheet in dots of its printer, as high as it needs to be."""
    codes: list[tuple[Modules, int, int]] = []
    page = _Page(sheet, codes)
    whole = _stacked([page.place(block) for block in sheet.blocks])
    image = QImage(sheet.paper.dots, round(whole.height), QImage.Format.Format_Grayscale8)
    image.fill(QColor("white"))
    painter = QPainter(image)
    whole.paint(painter, 0)
    painter.end()
    return _packed(image, codes)


def _packed(image: QImage, codes: list[tuple[Modules, int, int]]) -> Bitmap:
    grey = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine())
    black = grey[:, : image.width()] < 128
    for code, x, y in codes:
        black[y : y + len(code), x : x + len(code)] = code
    return Bitmap(image.width(), np.packbits(black, axis=1).tobytes())


class _Page:
    """Sets blocks one under the other between the margins of a sheet."""

    def __init__(self, sheet: Sheet, codes: list[tuple[Modules, int, int]]) -> None:
        self._mm = sheet.paper.dots_per_mm
        self._margin = round(sheet.paper.margin_mm * self._mm)
        self._dots_across = sheet.paper.dots
        self._width = self._dots_across - 2 * self._margin
        self._mirrored = sheet.right_to_left
        self._codes = codes

    def place(self, block: Block) -> _Placed:
        match block:
            case Gap(mm):
                return _space(mm * self._mm)
            case Words():
                return self._full(block)
            case Mark():
                return self._mark(block)
            case Number():
                return self._number(block)
            case Code():
                return self._code(block)
            case Joined():
                return self._joined(block)
            case Ruler(mm):
                return self._ruler(mm)
            case Steps(mm):
                return self._steps(mm)
            case Bars(mm):
                return self._bars(mm)
            case never:
                assert_never(never)

    def _words(self, words: Words, left: float, width: float) -> _Placed:
        font = self._fitted(words, width)
        layout = QTextLayout(words.text, font)
        layout.setTextOption(self._option())
        leading = _cap(font) * _LEADING / _CAP
        baseline = QFontMetricsF(font).ascent()
        height = 0.0
        layout.beginLayout()
        while (line := layout.createLine()).isValid():
            line.setLineWidth(width)
            # Fallback fonts have other ascents; baselines keep their distance all the same.
            line.setPosition(QPointF(0, height + baseline - line.ascent()))
            height += leading if line.height() <= leading * 1.2 else leading * _TALL_SCRIPTS
        layout.endLayout()
        return _Placed(height, lambda painter, top: layout.draw(painter, QPointF(left, top)))

    def _joined(self, joined: Joined) -> _Placed:
        font = self._font(joined.cap_mm, joined.weight)
        line = " · ".join(joined.parts)
        fits = QFontMetricsF(font).horizontalAdvance(line) <= self._width
        lines = (line,) if fits else joined.parts
        return _stacked([self._full(Words(text, joined.cap_mm, joined.weight)) for text in lines])

    def _full(self, words: Words) -> _Placed:
        return self._words(words, self._margin, self._width)

    def _mark(self, mark: Mark) -> _Placed:
        font = self._font(mark.cap_mm, Weight.BOLD)
        cap = _cap(font)
        width = QFontMetricsF(font).horizontalAdvance(mark.text) + 2 * cap
        left = self._start(width)
        label = QRectF(left, 0, width, cap * 2)

        def paint(painter: QPainter, top: float) -> None:
            shape = QPainterPath()
            shape.addRoundedRect(label.translated(0, top), cap / 3, cap / 3)
            painter.fillPath(shape, QColor("black"))
            painter.setPen(QColor("white"))
            painter.setFont(font)
            painter.drawText(QPointF(left + cap, top + cap * 1.5), mark.text)
            painter.setPen(QColor("black"))

        return _Placed(label.height(), paint)

    def _number(self, number: Number) -> _Placed:
        shape = QPainterPath()
        shape.addText(0, 0, self._font(number.cap_mm, Weight.BOLD), number.text)
        natural = shape.boundingRect()
        shrink = min(1.0, self._width / (natural.width() * _NARROWEST))
        squeeze = min(1.0, self._width / (natural.width() * shrink))
        move = QTransform.fromTranslate(-natural.left(), -natural.top())
        scaled = move * QTransform.fromScale(shrink * squeeze, shrink)
        outline = scaled.map(shape)
        size = outline.boundingRect()
        left = self._start(size.width())

        def paint(painter: QPainter, top: float) -> None:
            painter.fillPath(outline.translated(left, top), QColor("black"))

        return _Placed(size.height(), paint)

    def _code(self, code: Code) -> _Placed:
        dots = enlarge(modules(code.content), round(code.mm * self._mm))
        gap = _BESIDE_CODE_MM * self._mm
        width = self._width - len(dots) - gap
        if width < _NARROWEST_BESIDE_MM * self._mm:
            above = [self._full(each) for each in code.beside]
            return _stacked([*above, _space(gap * 0.75), self._dots(dots)])
        left = self._margin if self._mirrored else self._margin + len(dots) + gap
        beside = _stacked([self._words(each, left, width) for each in code.beside])
        return _centred(self._dots(dots), beside)

    def _dots(self, dots: Modules) -> _Placed:
        """Exact squares: they go into the picture after Qt is done with it."""
        left = round(self._start(len(dots)))
        return _Placed(len(dots), lambda painter, top: self._codes.append((dots, left, round(top))))

    def _bars(self, mm: float) -> _Placed:
        height, dots = mm * self._mm, self._dots_across

        def paint(painter: QPainter, top: float) -> None:
            painter.fillRect(QRectF(0, top, dots, height / 2), QColor("black"))
            for column in range(0, dots, 4):
                painter.fillRect(QRectF(column, top + height / 2, 2, height / 2), QColor("black"))

        return _Placed(height, paint)

    def _ruler(self, mm: float) -> _Placed:
        height, dots = mm * self._mm, self._dots_across

        def paint(painter: QPainter, top: float) -> None:
            painter.fillRect(QRectF(0, top, dots, 2), QColor("black"))
            for edge in (0, dots - 2):
                painter.fillRect(QRectF(edge, top, 2, height), QColor("black"))
            for tick in range(1, int(dots / self._mm)):
                long = height * (0.8 if tick % 10 == 0 else 0.55 if tick % 5 == 0 else 0.3)
                painter.fillRect(QRectF(round(tick * self._mm), top, 2, long), QColor("black"))

        return _Placed(height, paint)

    def _steps(self, mm: float) -> _Placed:
        height, width = mm * self._mm, self._width / len(_DENSITIES)

        def paint(painter: QPainter, top: float) -> None:
            painter.setBrushOrigin(0, 0)
            for number, density in enumerate(_DENSITIES):
                left = self._margin + number * width
                field = QRectF(round(left), round(top), round(width) - 8, round(height))
                painter.fillRect(field, QBrush(QColor("black"), density))

        return _Placed(height, paint)

    def _fitted(self, words: Words, width: float) -> QFont:
        """The font asked for, or one in which the longest word still fits, down to two thirds."""
        font = self._font(words.cap_mm, words.weight)
        metrics = QFontMetricsF(font)
        unbroken = _unbroken(words.text)
        widest = max((metrics.horizontalAdvance(part) for part in unbroken), default=0.0)
        if widest <= width:
            return font
        return self._font(words.cap_mm * max(2 / 3, width / widest * 0.99), words.weight)

    def _font(self, cap_mm: float, weight: Weight) -> QFont:
        return _font(cap_mm * self._mm, weight)

    def _start(self, width: float) -> float:
        """Where something so wide begins, at the side where lines begin."""
        return self._margin + (self._width - width if self._mirrored else 0)

    def _option(self) -> QTextOption:
        side = Qt.AlignmentFlag.AlignRight if self._mirrored else Qt.AlignmentFlag.AlignLeft
        option = QTextOption(side | Qt.AlignmentFlag.AlignAbsolute)
        option.setTextDirection(Qt.LayoutDirection.LayoutDirectionAuto)
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        return option


def _space(dots: float) -> _Placed:
    return _Placed(dots, lambda painter, top: None)


def _stacked(parts: Sequence[_Placed]) -> _Placed:
    """One under the other."""

    def paint(painter: QPainter, top: float) -> None:
        for part in parts:
            part.paint(painter, top)
            top += part.height

    return _Placed(sum(part.height for part in parts), paint)


def _centred(*parts: _Placed) -> _Placed:
    """Side by side, their middles at the same height."""
    height = max(part.height for part in parts)

    def paint(painter: QPainter, top: float) -> None:
        for part in parts:
            part.paint(painter, top + (height - part.height) / 2)

    return _Placed(height, paint)


def _unbroken(text: str) -> list[str]:
    """The parts of a text that stay on one line (UAX #14): words, and single signs of Chinese."""
    finder = QTextBoundaryFinder(QTextBoundaryFinder.BoundaryType.Line, text)
    ends = [0]
    while (end := finder.toNextBoundary()) >= 0:
        ends.append(end)
    # Qt counts UTF-16 units; all our scripts are in the plane where those are characters.
    return [text[start:end].strip() for start, end in pairwise(ends)]


@cache
def _font(cap: float, weight: Weight) -> QFont:
    """The house font, with a capital letter of so many dots."""
    _load_fonts()
    font = QFont([look.FAMILY, *look.FALLBACKS])
    font.setWeight(QFont.Weight(weight))
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    font.setPixelSize(round(cap / _CAP))
    return font


def _cap(font: QFont) -> float:
    return QFontMetricsF(font).capHeight()


@cache
def _load_fonts() -> None:
    for file in look.fonts():
        QFontDatabase.addApplicationFont(str(file))
    for script in without_letters(QFontDatabase.families()):
        _log.warning("no_letters", extra={"script": script.name, "install": script.package})
