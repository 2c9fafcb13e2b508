"""A booking as a picture for the phone: upright, readable at arm's length, its code fit to scan."""

import io
from typing import TYPE_CHECKING

from vuoro.booking.papers import qr
from vuoro.booking.papers.card import Card
from vuoro.core import look

if TYPE_CHECKING:
    from PIL.Image import Image
    from PIL.ImageDraw import ImageDraw

WIDTH, HEIGHT = 1080, 1920
_MARGIN = 84
_QR_SIDE = 1000
_INK, _SOFT, _PAPER, _BRAND = "#10202E", "#40525F", "#FFFFFF", "#0B4F6C"


def png(card: Card) -> bytes:
    """1080 × 1920 dots, which phones show whole."""
    from PIL import Image, ImageDraw

    picture = Image.new("RGB", (WIDTH, HEIGHT), _PAPER)
    draw = ImageDraw.Draw(picture)
    draw.rectangle((0, 0, WIDTH, 20), fill=_BRAND)
    y = 96
    y = _lines(draw, y, card.title, "Regular", 48, _SOFT)
    y = _lines(draw, y + 14, card.day, "Bold", 64, _INK)
    y = _lines(draw, y, card.time, "Bold", 92, _BRAND)
    for line, size in zip(card.where, (46, 42), strict=False):
        y = _lines(draw, y + 12, line, "Regular", size, _INK)
    if card.modules is not None:
        y = _code(picture, card.modules, y)
        y = _lines(draw, y + 24, card.check_in, "Regular", 40, _INK)
    y = _lines(draw, y + 36, card.code_label, "Regular", 40, _SOFT)
    _lines(draw, y, card.code, "Bold", 76, _INK)
    out = io.BytesIO()
    picture.save(out, "PNG", optimize=True)
    return out.getvalue()


def qr_image(modules: qr.Rows, dots: int) -> "Image":
    """The code with its quiet zone, each module so many dots wide."""
    from PIL import Image

    side = qr.side(modules)
    image = Image.new("1", (side, side), 1)
    for y, line in enumerate(modules):
        for x, black in enumerate(line):
            if black:
                image.putpixel((x + qr.QUIET_ZONE, y + qr.QUIET_ZONE), 0)
    return image.resize((side * dots, side * dots), Image.Resampling.NEAREST)


def _code(picture: "Image", modules: qr.Rows, y: int) -> int:
    image = qr_image(modules, _QR_SIDE // qr.side(modules))
    # The quiet zone is white on white: it may stand in the margin, the code itself on the edge.
    zone = image.width * qr.QUIET_ZONE // qr.side(modules)
    picture.paste(image, (_MARGIN - zone, y))
    return y + image.height - zone


def _lines(draw: "ImageDraw", y: int, words: str, cut: str, size: int, colour: str) -> int:
    """Write a text in as many lines as it needs; where the next may stand."""
    from PIL import ImageFont

    file = next(file for file in look.fonts() if file.stem.endswith(cut))
    font = ImageFont.truetype(str(file), size)
    line = ""
    lines = []
    for word in words.split():
        longer = f"{line} {word}".strip()
        if line and draw.textlength(longer, font) > WIDTH - 2 * _MARGIN:
            lines.append(line)
            longer = word
        line = longer
    for text in [*lines, line]:
        draw.text((_MARGIN, y), text, colour, font)
        y += round(size * 1.28)
    return y
