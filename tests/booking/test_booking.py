"""Booking: found, held, booked, many at once; what is refused, and what it leaves behind."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import func, insert, select, update
from sqlalchemy.exc import OperationalError

from tests.booking.booking_world import (
    ADVICE,
    AINO,
    AREA,
    CENTRE,
    CLERK,
    HERVANTA,
    INTERVIEW,
    LIISA,
    MIKAEL,
    NO_INTERPRETER,
    SOFIA,
    TALK,
    at,
    booked,
    booked_by_client,
    events_after,
    free,
    new,
    talk,
)
from vuoro.booking.backend import Backend, Refused, to_ms
from vuoro.booking.domain.values import (
    CLIENT,
    BookingStatus,
    BookingView,
    Contact,
    FreeTime,
    Wanted,
)
from vuoro.booking.service import booking as booking_module
from vuoro.booking.service import telling
from vuoro.booking.service.booking import book, book_at, book_many
from vuoro.booking.service.finding import find_times, offered, services, specialists
from vuoro.booking.service.holding import clean_up, extend, held, hold, release
from vuoro.booking.service.reading import booking, by_code, by_token, day_of
from vuoro.booking.service.refusals import Invalid
from vuoro.booking.store.tables import bookings, calendar, fleet, staff
from vuoro.core.booking_code import grouped
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


def test_staff_may_ask_for_another_length(sqlite_backend: Backend) -> None:
    long = talk("2026-11-23 09:05", minutes=90)

    view = book_at(sqlite_backend, CLERK, new(long))

    assert view.end == at("2026-11-23 10:35")
    assert free(sqlite_backend, MONDAY)[0] == "10:45"
    with pytest.raises(Refused, match="bad_minutes"):
        hold(sqlite_backend, CLIENT, AREA, TALK, Channel.IN_PERSON, long)


def test_a_client_holds_a_time_and_books_it(backend: Backend) -> None:
    kept = hold(backend, CLIENT, AREA, TALK, Channel.IN_PERSON, talk("2026-11-23 09:35"))
    assert "09:35" not in free(backend, MONDAY)
    assert held(backend, kept.token) == kept

    view = book(backend, CLIENT, kept.token, LIISA, (("tulkki", "yes"), ("toive", " työ ")))

    assert (view.status, view.rev, view.specialist_name) == (BookingStatus.BOOKED, 1, "Aino Salo")
    assert (view.start, view.end) == (at("2026-11-23 09:35"), at("2026-11-23 10:05"))
    assert view.contact == Contact("Liisa Malli", "liisa@example.fi", "+358501234567")
    assert view.has_identity_code
    assert view.answers == (("tulkki", "yes"), ("toive", "työ"))
    assert by_token(backend, view.manage_token) == view
    assert by_code(backend, AREA, grouped(view.code).lower()) == view
    assert day_of(backend, AREA, date(2026, 11, 23), office=CENTRE) == [view]
    assert day_of(backend, AREA, date(2026, 11, 23), specialist=MIKAEL) == []
    assert [event.kind for event in events_after(backend, 0)] == ["made"]
    assert told(backend) == [(CENTRE, view.id, 1, "put")]
    assert audited(backend) == ["booking.made"]


def test_a_form_sent_twice_makes_one_booking(backend: Backend) -> None:
    kept = hold(backend, CLIENT, AREA, TALK, Channel.IN_PERSON, talk("2026-11-23 09:35"))

    first = book(backend, CLIENT, kept.token, LIISA, NO_INTERPRETER)
    again = book(backend, CLIENT, kept.token, LIISA, NO_INTERPRETER)

    assert again == first
    assert count(backend) == 1
    with pytest.raises(Refused, match="hold_over"):
        held(backend, kept.token)


def test_a_hold_that_is_over_gives_way_to_others(backend: Backend, clock: SteppingClock) -> None:
    kept = hold(backend, CLIENT, AREA, TALK, Channel.IN_PERSON, talk("2026-11-23 10:10"))
    clock.advance(timedelta(minutes=20))
    assert "10:10" in free(backend, MONDAY)
    with pytest.raises(Refused, match="hold_over"):
        held(backend, kept.token)
    with pytest.raises(Refused, match="hold_over"):
        extend(backend, kept.token)

    booked(backend, "2026-11-23 10:10")

    with pytest.raises(Refused, match="taken"):
        book(backend, CLIENT, kept.token, LIISA, NO_INTERPRETER)


def test_a_hold_that_is_over_still_serves_while_nobody_else_came(
    backend: Backend, clock: SteppingClock
) -> None:
    kept = hold(backend, CLIENT, AREA, TALK, Channel.IN_PERSON, talk("2026-11-23 10:10"))
    clock.advance(timedelta(minutes=45))

    assert book(backend, CLIENT, kept.token, LIISA, NO_INTERPRETER).start == kept.time.start


def test_a_hold_that_is_over_is_no_way_round_the_notice(
    sqlite_backend: Backend, clock: SteppingClock
) -> None:
    kept = hold(sqlite_backend, CLIENT, AREA, TALK, Channel.IN_PERSON, talk("2026-11-23 10:10"))
    clock.jump(at("2026-11-23 09:30"))

    with pytest.raises(Refused, match="not_bookable"):
        book(sqlite_backend, CLIENT, kept.token, LIISA, NO_INTERPRETER)


def test_a_hold_is_extended_or_released(backend: Backend, clock: SteppingClock) -> None:
    kept = hold(backend, CLIENT, AREA, TALK, Channel.IN_PERSON, talk("2026-11-23 10:10"))
    clock.advance(timedelta(minutes=19))
    longer = extend(backend, kept.token)
    clock.advance(timedelta(minutes=19))

    assert longer.expires_at == kept.expires_at + timedelta(minutes=19)
    assert "10:10" not in free(backend, MONDAY)
    release(backend, kept.token)
    release(backend, kept.token)
    assert "10:10" in free(backend, MONDAY)
    with pytest.raises(Refused, match="hold_over"):
        book(backend, CLIENT, kept.token, LIISA, NO_INTERPRETER)


def test_old_holds_are_forgotten(backend: Backend, clock: SteppingClock) -> None:
    hold(backend, CLIENT, AREA, TALK, Channel.IN_PERSON, talk("2026-11-23 10:10"))
    booked_by_client(backend, "2026-11-23 10:45")
    clock.advance(timedelta(hours=24, minutes=19))
    assert clean_up(backend) == 0
    clock.advance(timedelta(minutes=1))

    assert clean_up(backend) == 2
    assert clean_up(backend) == 0
    with backend.read() as sql:
        cells = sql.execute(select(func.count()).select_from(bookings.occupied)).scalar_one()
    assert cells == 7, "those of the booking"


def test_everything_that_is_wrong_with_a_form_is_told_at_once(sqlite_backend: Backend) -> None:
    kept = hold(sqlite_backend, CLIENT, AREA, TALK, Channel.IN_PERSON, talk("2026-11-23 10:10"))
    no = ("tulkki", "no")

    for contact, answers, errors in (
        (Contact("Liisa", "liisa@example.fi"), (), {"answers.tulkki": "required"}),
        (Contact("Liisa"), (no,), {"contact": "required"}),
        (Contact("", phone="05"), (("tulkki", "maybe"), ("x", "y")),
         {"name": "required", "phone": "not_valid", "answers.tulkki": "not_valid",
          "answers.x": "not_asked"}),
        (LIISA, (no, ("toive", "x" * 2001)), {"answers.toive": "too_long"}),
        (LIISA, (no, ("toive", "olen 010594Y9032")), {"answers.toive": "identity_code"}),
    ):  # fmt: skip
        with pytest.raises(Invalid) as refused:
            book(sqlite_backend, CLIENT, kept.token, contact, answers)
        assert refused.value.errors == errors

    assert book(sqlite_backend, CLIENT, kept.token, LIISA, NO_INTERPRETER), "the hold is there yet"


def test_what_a_service_asks_of_a_client(sqlite_backend: Backend) -> None:
    call = replace(
        new(talk("2026-11-23 09:00", minutes=15), ADVICE, Channel.PHONE, answers=()),
        contact=Contact("Liisa", "liisa@example.fi"),
    )
    with pytest.raises(Invalid) as refused:
        book_at(sqlite_backend, CLERK, call)
    assert refused.value.errors == {"phone": "required"}, "nobody can call an e-mail address"

    interview = new(talk("2026-11-23 09:30", minutes=60), INTERVIEW, answers=())
    with pytest.raises(Invalid) as refused:
        book_at(sqlite_backend, CLERK, replace(interview, contact=Contact("Liisa")))
    assert refused.value.errors == {"identity_code": "required"}

    dropped = book_at(
        sqlite_backend, CLERK, new(talk("2026-11-23 14:00", minutes=15), ADVICE, answers=())
    )
    assert not dropped.has_identity_code, "it isn't asked, so it isn't kept"


def test_what_no_rule_allows_is_not_bookable(sqlite_backend: Backend) -> None:
    advice, here = talk("2026-11-23 09:00", minutes=15), Channel.IN_PERSON
    for wanted in (
        new(talk("2026-11-23 08:30")),
        new(talk("2026-11-23 09:02")),
        new(talk("2026-11-23 11:30")),
        new(talk("2026-11-28 10:00")),
        new(talk("2026-11-20 09:00")),
        new(talk("2026-11-23 09:00", office=HERVANTA)),
        new(talk("2026-11-23 09:00", specialist=SOFIA)),
        new(talk("2026-11-23 09:00", specialist="nobody")),
        new(talk("2026-11-23 09:30", MIKAEL, minutes=60), INTERVIEW, here, answers=()),
        new(advice, ADVICE, Channel.VIDEO, answers=()),
    ):
        with pytest.raises(Refused, match="not_bookable"):
            book_at(sqlite_backend, CLERK, wanted)

    assert count(sqlite_backend) == 0


def test_a_refused_booking_leaves_nothing(backend: Backend) -> None:
    booked(backend, "2026-11-23 10:10")
    before = everything(backend)

    with pytest.raises(Refused, match="taken"):
        booked(backend, "2026-11-23 10:40")
    with pytest.raises(Refused, match="no_such_client"):
        book_at(backend, CLERK, new(talk("2026-11-23 13:00"), client_id="nobody"))

    assert everything(backend) == before


def test_buffers_keep_meetings_apart(sqlite_backend: Backend) -> None:
    interview = new(talk("2026-11-23 10:05", minutes=60), INTERVIEW, answers=())
    book_at(sqlite_backend, CLERK, interview)  # 10:00-11:15 with its buffers

    booked(sqlite_backend, "2026-11-23 09:25")  # 09:25-10:00
    with pytest.raises(Refused, match="taken"):
        booked(sqlite_backend, "2026-11-23 11:10")
    booked(sqlite_backend, "2026-11-23 11:15")


def test_many_are_booked_each_by_itself(backend: Backend) -> None:
    times = [talk(f"2026-11-23 {hour}") for hour in ("09:00", "09:20", "09:35", "08:00", "10:10")]
    progress: list[tuple[int, int]] = []

    outcomes = book_many(
        backend, CLERK, [new(time) for time in times], lambda *done: progress.append(done)
    )

    got = [each.code if isinstance(each, Refused) else each.start for each in outcomes]
    assert got == [times[0].start, "taken", times[2].start, "not_bookable", times[4].start]
    assert progress == [(1, 5), (2, 5), (3, 5), (4, 5), (5, 5)]
    groups = {each.group for each in outcomes if isinstance(each, BookingView)}
    assert len(groups) == 1
    assert groups != {""}


def test_a_database_that_fails_in_the_middle_loses_no_outcome(
    sqlite_backend: Backend, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = telling.record
    calls: list[int] = []

    def failing(*arguments: object, **more: object) -> None:
        calls.append(1)
        if len(calls) == 2:
            raise OperationalError("INSERT", {}, Exception("disk I/O error"))
        real(*arguments, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(booking_module, "record", failing)
    wanted = [new(talk(f"2026-11-23 {hour}")) for hour in ("09:00", "09:35", "10:10")]

    outcomes = book_many(sqlite_backend, CLERK, wanted)

    refusals = [each.code if isinstance(each, Refused) else "" for each in outcomes]
    assert refusals == ["", "not_done", ""]
    assert "09:35" in free(sqlite_backend, MONDAY)


def test_a_code_that_another_booking_has_is_not_given_again(
    backend: Backend, monkeypatch: pytest.MonkeyPatch
) -> None:
    codes = iter(["AAAAAAAA", "AAAAAAAA", "BBBBBBBB"])
    monkeypatch.setattr(booking_module, "new_code", lambda backend: next(codes))

    first, second = booked(backend, "2026-11-23 09:00"), booked(backend, "2026-11-23 09:35")

    assert (first.code, second.code) == ("AAAAAAAA", "BBBBBBBB")


def test_secrets_show_in_no_repr(sqlite_backend: Backend) -> None:
    view = booked(sqlite_backend)

    for secret in ("Liisa", "liisa@", "501234567", view.code, view.manage_token, view.pass_id):
        assert secret not in repr(view)
        assert secret not in repr(new(view_time(view)))


def test_there_is_no_booking_by_a_wrong_key(sqlite_backend: Backend) -> None:
    booked(sqlite_backend)

    for ask in (
        lambda: booking(sqlite_backend, "x"),
        lambda: by_token(sqlite_backend, "x"),
        lambda: by_code(sqlite_backend, AREA, "0000-0000"),
        lambda: by_code(sqlite_backend, AREA, "not a code"),
    ):
        with pytest.raises(Refused, match="no_such_booking"):
            ask()  # type: ignore[no-untyped-call]


def view_time(view: BookingView) -> FreeTime:
    return FreeTime(view.start, view.minutes, view.office.id, view.specialist)


def count(backend: Backend) -> int:
    with backend.read() as sql:
        return sql.execute(select(func.count()).select_from(bookings.booking)).scalar_one()


def told(backend: Backend) -> list[tuple[str, str, int, str]]:
    """What the streams of all offices say, in order."""
    log = fleet.change_log.c
    with backend.read() as sql:
        rows = sql.execute(
            select(log.office, log.entity, log.rev, log.op).order_by(log.office, log.change)
        )
        return [(row.office, row.entity, row.rev, row.op) for row in rows]


def audited(backend: Backend) -> list[str]:
    with backend.read() as sql:
        return list(sql.execute(select(staff.audit.c.action).order_by(staff.audit.c.n)).scalars())


def everything(backend: Backend) -> dict[str, list[str]]:
    """Every row of every table."""
    tables = bookings.booking.metadata.sorted_tables
    with backend.read() as sql:
        return {table.name: sorted(map(repr, sql.execute(select(table)).all())) for table in tables}
