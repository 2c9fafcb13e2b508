"""Times of day and dates as each language writes them, beside CLDR's patterns of 24 hours."""

import re
from datetime import UTC, datetime

import pytest
from babel import Locale

from vuoro.core.catalogue import catalogue
from vuoro.core.languages import ENDONYMS

FINLAND = {"fi": ".", "fi-simple": ".", "sv": ".", "se": ".", "en": ":"}
"""As people in Finland write the hour without a zero (Kielitoimiston ohjepankki; Språkrådet)."""
MORNING = datetime(2026, 11, 23, 9, 5, tzinfo=UTC)
PARTS = {"vuoro.kiosk": "time", "vuoro.display": "time", "vuoro.core.phone": "time.clock"}


def cldr(language: str) -> Locale:
    return Locale.parse({"en": "en_GB", "se": "se_FI"}.get(language, language.partition("-")[0]))


def by_cldr(language: str) -> str:
    """Five past nine."""
    if mark := FINLAND.get(language):
        return f"9{mark}05"
    found = re.search(r"H+\Wmm", str(cldr(language).datetime_skeletons["Hm"].pattern))
    assert found is not None
    return found.group().replace("HH", "09").replace("H", "9").replace("mm", "05")


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize("language", ENDONYMS)
def test_a_time_of_day_is_written_as_in_cldr(part: str, language: str) -> None:
    words = catalogue(part, language)

    assert words.text(PARTS[part], hour=9, minute="05") == by_cldr(language)


@pytest.mark.parametrize("language", ENDONYMS)
def test_the_slip_says_day_month_and_year_in_the_order_of_cldr(language: str) -> None:
    said = catalogue("vuoro.printer", language).text(
        "slip.time", day=23, month=11, year=2026, clock=MORNING
    )
    locale = cldr("fi" if language == "sv" else language)
    patterns = [locale.date_formats["short"].pattern, locale.datetime_skeletons["yMd"].pattern]
    orders = {"".join(dict.fromkeys(re.findall("[dMy]", pattern))) for pattern in patterns}
    places = {"d": said.index("23"), "M": said.index("11"), "y": said.index("2026")}

    assert "".join(sorted(places, key=lambda part: places[part])) in orders
    assert by_cldr(language) in said


@pytest.mark.parametrize("language", ENDONYMS)
def test_what_is_counted_keeps_the_digits_of_board_and_slip(language: str) -> None:
    """Also where CLDR's own digits are others, as in Arabic, Persian and Sorani."""
    for part in ("vuoro.kiosk", "vuoro.printer", "vuoro.display", "vuoro.core.phone"):
        for key, text in catalogue(part, language).words.items():
            assert not re.search(r"(?![0-9])\d", text), key
