"""The file of an area: what is good is taken, and all that is wrong is told at once, in words."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from tests.booking.conftest import AREA_FILE
from vuoro.booking.area import Area
from vuoro.booking.area_file import BadArea, read_area
from vuoro.booking.backend import Backend
from vuoro.booking.service.furnishing import NotOfThisArea, furnish
from vuoro.booking.store.tables import calendar

TEXT = AREA_FILE.read_text(encoding="utf-8")


def errors(text: str) -> tuple[str, ...]:
    with pytest.raises(BadArea) as caught:
        read_area(text)
    return caught.value.errors


def test_a_good_description_is_taken(area: Area) -> None:
    assert read_area(TEXT) == area


@pytest.mark.parametrize(
    ("was", "becomes", "words"),
    [
        ("site = 18", "site = 17", 'site "17": is there twice.'),
        ('slug = "pirkanmaa"', 'slug = "find"', 'slug = "find": is an address of the pages'),
        ('slug = "hervanta"', 'slug = "Hervanta"', "[[offices]] 5b0b5b1e"),
        ("minutes = 30", "minuts = 30", "Did you mean minutes?"),
        ("minutes = 15", "minutes = 17", "minutes = 17"),
        ('id = "5b0b5b1e-0000-4000-8000-000000000102"', 'id = "neuvonta"', "must be a UUID"),
        ('office = "hervanta"', 'office = "hervant"', '"hervant" is none of hervanta, keskusta.'),
        ('"neuvonta", "alku', '"neuvont", "alku', '[[specialists]] Aino Salo services: "neuvont"'),
        ('channels = ["in_person", "phone"]', 'channels = ["fax"]', '"fax" is none of in_person'),
        ('mon = "09:00-16:00"', 'mon = "16:00-09:00"', "ends before it begins"),
        ('starts = "09:00", ends = "12:00" }', 'starts = "13:00", ends = "12:00" }', "13:00-12:00"),
        ('kind = "yes_no"', 'kind = "choice"', "needs at least two choices"),
        ('valid_from = "2026-01-05"', 'valid_from = "2026-02-30"', "2026-02-30"),
        ('name = { fi = "Neuvonta", ', "name = { ", "must be there in Finnish (fi)."),
        (
            'phone = "+358',
            'languages = ["fi", "ku"]\nphone = "+358',
            '[[offices]] keskusta languages: "ku" is none of ar, ckb',
        ),
        ('identity_code = "no"', 'identity_code = "never"', '"never" is none of no, optional'),
        ('audience = "staff"', 'audience = "all"', '"all" is none of public, staff.'),
        ('fri = "09:00-15:00"', 'fri = "09:03-15:00"', "fri: 09:03-15:00 is not in steps of five"),
        ("[[offices]]", "[[offices", "This is not TOML"),
    ],
)
def test_what_is_wrong_is_told_with_its_place(was: str, becomes: str, words: str) -> None:
    assert was in TEXT

    told = errors(TEXT.replace(was, becomes, 1))

    assert any(words in sentence for sentence in told), told


def test_an_area_can_not_take_what_another_area_has(backend: Backend, area: Area) -> None:
    other = replace(area, id="5b0b5b1e-0000-4000-8000-000000000002", slug="satakunta")

    with pytest.raises(NotOfThisArea, match="is of another area"):
        furnish(backend, other)

    with backend.read() as sql:
        assert sql.execute(select(calendar.tenant.c.slug)).scalars().all() == ["pirkanmaa"]


def test_all_that_is_wrong_is_told_at_once() -> None:
    text = TEXT.replace("site = 18", "site = 17").replace('office = "hervanta"', 'office = "x"')

    assert len(errors(text)) == 2


TWO_OFFICES = '{ days = ["mon"], starts = "11:00", ends = "12:30", office = "hervanta" }'
STAFF_TOO = '{ days = ["fri"], starts = "08:00", ends = "10:00", audience = "staff" }'
IN_2030 = ', valid_from = "2030-01-01", valid_until = "2030-01-{}" }}'


@pytest.mark.parametrize(
    ("more", "words"),
    [
        (TWO_OFFICES, "[[specialists]] Aino Salo mon 11:00-12:00: is in two offices at once."),
        (STAFF_TOO, "fri 09:00-10:00: is for clients, and for staff only."),
        (TWO_OFFICES.replace("11:00", "12:00"), ""),
        (TWO_OFFICES.replace("mon", "sun"), ""),
        (TWO_OFFICES.replace(" }", IN_2030.format("05")), ""),
        (TWO_OFFICES.replace(" }", IN_2030.format("07")), "two offices"),
    ],
)  # fmt: skip
def test_hours_that_contradict_each_other_are_told(more: str, words: str) -> None:
    """2030-01-07 is a Monday."""
    first = '{ days = ["mon", "tue", "wed", "thu", "fri"], starts = "09:00", ends = "12:00" },'
    text = TEXT.replace(first, f"{first}\n  {more},", 1)

    told = errors(text) if words else (read_area(text).slug,)

    assert len(told) == 1
    assert words in told[0]


def test_rhythms_that_never_meet_are_no_contradiction() -> None:
    """Sofia works here in even weeks and elsewhere in odd ones."""
    hers = 'hours = [{ days = ["tue", "thu"], starts = "10:00", ends = "16:00", every_weeks = 2, '
    even, odd = 'valid_from = "2026-01-05" }', 'valid_from = "2026-01-12", office = "keskusta" }'
    other = hers.replace("hours = [", "")

    assert read_area(TEXT.replace(hers + even, f"{hers}{even}, {other}{odd}"))
    assert errors(TEXT.replace(hers + even, f"{hers}{even}, {other}{odd.replace('12', '19')}"))
