"""Working hours and absences: what is added is worked, what is removed is not."""

from datetime import date
from itertools import pairwise

import pytest

from tests.booking.booking_world import AINO, AREA, CENTRE, CLERK, HERVANTA, at, free
from vuoro.booking.backend import Backend, Refused
from vuoro.booking.service import working_hours
from vuoro.booking.service.working_hours import Block, add_absence, add_blocks, blocks
from vuoro.core.clock import SteppingClock

SATURDAY = date(2026, 11, 28)
NINE_TO_TEN = (9 * 60, 10 * 60)
OTHER_AREA = "5b0b5b1e-0000-4000-8000-000000000002"


def test_hours_of_one_day_are_worked_on_that_day_only(backend: Backend) -> None:
    with_phone = Block(CENTRE, NINE_TO_TEN, day=date(2026, 11, 27), channels=("phone",))
    afternoon = Block(CENTRE, (13 * 60, 14 * 60), day=date(2026, 11, 27))
    assert [each for each in free(backend, "2026-11-27") if each > "12"] == []

    add_blocks(backend, CLERK, AREA, AINO, [with_phone, afternoon])

    assert [each for each in free(backend, "2026-11-27") if each > "12"] == ["13:00"]
    assert [each for each in free(backend, "2026-12-04") if each > "12"] == []
    found = [each for each in blocks(backend, AREA, AINO) if each.day is not None]
    assert [(each.day, each.hours, each.channels) for each in found] == [
        (date(2026, 11, 27), NINE_TO_TEN, ("phone",)),
        (date(2026, 11, 27), (13 * 60, 14 * 60), ()),
    ]


def test_hours_are_over_at_midnight_in_finland(
    sqlite_backend: Backend, clock: SteppingClock
) -> None:
    add_blocks(sqlite_backend, CLERK, AREA, AINO, [Block(CENTRE, NINE_TO_TEN, day=SATURDAY)])

    clock.jump(at("2026-11-28 23:59"))
    assert SATURDAY in {each.day for each in blocks(sqlite_backend, AREA, AINO)}
    clock.jump(at("2026-11-29 00:00"))
    assert SATURDAY not in {each.day for each in blocks(sqlite_backend, AREA, AINO)}


def test_weekly_hours_come_and_go(backend: Backend) -> None:
    block = Block(
        CENTRE, (14 * 60, 15 * 60), weekday=4, valid_from=date(2026, 11, 27),
        valid_until=date(2026, 12, 11), every_weeks=2,
    )  # fmt: skip

    add_blocks(backend, CLERK, AREA, AINO, [block])

    days = ("2026-11-27", "2026-12-04", "2026-12-11", "2026-12-18")
    assert ["14:00" in free(backend, day) for day in days] == [True, False, True, False]
    mine = next(each for each in blocks(backend, AREA, AINO) if each.every_weeks == 2)
    working_hours.remove_block(backend, CLERK, AREA, AINO, mine.id)
    assert "14:00" not in free(backend, "2026-11-27")


def test_an_absence_takes_time_away_until_it_is_removed(backend: Backend) -> None:
    before = free(backend, "2026-11-24")
    away = add_absence(backend, CLERK, AREA, AINO, at("2026-11-24 09:30"), at("2026-11-24 12:00"))

    assert [each for each in free(backend, "2026-11-24") if each < "12"] == []
    [found] = working_hours.absences(
        backend, AREA, [AINO], at("2026-11-24 00:00"), at("2026-11-25 00:00")
    )
    assert (found.id, found.start, found.reason) == (away, at("2026-11-24 09:30"), "")
    working_hours.remove_absence(backend, CLERK, AREA, AINO, away)
    assert free(backend, "2026-11-24") == before


BAD = [
    Block(CENTRE, NINE_TO_TEN),
    Block(CENTRE, NINE_TO_TEN, weekday=0),
    Block(CENTRE, NINE_TO_TEN, weekday=7, valid_from=SATURDAY),
    Block(CENTRE, NINE_TO_TEN, weekday=0, day=SATURDAY, valid_from=SATURDAY),
    Block(CENTRE, (600, 540), day=SATURDAY),
    Block(CENTRE, (541, 600), day=SATURDAY),
    Block(CENTRE, (600, 1445), day=SATURDAY),
    Block(CENTRE, NINE_TO_TEN, day=SATURDAY, audience="everybody"),
    Block(CENTRE, NINE_TO_TEN, day=SATURDAY, channels=("telepathy",)),
    Block(CENTRE, NINE_TO_TEN, weekday=0, valid_from=SATURDAY, every_weeks=9),
    Block(CENTRE, NINE_TO_TEN, weekday=0, valid_from=SATURDAY, valid_until=date(2026, 11, 1)),
]


@pytest.mark.parametrize("block", BAD)
def test_hours_that_make_no_sense_are_refused(sqlite_backend: Backend, block: Block) -> None:
    good = Block(CENTRE, NINE_TO_TEN, day=SATURDAY)
    with pytest.raises(Refused, match="bad_hours"):
        add_blocks(sqlite_backend, CLERK, AREA, AINO, [good, block])
    assert not [each for each in blocks(sqlite_backend, AREA, AINO) if each.day is not None]


def test_another_area_can_change_nothing_here(sqlite_backend: Backend) -> None:
    backend, day = sqlite_backend, at("2026-11-24 00:00")
    away = add_absence(backend, CLERK, AREA, AINO, day, at("2026-11-25 00:00"))
    mine = blocks(backend, AREA, AINO)[0]
    here, nowhere = (Block(each, NINE_TO_TEN, day=SATURDAY) for each in (CENTRE, "nowhere"))
    tries = (
        lambda: add_blocks(backend, CLERK, OTHER_AREA, AINO, [here]),
        lambda: add_blocks(backend, CLERK, AREA, AINO, [nowhere]),
        lambda: working_hours.remove_block(backend, CLERK, OTHER_AREA, AINO, mine.id),
        lambda: add_absence(backend, CLERK, OTHER_AREA, AINO, day, at("2026-11-25 00:00")),
        lambda: working_hours.remove_absence(backend, CLERK, OTHER_AREA, AINO, away),
    )  # fmt: skip
    for attempt in tries:
        with pytest.raises(Refused) as refused:
            attempt()
        assert refused.value.status == 404
    assert blocks(backend, OTHER_AREA, AINO) == []
    assert mine in blocks(backend, AREA, AINO)


def test_an_absence_begins_before_it_ends(sqlite_backend: Backend) -> None:
    with pytest.raises(Refused, match="bad_hours"):
        add_absence(
            sqlite_backend, CLERK, AREA, AINO, at("2026-11-24 10:00"), at("2026-11-24 10:00")
        )


def test_hours_are_listed_by_day_and_time(sqlite_backend: Backend) -> None:
    add_blocks(sqlite_backend, CLERK, AREA, AINO, [
        Block(HERVANTA, (16 * 60, 17 * 60), weekday=0, valid_from=SATURDAY),
    ])  # fmt: skip

    listed = [(each.weekday, each.hours) for each in blocks(sqlite_backend, AREA, AINO)]

    assert len(listed) == 10
    assert all(one <= other for one, other in pairwise(listed) if one[0] is not None)
