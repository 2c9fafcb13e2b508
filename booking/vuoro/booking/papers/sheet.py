"""A booking on A4 paper: a tagged PDF with title and language, for printers and screen readers.

Structure elements are written through fpdf2's own builder, which it uses for pictures only; a test
reads them back, so that an update of fpdf2 can't lose them.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from vuoro.booking.papers import qr
from vuoro.booking.papers.card import Card
from vuoro.booking.papers.picture import qr_image
from vuoro.core import look

_FAMILY = "atkinson"
_MARGIN = 22
_QR_SIDE = 62
_INK = (16, 32, 46)
_SOFT = (64, 82, 95)


def pdf(card: Card) -> bytes:
    """One page."""
    from fpdf import FPDF, ViewerPreferences

    paper: Any = FPDF(format="A4")
    paper.set_title(f"{card.title} – {card.day}")
    paper.set_lang(card.language)
    paper.set_producer("Vuoro")
    paper.viewer_preferences = ViewerPreferences(display_doc_title=True)
    for style, cut in (("", "Regular"), ("B", "Bold")):
        file = next(file for file in look.fonts() if file.stem.endswith(cut))
        paper.add_font(_FAMILY, style, file)
    paper.set_margin(_MARGIN)
    paper.add_page()
    _heading(paper, card)
    if card.modules is not None:
        zone = _QR_SIDE * qr.QUIET_ZONE / qr.side(card.modules)
        left = _MARGIN - zone
        paper.image(qr_image(card.modules, 8), x=left, w=_QR_SIDE, alt_text=card.modules_alt)
        _text(paper, card.check_in, 13, _INK)
    _text(paper, card.code_label, 12, _SOFT, above=4)
    _text(paper, card.code, 22, _INK, bold=True)
    for heading, told in card.advice:
        _text(paper, heading, 13, _INK, bold=True, above=5, kind="/H2")
        _text(paper, told, 12, _INK)
    return bytes(paper.output())


def _heading(paper: Any, card: Card) -> None:
    _text(paper, card.title, 16, _SOFT, kind="/H1")
    _text(paper, card.day, 26, _INK, bold=True, above=2)
    _text(paper, card.time, 26, _INK, bold=True)
    for line, size in zip(card.where, (15, 13), strict=False):
        _text(paper, line, size, _INK, above=2)
    paper.ln(1)


def _text(
    paper: Any,
    words: str,
    points: int,
    colour: tuple[int, int, int],
    *,
    bold: bool = False,
    above: float = 0,
    kind: str = "/P",
) -> None:
    paper.set_font(_FAMILY, "B" if bold else "", points)
    paper.set_text_color(*colour)
    if above:
        paper.ln(above)
    with _element(paper, kind):
        paper.multi_cell(0, points * 0.48, words, align="L", new_x="LMARGIN", new_y="NEXT")


@contextmanager
def _element(paper: Any, kind: str) -> Iterator[None]:
    """What is drawn inside is one structure element (ISO 32000-1, 14.7)."""
    mcid = paper.struct_builder.next_mcid_for_page(paper.page)
    paper._add_marked_content(struct_type=kind, mcid=mcid)
    paper._out(f"{kind} <</MCID {mcid}>> BDC")
    yield
    paper._out("EMC")
