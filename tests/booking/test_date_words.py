"""Days and times of clients' languages, beside CLDR."""

import re
from datetime import UTC, date, datetime

import pytest
from babel import Locale

from vuoro.booking import moments
from vuoro.booking.date_words import DATE_WORDS
from vuoro.core.languages import ENDONYMS

MONDAY = datetime(2026, 11, 23, 7, 5, tzinfo=UTC)
"""9.05 in Helsinki."""
FINLAND = {"en": "en_GB", "se": "se_FI", "fi-simple": "fi"}
IN_FIGURES = {"fi", "fi-simple", "sv", "ru", "uk", "et", "se"}
"""Languages whose months would have to be put into a case."""
OWN_ORDER = {
    "en": "{weekday} {d} {month} {y}",
    "ckb": "{weekday} {d}ی {month}ی {y}",
}
"""English without the comma, which reads better in a table; CLDR's full format of Sorani puts the
year first, against its own long one."""


def cldr(language: str) -> Locale:
    return Locale.parse(FINLAND.get(language, language))


def from_monday(names: dict[int, str]) -> tuple[str, ...]:
    return tuple(names[number] for number in range(7))


def template(pattern: str) -> str:
    """A CLDR pattern (UTS 35) as ours."""
    fields = {"EEEE": "{weekday}", "cccc": "{weekday}", "y": "{y}", "G": "ค.ศ.", "d": "{d}",
              "MMMM": "{month}", "LLLL": "{month}", "M": "{m}"}  # fmt: skip
    return re.sub("EEEE|cccc|MMMM|LLLL|[yGdM]", lambda found: fields[found.group()], pattern)


def test_every_language_has_its_dates() -> None:
    assert DATE_WORDS.keys() == ENDONYMS.keys()


@pytest.mark.parametrize("language", ENDONYMS)
def test_the_days_have_the_names_of_cldr(language: str) -> None:
    ours, theirs = DATE_WORDS[language], cldr(language)

    assert ours.weekdays == from_monday(theirs.days["stand-alone"]["wide"])
    if language != "sv":  # two letters in Finland, three in Sweden
        assert ours.abbreviated == from_monday(theirs.days["format"]["abbreviated"])


@pytest.mark.parametrize("language", sorted(ENDONYMS.keys() - IN_FIGURES))
def test_the_months_and_their_place_are_those_of_cldr(language: str) -> None:
    ours, theirs = DATE_WORDS[language], cldr(language)
    months = tuple(theirs.months["format"]["wide"].values())
    full = template(theirs.date_formats["full"].pattern)
    short = template(theirs.datetime_skeletons["MMMMd"].pattern)
    if language == "vi":
        full, short = (each.replace("{month}", "tháng {m}") for each in (full, short))
        assert months == tuple(f"tháng {number}" for number in range(1, 13))

    assert ours.day == OWN_ORDER.get(language, full)
    assert ours.months == months or "{m}" in ours.day
    assert ours.short_day == short or language == "ckb"


@pytest.mark.parametrize(
    ("language", "at", "short"),
    [
        ("fi", "maanantai 23.11.2026 klo 9.05", "ma 23.11. klo 9.05"),
        ("fi-simple", "maanantai 23.11.2026 kello 9.05", "ma 23.11. kello 9.05"),
        ("sv", "måndag 23.11.2026 kl. 9.05", "må 23.11. kl. 9.05"),
        ("en", "Monday 23 November 2026 at 9:05", "Mon 23 November at 9:05"),
        ("ru", "понедельник, 23.11.2026 в 09:05", "пн 23.11. в 09:05"),
        ("et", "esmaspäev, 23.11.2026 kell 09:05", "E 23.11. kell 09:05"),
        ("ar", "الاثنين، 23 نوفمبر 2026 الساعة 09:05", "الاثنين 23 نوفمبر الساعة 09:05"),
        ("vi", "Thứ Hai, 23 tháng 11, 2026 lúc 9:05", "Th 2 23 tháng 11 lúc 9:05"),
        ("zh", "2026年11月23日星期一 09:05", "周一 11月23日 09:05"),
        ("se", "mánnodat 23.11.2026 dmu 9.05", "má 23.11. dmu 9.05"),
        ("xx", "maanantai 23.11.2026 klo 9.05", "ma 23.11. klo 9.05"),
    ],
)
def test_a_moment_is_written_as_people_write_it(language: str, at: str, short: str) -> None:
    assert moments.day_and_clock(MONDAY, language) == at
    assert moments.short_day_and_clock(MONDAY, language) == short


@pytest.mark.parametrize("language", ENDONYMS)
def test_all_figures_are_those_of_the_slip(language: str) -> None:
    for month in range(1, 13):
        said = moments.day(date(2026, month, 7), language)
        assert "2026" in said
        assert all(each.isascii() for each in said if each.isdecimal())
