"""How a slip comes out in dots: sizes in millimetres, everything on the paper, codes that read."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt
import pytest
from PySide6.QtGui import QFontDatabase, QTextLayout
from pyzbar import pyzbar

from vuoro.core import look
from vuoro.core.catalogue import catalogue
from vuoro.core.languages import ENDONYMS, Language, as_written
from vuoro.core.wire.kiosk import Slip
from vuoro.hardware.printers.profile_files import profile_named
from vuoro.hardware.printers.virtual.paper import CutSlip
from vuoro.printer.bitmap import Bitmap
from vuoro.printer.raster import _font, _load_fonts, _unbroken, draw
from vuoro.printer.sheet import PAPERS, Number, Ruler, Sheet, Steps, Weight, Words, fitted
from vuoro.printer.slip import compose
from vuoro.printer.trial import compose_trial

pytestmark = pytest.mark.usefixtures("qt")

DOTS_PER_MM = 8
LONG_FINNISH = "Lentokonesuihkuturbiinimoottoriapumekaanikkoaliupseerioppilaskoulutuskeskus"
LONG_ARABIC = "انتظر في القاعة " * 12
LONG_THAI = "กรุณารอในห้องโถงชั้นหนึ่งจนกว่าหมายเลขของคุณจะปรากฏบนหน้าจอ" * 2
LONG_CHINESE = "请在一楼大厅等候直到您的号码显示在屏幕上。" * 3


def black(bitmap: Bitmap) -> npt.NDArray[np.bool_]:
    rows = np.frombuffer(bitmap.rows, np.uint8).reshape(bitmap.height, bitmap.row_bytes)
    return np.unpackbits(rows, axis=1).astype(bool)


def ink(dots: npt.NDArray[np.bool_]) -> tuple[int, int, int, int]:
    """Left, top, right and bottom of what is black; right and bottom are past the end."""
    rows, columns = np.flatnonzero(dots.any(axis=1)), np.flatnonzero(dots.any(axis=0))
    return int(columns[0]), int(rows[0]), int(columns[-1]) + 1, int(rows[-1]) + 1


def number_alone(text: str, paper_mm: int) -> tuple[float, float]:
    """Width and height in millimetres of a number as it is drawn on a slip."""
    sheet = Sheet(PAPERS[paper_mm], (Number(text, 26.0),))
    left, top, right, bottom = ink(black(draw(sheet)))
    return (right - left) / DOTS_PER_MM, (bottom - top) / DOTS_PER_MM


def pieces_of_office(slip: Slip) -> int:
    """How many pieces with white between them the first line consists of."""
    columns = np.any(black(draw(compose(slip, 80)))[: 6 * DOTS_PER_MM], axis=0, keepdims=True)
    return int(np.count_nonzero(np.diff(columns.astype(np.int8)) == 1))


def read_code(bitmap: Bitmap) -> str:
    codes: list[Any] = pyzbar.decode(np.where(black(bitmap), 0, 255).astype(np.uint8))
    assert len(codes) == 1
    return str(codes[0].data, "utf-8")


@pytest.mark.parametrize("number", ["A017", "A888", "J111", "B999", "R404"])
def test_the_number_is_25_to_30_mm_high_on_80_mm_paper(number: str) -> None:
    _, height = number_alone(number, 80)

    assert 25 <= height <= 30


@pytest.mark.parametrize("number", ["A017", "A888", "M444", "W888"])
def test_the_number_is_as_high_as_fits_on_58_mm_paper(number: str) -> None:
    width, height = number_alone(number, 58)

    assert 44 <= width <= 45.5
    assert 14 <= height < 25


@pytest.mark.parametrize("paper_mm", [58, 80])
@pytest.mark.parametrize("language", ENDONYMS)
def test_the_code_leads_to_the_turn(slip: Slip, paper_mm: int, language: str) -> None:
    bitmap = draw(compose(replace(slip, language=language), paper_mm)).quiet()

    assert read_code(bitmap) == slip.follow_url


@pytest.mark.parametrize("token", ["a" * 26, "k" * 60, "z" * 120])
def test_a_code_of_any_length_is_about_25_mm(slip: Slip, token: str) -> None:
    bare = draw(compose(replace(slip, follow_url="https://x.fi/" + token), 80))
    codes: list[Any] = pyzbar.decode(np.where(black(bare), 0, 255).astype(np.uint8))

    assert codes[0].rect.width / DOTS_PER_MM == pytest.approx(25, abs=3)


@pytest.mark.parametrize("paper_mm", [58, 80])
@pytest.mark.parametrize("language", ["fi", "ar"])
@pytest.mark.parametrize("text", [LONG_FINNISH, LONG_ARABIC, LONG_THAI, LONG_CHINESE])
def test_long_words_stay_inside_the_paper(
    slip: Slip, paper_mm: int, language: str, text: str
) -> None:
    words = {language: text}
    long = replace(slip, language=language, office=words, where=words, copy=12)

    bitmap = draw(compose(long, paper_mm))

    left, top, right, bottom = ink(black(bitmap))
    assert left >= 8
    assert right <= bitmap.width - 8
    assert top >= 8
    assert 8 * DOTS_PER_MM <= bitmap.height - bottom <= 10.5 * DOTS_PER_MM


def test_arabic_begins_at_the_right_edge_and_finnish_at_the_left(slip: Slip) -> None:
    finnish = black(draw(compose(slip, 80)))[: 6 * DOTS_PER_MM]
    arabic = black(draw(compose(replace(slip, language="ar"), 80)))[: 6 * DOTS_PER_MM]

    assert ink(finnish)[0] < 24
    assert ink(arabic)[2] > 576 - 32


def test_arabic_letters_are_joined_and_not_boxes(slip: Slip) -> None:
    """Zero-width non-joiners keep the letters of the same word apart."""
    joined = replace(slip, language="ar", office={"ar": "محمد"})
    apart = replace(slip, language="ar", office={"ar": "م\u200cح\u200cم\u200cد"})

    assert (pieces_of_office(joined), pieces_of_office(apart)) == (1, 4)


def letters(text: str, weight: Weight = Weight.REGULAR) -> dict[str, bool]:
    """The families that draw a text, and whether one of its signs is a box."""
    layout = QTextLayout(text, _font(20, weight))
    layout.beginLayout()
    while layout.createLine().isValid():
        pass
    layout.endLayout()
    return {run.rawFont().familyName(): 0 in run.glyphIndexes() for run in layout.glyphRuns()}


@pytest.mark.parametrize("language", ENDONYMS)
def test_every_letter_of_every_language_can_be_drawn(language: str) -> None:
    for key, text in catalogue("vuoro.printer", language).words.items():
        boxes = [family for family, box in letters(text).items() if box]
        assert boxes == [], key
    assert not any(letters(ENDONYMS[Language(language)], Weight.BOLD).values())


@pytest.mark.parametrize(
    ("text", "family"),
    [
        ("Tervetuloa", look.FAMILY),
        ("Bures boahtin! Čáŋŋal ŧ đ", "Noto Sans"),
        ("Добро пожаловать", "Noto Sans"),
        ("خوش آمدید بەخێربێن", "Noto Sans Arabic"),
        ("ยินดีต้อนรับ", "Noto Sans Thai"),
        ("欢迎骨直", "Noto Sans CJK SC"),
    ],
)
def test_each_script_has_its_own_typeface(text: str, family: str) -> None:
    assert family in letters(text)


@pytest.mark.parametrize("text", [LONG_THAI, LONG_CHINESE])
def test_a_language_without_spaces_is_as_large_as_the_others(text: str) -> None:
    """Its sentences are no long words that have to be made to fit."""
    line, page = (draw(Sheet(PAPERS[58], (Words(each, 2.5),))) for each in (text[:4], text))
    lines = round(page.height / line.height)

    assert lines > 2
    assert page.height == pytest.approx(lines * line.height, abs=lines)


def test_thai_lines_end_between_words() -> None:
    """By the dictionary of libthai; without it lines would break anywhere."""
    assert _unbroken("กรุณารอในห้องโถง")[:3] == ["กรุณา", "รอ", "ใน"]
    assert _unbroken("请等候。A017") == ["请", "等", "候。", "A017"]
    assert _unbroken("Odota aulassa") == ["Odota", "aulassa"]


@pytest.mark.parametrize("paper_mm", [58, 80])
@pytest.mark.parametrize("language", ENDONYMS)
def test_the_number_is_drawn_alike_in_all_languages(
    slip: Slip, paper_mm: int, language: str
) -> None:
    alone = black(draw(Sheet(PAPERS[paper_mm], (Number(slip.number, 26.0),))))
    left, top, right, bottom = ink(alone)
    number = alone[top:bottom, left:right].astype(np.uint8) * 255
    page = black(draw(compose(replace(slip, language=language), paper_mm))).astype(np.uint8) * 255

    likeness = cv2.matchTemplate(page, number, cv2.TM_CCORR_NORMED).max()

    assert likeness > 0.99


def places(line: str, code: str) -> list[float]:
    """Where the signs of a code begin in a line; the first stands at a change of direction."""
    layout = QTextLayout(line, _font(20, Weight.REGULAR))
    layout.beginLayout()
    drawn = layout.createLine()
    layout.endLayout()
    start = line.index(code)
    found: list[Any] = [drawn.cursorToX(start + number) for number in range(1, len(code))]
    return [each[0] if isinstance(each, tuple) else each for each in found]


@pytest.mark.parametrize("code", ["7777-M2XD", "2233-4455", "+358 3 000 0000"])
@pytest.mark.parametrize("language", ["ar", "fa", "ckb"])
def test_a_code_among_arabic_words_is_not_turned_round(language: str, code: str) -> None:
    words = catalogue("vuoro.printer", language)
    bare = places(words.text("slip.receipt", receipt=code), code)
    kept = places(words.text("slip.receipt", receipt=as_written(code, language)), code)

    assert kept == sorted(kept)
    assert bare != sorted(bare), "without isolates it would be"


def test_a_script_without_letters_is_told_in_the_log(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(QFontDatabase, "families", lambda: ["Noto Sans", "Noto Sans Arabic"])
    _load_fonts.cache_clear()

    _load_fonts()

    told = [(record.__dict__["script"], record.__dict__["install"]) for record in caplog.records]
    assert told == [("Thai", "fonts-noto-core"), ("Chinese", "fonts-noto-cjk")]


def test_a_copy_carries_a_black_label_that_the_first_slip_has_not(slip: Slip) -> None:
    first = black(draw(compose(slip, 80)))
    copy = black(draw(compose(replace(slip, copy=1), 80)))

    assert copy.shape[0] > first.shape[0]
    assert copy[20:60, 20:120].mean() > 0.6


def test_a_slip_without_figures_is_shorter(slip: Slip) -> None:
    assert (
        draw(compose(replace(slip, ahead=None, wait=None), 80)).height
        < draw(compose(slip, 80)).height
    )


@pytest.mark.parametrize("paper_mm", [58, 80])
def test_the_test_print_covers_every_dot_of_the_head(paper_mm: int) -> None:
    sheet = compose_trial("fi", "Kiosk 1", datetime(2026, 7, 1, tzinfo=UTC), paper_mm)

    assert black(draw(sheet)).any(axis=0).all()


def test_the_picture_of_a_slip_decodes_too(slip: Slip) -> None:
    bitmap = draw(compose(slip, 58))
    picture = CutSlip("slip-0001", bitmap.width, bitmap.rows, b"").png()

    grey = cv2.imdecode(np.frombuffer(picture, np.uint8), cv2.IMREAD_GRAYSCALE)

    assert grey is not None
    assert cv2.QRCodeDetector().detectAndDecode(grey)[0] == slip.follow_url


@pytest.mark.parametrize("paper_mm", [58, 80])
def test_the_codes_of_the_test_page_are_read_in_all_three_sizes(paper_mm: int) -> None:
    sheet = compose_trial("en", "Kiosk 1", datetime(2026, 7, 1, tzinfo=UTC), paper_mm)
    page = np.where(black(draw(sheet).quiet()), 0, 255).astype(np.uint8)

    codes: list[Any] = sorted(pyzbar.decode(page), key=lambda code: code.rect.width)

    for code, mm in zip(codes, (20, 25, 30), strict=True):
        assert str(code.data, "ascii").endswith(f"code-of-{mm}-mm")
        assert code.rect.width / DOTS_PER_MM == pytest.approx(mm, abs=1.5)


def test_the_steps_of_the_test_page_grow_darker() -> None:
    page = black(draw(Sheet(PAPERS[80], (Steps(8),))))
    fields = [field.mean() for field in np.array_split(page[:, 16:-16], 8, axis=1)]

    assert fields == sorted(fields)
    assert fields[0] < 0.1
    assert fields[-1] > 0.8


def test_the_ruler_of_the_test_page_reaches_the_outermost_dots() -> None:
    page = black(draw(Sheet(PAPERS[58], (Ruler(5),))))

    assert page[0].all()
    assert page[:, [0, -1]].all()
    assert np.flatnonzero(page[26])[2:4].tolist() == [80, 81]


def test_a_sheet_is_drawn_in_the_dots_of_its_printer(slip: Slip) -> None:
    fine, coarse = profile_named("generic-80"), profile_named("epson-tm-t88")

    bitmaps = [draw(fitted(compose(slip, 80), profile)) for profile in (fine, coarse)]

    assert [bitmap.width for bitmap in bitmaps] == [576, 512]
    assert read_code(bitmaps[1]) == slip.follow_url
    inches = [bitmaps[0].height / fine.dpi, bitmaps[1].height / coarse.dpi]
    assert inches[0] == pytest.approx(inches[1], rel=0.04)
