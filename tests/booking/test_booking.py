"""Booking: held and booked, many at once; what is refused, and what it leaves behind."""

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import OperationalError

from tests.booking.booking_world import (
    ADVICE,
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
    events_after,
    free,
    new,
    talk,
)
from vuoro.booking.backend import Backend, Refused
from vuoro.booking.domain.values import (
    CLIENT,
    BookingStatus,
    BookingView,
    Contact,
    FreeTime,
)
from vuoro.booking.service import booking as booking_module
from vuoro.booking.service import telling
from vuoro.booking.service.booking import book, book_at, book_many
from vuoro.booking.service.holding import held, hold
from vuoro.booking.service.reading import booking, by_code, by_token, day_of
from vuoro.booking.service.refusals import Invalid
from vuoro.booking.store.tables import bookings, fleet, staff
from vuoro.core.booking_code import grouped
from vuoro.core.wire.desk import Channel

MONDAY = "2026-11-23"


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
