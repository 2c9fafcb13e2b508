"""A booking is moved, cancelled, handed over, given to another, marked; what lobbies hear of it."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import insert, select

from tests.booking.booking_world import (
    AINO,
    AREA,
    CENTRE,
    CLERK,
    HERVANTA,
    INTERVIEW,
    MIKAEL,
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
from vuoro.booking.backend import Backend, Refused
from vuoro.booking.domain.values import CLIENT, BookingStatus, Contact
from vuoro.booking.service.booking import book_at
from vuoro.booking.service.changing import (
    cancel,
    hand_over,
    mark,
    move,
    reassign,
    set_note,
)
from vuoro.booking.service.clients import add_client
from vuoro.booking.service.days import cancel_day, hand_over_day
from vuoro.booking.service.holding import hold
from vuoro.booking.service.reading import booking, by_code, by_token
from vuoro.booking.service.refusals import Invalid
from vuoro.booking.store.tables import bookings, calendar, fleet
from vuoro.core.clock import SteppingClock
from vuoro.core.wire.desk import Channel

MONDAY = "2026-11-23"


def test_a_moved_booking_leaves_its_time_to_others(backend: Backend) -> None:
    view = booked(backend, "2026-11-23 10:10")

    moved = move(backend, CLERK, view.id, talk("2026-11-23 13:00", MIKAEL))

    assert (moved.start, moved.specialist, moved.rev) == (at("2026-11-23 13:00"), MIKAEL, 2)
    assert "10:10" in free(backend, MONDAY)
    assert "13:00" not in free(backend, MONDAY, specialists=(MIKAEL,))
    last = events_after(backend, 1)[0]
    assert (last.kind, last.rev, last.before_start) == ("moved", 2, at("2026-11-23 10:10"))
    assert (last.before_specialist, last.before_office, last.before_channel) == (
        AINO, CENTRE, "in_person",
    )  # fmt: skip


def test_a_booking_may_move_over_its_own_time(backend: Backend) -> None:
    view = booked(backend, "2026-11-23 10:10")

    moved = move(backend, CLERK, view.id, talk("2026-11-23 10:20"))
    assert moved.start == at("2026-11-23 10:20")
    kept = hold(
        backend, CLIENT, AREA, TALK, Channel.IN_PERSON, talk("2026-11-23 10:00"), moves=view.id
    )
    moved = move(backend, CLIENT, view.id, kept.token)

    assert moved.start == at("2026-11-23 10:00")
    assert occupied(backend) == {AINO: 7}


def test_a_booking_is_moved_to_the_time_that_is_held_once(backend: Backend) -> None:
    view = booked_by_client(backend, "2026-11-23 10:10")
    other = booked_by_client(backend, "2026-11-23 11:20")
    kept = hold(
        backend, CLIENT, AREA, TALK, Channel.IN_PERSON, talk("2026-11-23 13:00"), moves=view.id
    )

    with pytest.raises(Refused, match="hold_over"):
        move(backend, CLIENT, other.id, kept.token)
    moved = move(backend, CLIENT, view.id, kept.token)
    again = move(backend, CLIENT, view.id, kept.token)

    assert moved == again
    assert moved.rev == 2
    assert occupied(backend) == {AINO: 14}


def test_a_move_to_another_office_tells_both_lobbies(backend: Backend) -> None:
    view = booked(backend, "2026-11-23 10:10")

    move(backend, CLERK, view.id, talk("2026-11-24 10:00", SOFIA, HERVANTA))

    log = fleet.change_log.c
    with backend.read() as sql:
        rows = sql.execute(select(log.office, log.rev, log.op).order_by(log.office, log.change))
        assert [tuple(row) for row in rows] == [
            (CENTRE, 1, "put"), (CENTRE, 2, "del"), (HERVANTA, 2, "put"),
        ]  # fmt: skip


def test_a_move_that_is_refused_changes_nothing(backend: Backend) -> None:
    view, other = booked(backend, "2026-11-23 10:10"), booked(backend, "2026-11-23 11:20")

    for to, why in (
        (talk("2026-11-23 11:00"), "taken"),
        (talk("2026-11-23 12:10"), "not_bookable"),
        ("no-such-token", "hold_over"),
    ):
        with pytest.raises(Refused, match=why):
            move(backend, CLERK, view.id, to)

    assert booking(backend, view.id) == view
    assert booking(backend, other.id) == other
    assert occupied(backend) == {AINO: 14}
    with pytest.raises(Refused, match="no_such_booking"):
        move(backend, CLERK, "x", talk("2026-11-23 13:00"))


def test_clients_change_until_an_hour_before_and_staff_always(
    backend: Backend, clock: SteppingClock
) -> None:
    view = booked_by_client(backend, "2026-11-23 10:10")
    other = booked(backend, "2026-11-23 10:10", MIKAEL)
    clock.jump(at("2026-11-23 09:10"))
    assert cancel(backend, CLIENT, other.id).cancelled_by == "client"
    clock.advance(timedelta(milliseconds=1))

    with pytest.raises(Refused, match="too_late"):
        cancel(backend, CLIENT, view.id)
    with pytest.raises(Refused, match="too_late"):
        move(backend, CLIENT, view.id, talk("2026-11-23 14:10"))
    assert cancel(backend, CLERK, view.id).cancelled_by == "staff"


def test_a_cancelled_booking_is_cancelled_once_and_its_time_is_free(backend: Backend) -> None:
    view = booked_by_client(backend, "2026-11-23 10:10")

    gone = cancel(backend, CLIENT, view.id)
    again = cancel(backend, CLIENT, view.id)

    assert gone == again
    assert (gone.status, gone.cancelled_by, gone.rev) == (BookingStatus.CANCELLED, "client", 2)
    assert occupied(backend) == {}
    assert [event.kind for event in events_after(backend, 0)] == ["made", "cancelled"]
    with pytest.raises(Refused, match="not_booked"):
        move(backend, CLERK, view.id, talk("2026-11-23 13:00"))
    with pytest.raises(Refused, match="not_booked"):
        hand_over(backend, CLERK, view.id, MIKAEL)
    with pytest.raises(Refused, match="not_booked"):
        mark(backend, CLERK, view.id, BookingStatus.DONE)
    with pytest.raises(Refused, match="not_booked"):
        reassign(backend, CLERK, view.id, "x")


def test_a_colleague_takes_the_meeting_then_and_there(backend: Backend) -> None:
    view = booked(backend, "2026-11-23 10:10")

    handed = hand_over(backend, CLERK, view.id, MIKAEL)

    assert (handed.specialist_name, handed.start, handed.rev) == ("Mikael Strand", view.start, 2)
    assert occupied(backend) == {MIKAEL: 7}
    last = events_after(backend, 1)[0]
    assert (last.kind, last.before_specialist) == ("handed_over", AINO)
    assert hand_over(backend, CLERK, view.id, MIKAEL) == handed, "to themselves is nothing"


def test_a_meeting_that_has_begun_can_be_handed_over_within_the_hour(
    sqlite_backend: Backend, clock: SteppingClock
) -> None:
    view = booked(sqlite_backend, "2026-11-23 10:10")
    clock.jump(at("2026-11-23 11:10"))

    assert hand_over(sqlite_backend, CLERK, view.id, MIKAEL).specialist == MIKAEL
    clock.jump(at("2026-11-23 11:16"))
    with pytest.raises(Refused, match="not_bookable"):
        hand_over(sqlite_backend, CLERK, view.id, AINO)


def test_a_colleague_who_cannot_take_it_is_not_given_it(backend: Backend) -> None:
    view = booked(backend, "2026-11-23 10:10")
    booked(backend, "2026-11-23 10:30", MIKAEL)
    late = booked(backend, "2026-11-23 15:20")

    with pytest.raises(Refused, match="taken"):
        hand_over(backend, CLERK, view.id, MIKAEL)
    for who in (SOFIA, "nobody"):
        with pytest.raises(Refused, match="not_bookable"):
            hand_over(backend, CLERK, view.id, who)
    with pytest.raises(Refused, match="not_bookable"):
        hand_over(backend, CLERK, late.id, MIKAEL)
    assert booking(backend, view.id) == view


def test_a_day_is_spread_over_whoever_is_free(backend: Backend) -> None:
    views = [booked(backend, f"2026-11-23 {hour}") for hour in ("09:00", "10:10", "14:45")]
    booked(backend, "2026-11-23 10:10", MIKAEL)

    outcomes = hand_over_day(backend, CLERK, AREA, AINO, date(2026, 11, 23))

    assert [(view.specialist, refusal and refusal.code) for view, refusal in outcomes] == [
        (MIKAEL, None), (AINO, "nobody_free"), (AINO, "nobody_free"),
    ]  # fmt: skip
    assert [view.id for view, _ in outcomes] == [view.id for view in views]


def test_a_day_is_spread_evenly_among_those_who_speak_the_language(backend: Backend) -> None:
    for who, name, languages in (("p1", "Kolmas", ["fi"]), ("p2", "Neljäs", ["fi", "sv"])):
        _colleague(backend, who, name, languages)
    times = ("09:00", "09:35", "10:10", "10:45")
    for hour in times:
        book_at(backend, CLERK, replace(new(talk(f"2026-11-23 {hour}")), language="sv"))

    outcomes = hand_over_day(backend, CLERK, AREA, AINO, date(2026, 11, 23))

    assert [view.specialist for view, _ in outcomes] == [MIKAEL, "p2", MIKAEL, "p2"]


def test_a_day_is_handed_to_a_named_colleague_or_the_reason_is_told(backend: Backend) -> None:
    booked(backend, "2026-11-23 10:10")
    booked(backend, "2026-11-23 15:20")

    outcomes = hand_over_day(backend, CLERK, AREA, AINO, date(2026, 11, 23), MIKAEL)

    assert [refusal and refusal.code for _, refusal in outcomes] == [None, "not_bookable"]


def test_a_day_is_cancelled_from_now_on(backend: Backend, clock: SteppingClock) -> None:
    early = booked(backend, "2026-11-23 09:00")
    late = [booked(backend, f"2026-11-23 {hour}") for hour in ("13:00", "15:20")]
    elsewhere = booked(backend, "2026-11-23 13:00", MIKAEL)
    clock.jump(at("2026-11-23 12:00"))

    outcomes = cancel_day(backend, CLERK, AREA, AINO, date(2026, 11, 23), "sairas")

    assert [(view.id, view.status) for view, _ in outcomes] == [
        (view.id, BookingStatus.CANCELLED) for view in late
    ]
    assert booking(backend, early.id) == early
    assert booking(backend, elsewhere.id) == elsewhere


def test_a_time_given_to_another_client_shows_them_nothing_of_the_first(backend: Backend) -> None:
    """offline_sync §3.9 row 8: the pass of the first is older than the booking."""
    view = set_note(backend, CLERK, booked(backend).id, "tulee äidin kanssa")
    matti = add_client(backend, CLERK, AREA, Contact("Matti Esimerkki"))

    given = reassign(backend, CLERK, view.id, matti)

    assert (given.contact.name, given.answers, given.note) == ("Matti Esimerkki", (), "")
    assert (given.pass_id, given.rev) == (view.pass_id, view.rev + 1)
    assert by_token(backend, given.manage_token) == by_code(backend, AREA, given.code) == given
    with pytest.raises(Refused, match="no_such_booking"):
        by_token(backend, view.manage_token)
    with pytest.raises(Refused, match="no_such_booking"):
        by_code(backend, AREA, view.code)
    last = events_after(backend, 0)[-1]
    assert (last.kind, last.before_client, last.rev) == ("reassigned", view.client, given.rev)
    with pytest.raises(Refused, match="no_such_client"):
        reassign(backend, CLERK, view.id, "nobody")


def test_a_note_is_for_the_lobby_too(backend: Backend) -> None:
    view = booked(backend)

    noted = set_note(backend, CLERK, view.id, "avain hakematta")

    assert (noted.note, noted.rev, noted.answers) == ("avain hakematta", 2, view.answers)
    with pytest.raises(Invalid):
        set_note(backend, CLERK, view.id, "x" * 2001)


def test_marks_are_not_for_lobbies(backend: Backend) -> None:
    view = booked(backend)

    for status in (BookingStatus.ABSENT, BookingStatus.DONE, BookingStatus.DONE,
                   BookingStatus.BOOKED):  # fmt: skip
        marked = mark(backend, CLERK, view.id, status)
        assert (marked.status, marked.rev) == (status, 1)

    kinds = [event.kind for event in events_after(backend, 0)]
    assert kinds == ["made", "absent", "done", "reopened"]
    with backend.read() as sql:
        assert len(sql.execute(select(fleet.change_log)).all()) == 1


def test_a_booking_may_be_longer_where_it_is_moved_to(sqlite_backend: Backend) -> None:
    view = book_at(
        sqlite_backend, CLERK, new(talk("2026-11-23 09:30", minutes=60), INTERVIEW, answers=())
    )

    moved = move(sqlite_backend, CLERK, view.id, talk("2026-11-23 13:00", minutes=90))

    assert moved.minutes == 90
    assert occupied(sqlite_backend) == {AINO: (5 + 90 + 10) // 5}


def occupied(backend: Backend) -> dict[str, int]:
    """How many cells of each specialist are somebody's."""
    found: dict[str, int] = {}
    with backend.read() as sql:
        for who in sql.execute(select(bookings.occupied.c.specialist)).scalars():
            found[who] = found.get(who, 0) + 1
    return found


def _colleague(backend: Backend, who: str, name: str, languages: list[str]) -> None:
    """Works in the centre on Mondays from nine to three."""
    shared = {"tenant": AREA, "specialist": who}
    with backend.begin() as work:
        work.sql.execute(insert(calendar.specialist), {
            "id": who, "tenant": AREA, "office": CENTRE, "name": name, "skills": [],
            "languages": languages, "channels": ["in_person"],
        })  # fmt: skip
        work.sql.execute(insert(calendar.specialist_service), {**shared, "service": TALK})
        work.sql.execute(insert(calendar.working_hours), {
            **shared, "id": who, "office": CENTRE, "weekday": 0, "starts": "09:00",
            "ends": "15:00", "valid_from": "2026-01-01", "channels": [], "services": [],
        })  # fmt: skip
