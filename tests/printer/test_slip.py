"""What a slip says, before it is drawn."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from vuoro.core.catalogue import SHOW_MISSING, catalogue
from vuoro.core.languages import ENDONYMS
from vuoro.core.wire.common import WaitInterval
from vuoro.core.wire.kiosk import Slip
from vuoro.printer.sheet import Code, Gap, Joined, Mark, Number, Sheet, Words
from vuoro.printer.slip import compose
from vuoro.printer.trial import compose_trial

NOON = datetime(2026, 7, 1, 9, 0, tzinfo=UTC)


def said(sheet: Sheet) -> str:
    """All words on a sheet, a line each."""
    lines: list[str] = []
    for block in sheet.blocks:
        match block:
            case Words(text) | Mark(text) | Number(text):
                lines.append(text)
            case Joined(parts):
                lines.append(" · ".join(parts))
            case Code(content, _, beside):
                lines += [content, *(words.text for words in beside)]
            case _:
                pass
    return "\n".join(lines)


def test_a_finnish_slip_says_what_a_visitor_needs_in_this_order(slip: Slip) -> None:
    assert said(compose(slip, 80)).splitlines() == [
        "Tampereen työllisyyspalvelut, Keskusta",
        "Vuoronumerosi",
        "A017",
        "Edelläsi 3 · noin 10–20 min",
        "Odota aulassa. Kutsumme sinut näytöllä ja kuulutuksella.",
        "http://192.0.2.20:8480/t/abcdefghijklmnopqrstuvwx23",
        "Seuraa vuoroasi",
        "Lue koodi puhelimesi kameralla.",
        "23.11.2026 klo 9.42",
        "Kuittinumero 7KQ4-M2XD",
        "Ditt nummer är A017. Vänta i aulan. Vi kallar dig på skärmen och med utrop.",
    ]


def test_what_may_not_be_told_leaves_no_trace(slip: Slip) -> None:
    uniform = said(compose(replace(slip, ahead=None, wait=None), 80))

    assert "Edelläsi" not in uniform
    assert "min" not in uniform.replace("Numerosi", "").split()
    assert "None" not in uniform


@pytest.mark.parametrize(
    ("ahead", "wait", "expected"),
    [
        (0, None, "Olet seuraava"),
        (0, WaitInterval(0, 5), "Olet seuraava · enintään 5 min"),
        (1, WaitInterval(5, 5), "Edelläsi 1 · noin 5 min"),
        (None, WaitInterval(5, 15), "noin 5–15 min"),
        (2, WaitInterval(0, 0), "Edelläsi 2"),
    ],
)
def test_the_wait_is_told_in_plain_words(
    slip: Slip, ahead: int | None, wait: WaitInterval | None, expected: str
) -> None:
    assert expected in said(compose(replace(slip, ahead=ahead, wait=wait), 80)).splitlines()


@pytest.mark.parametrize(
    ("language", "first", "again"),
    [("fi", "Kopio", "Kopio 2"), ("sv", "Kopia", "Kopia 2"), ("en", "Copy", "Copy 2")],
)
def test_a_copy_says_so_and_keeps_the_number(
    slip: Slip, language: str, first: str, again: str
) -> None:
    original = compose(replace(slip, language=language), 80)
    copy = compose(replace(slip, language=language, copy=1), 80)
    second = compose(replace(slip, language=language, copy=2), 80)

    assert not any(isinstance(block, Mark) for block in original.blocks)
    assert said(copy).splitlines() == [first, *said(original).splitlines()]
    assert said(second).splitlines() == [again, *said(original).splitlines()]


@pytest.mark.parametrize(
    ("month", "written"), [(1, "1.1.2026 kl. 14.05"), (7, "1.7.2026 kl. 15.05")]
)
def test_the_time_is_that_of_helsinki_in_winter_and_summer(
    slip: Slip, month: int, written: str
) -> None:
    at = datetime(2026, month, 1, 12, 5, tzinfo=UTC)

    assert written in said(compose(replace(slip, language="sv", issued_at=at), 80))


def test_the_second_language_is_swedish_for_finnish_readers_and_finnish_for_others(
    slip: Slip,
) -> None:
    assert "Ditt nummer är A017." in said(compose(slip, 80))
    assert "Numerosi on A017." in said(compose(replace(slip, language="en"), 80))
    assert "Numerosi on A017." in said(compose(replace(slip, language="ar"), 80))


def test_an_arabic_slip_reads_from_the_right(slip: Slip) -> None:
    sheet = compose(replace(slip, language="ar"), 80)

    assert sheet.right_to_left
    assert said(sheet).splitlines()[:2] == ["خدمات التوظيف في تامبيري، المركز", "رقمكم"]
    assert not compose(slip, 80).right_to_left


def test_a_receipt_keeps_its_order_among_arabic_words(slip: Slip) -> None:
    sheet = compose(replace(slip, language="ar", receipt="7777-M2XD"), 80)

    assert "\u20667777-M2XD\u2069" in said(sheet)


@pytest.mark.parametrize("copy", [0, 1, 2])
@pytest.mark.parametrize("language", ENDONYMS)
def test_every_language_fills_the_whole_slip(
    slip: Slip, language: str, copy: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(SHOW_MISSING, "1")
    catalogue.cache_clear()
    lines = said(compose(replace(slip, language=language, copy=copy), 80))
    catalogue.cache_clear()

    assert "⟦" not in lines
    assert "{" not in lines
    for told in ("A017", "3", "10", "20", "2026", "7KQ4-M2XD", slip.follow_url):
        assert told in lines


@pytest.mark.parametrize("paper_mm", [58, 80])
def test_the_paper_is_cut_eight_millimetres_below_the_last_line(slip: Slip, paper_mm: int) -> None:
    assert compose(slip, paper_mm).blocks[-1] == Gap(8.0)


def test_nobody_takes_a_test_print_for_a_ticket() -> None:
    words = said(compose_trial("sv", "Kiosk 1", NOON, 58))

    assert words.startswith("Testutskrift")
    assert "Kiosk 1\n1.7.2026 kl. 12.00" in words
