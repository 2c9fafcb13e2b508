"""Free times are found: by what is wanted, and whoever asks."""

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import insert, update

from tests.booking.booking_world import (
    ADVICE,
    AINO,
    AREA,
    CENTRE,
    HERVANTA,
    INTERVIEW,
    MIKAEL,
    SOFIA,
    TALK,
    at,
    booked,
    free,
)
from vuoro.booking.backend import Backend, Refused, to_ms
from vuoro.booking.domain.values import (
    Wanted,
)
from vuoro.booking.service.finding import find_times, offered, services, specialists
from vuoro.booking.store.tables import calendar
from vuoro.core.clock import SteppingClock
from vuoro.core.wire.desk import Channel

MONDAY = "2026-11-23"
TUESDAY = "2026-11-24"


def test_free_times_are_found_by_what_is_wanted(backend: Backend) -> None:
    assert free(backend, MONDAY) == [
        "09:00", "09:35", "10:10", "10:45", "11:20", "13:00", "13:35", "14:10", "14:45", "15:20",
    ]  # fmt: skip
    assert free(backend, TUESDAY, specialists=(SOFIA,))[:2] == ["10:00", "10:35"]
    assert free(backend, "2026-12-01", specialists=(SOFIA,)) == [], "she works every other week"
    assert free(backend, MONDAY, service=ADVICE, specialists=(MIKAEL,))[:3] == [
        "09:00", "09:15", "09:30",
    ]  # fmt: skip


def test_clients_are_not_shown_what_is_for_staff(backend: Backend) -> None:
    friday = "2026-11-27"

    assert free(backend, friday, specialists=(MIKAEL,)) == []
    assert free(backend, friday, specialists=(MIKAEL,), staff=True)[0] == "09:00"
    assert free(backend, MONDAY, service=INTERVIEW, staff=True)[0] == "09:30"
    with pytest.raises(Refused, match="no_such_service"):
        free(backend, MONDAY, service=INTERVIEW)
    assert [each.slug for each in services(backend, AREA)] == ["neuvonta", "tyonhakukeskustelu"]
    assert len(services(backend, AREA, public_only=False)) == 3


def test_notice_and_horizon_bind_clients_only(
    sqlite_backend: Backend, clock: SteppingClock
) -> None:
    clock.jump(at("2026-11-23 08:36"))

    assert free(sqlite_backend, MONDAY)[0] == "10:10", "an hour's notice"
    assert free(sqlite_backend, MONDAY, staff=True)[0] == "09:00"
    assert free(sqlite_backend, "2027-01-22") != []
    assert free(sqlite_backend, "2027-01-25") == [], "60 days ahead, no more"
    assert free(sqlite_backend, "2027-01-25", staff=True) != []
    assert free(sqlite_backend, "2026-11-20", staff=True) == [], "the past is nobody's"


def test_who_is_found(sqlite_backend: Backend) -> None:
    day = date(2026, 11, 23)
    wanted = Wanted(AREA, TALK, Channel.IN_PERSON, day, day)

    for asked, found in (
        (wanted, {AINO, MIKAEL}),
        (replace(wanted, language="sv"), {MIKAEL}),
        (replace(wanted, language="en"), {AINO}),
        (replace(wanted, language="se"), set()),
        (replace(wanted, offices=(HERVANTA,)), set()),
        (replace(wanted, offices=(CENTRE,)), {AINO, MIKAEL}),
        (replace(wanted, specialists=(MIKAEL, SOFIA)), {MIKAEL}),
        (replace(wanted, channel=Channel.VIDEO), {AINO, MIKAEL}),
        (replace(wanted, service=ADVICE, channel=Channel.VIDEO), set()),
    ):
        assert {time.specialist for time in find_times(sqlite_backend, asked)} == found, asked


def test_skills_channels_and_activity_count(sqlite_backend: Backend) -> None:
    office = (calendar.office_service.c.service == TALK, calendar.office_service.c.office == CENTRE)
    with sqlite_backend.begin() as work:
        work.sql.execute(
            update(calendar.service).where(calendar.service.c.id == ADVICE).values(skills=["debt"])
        )
        work.sql.execute(
            update(calendar.specialist)
            .where(calendar.specialist.c.id == AINO)
            .values(skills=["debt", "law"])
        )
        only = update(calendar.office_service).where(*office).values(channels=["phone"])
        work.sql.execute(only)

    everybody = (AINO, MIKAEL)
    assert free(sqlite_backend, MONDAY, service=ADVICE, specialists=everybody) == free(
        sqlite_backend, MONDAY, service=ADVICE
    )
    assert free(sqlite_backend, MONDAY) == []
    assert free(sqlite_backend, MONDAY, channel=Channel.PHONE) != []
    assert dict((view.slug, channels) for view, channels in offered(sqlite_backend, AREA, TALK))[
        "keskusta"
    ] == (Channel.PHONE,)
    with sqlite_backend.begin() as work:
        work.sql.execute(update(calendar.specialist).values(active=False))
    assert free(sqlite_backend, MONDAY, service=ADVICE, specialists=everybody) == []
    assert specialists(sqlite_backend, AREA) == []


def test_absences_take_times_away(backend: Backend) -> None:
    away = {"id": "a", "tenant": AREA, "specialist": AINO, "reason": "",
            "starts_at": to_ms(at("2026-11-23 09:00")),
            "ends_at": to_ms(at("2026-11-23 10:08"))}  # fmt: skip
    with backend.begin() as work:
        work.sql.execute(insert(calendar.absence), away)

    assert free(backend, MONDAY)[:2] == ["10:15", "10:50"]
    with pytest.raises(Refused, match="not_bookable"):
        booked(backend, "2026-11-23 09:35")


def test_a_search_that_makes_no_sense_is_refused(sqlite_backend: Backend) -> None:
    day = date(2026, 11, 23)
    wanted = Wanted(AREA, TALK, Channel.IN_PERSON, day, day, for_staff=True)

    for asked, why in (
        (replace(wanted, last=date(2026, 11, 22)), "bad_days"),
        (replace(wanted, last=date(2027, 2, 23)), "bad_days"),
        (replace(wanted, minutes=33), "bad_minutes"),
        (replace(wanted, minutes=125), "bad_minutes"),
        (replace(wanted, minutes=0), "bad_minutes"),
        (replace(wanted, service="x"), "no_such_service"),
    ):
        with pytest.raises(Refused, match=why):
            find_times(sqlite_backend, asked)
