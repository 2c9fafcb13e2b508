"""What the events of a push do: visits, tickets, bookings, and what is known of the device."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import select, update

from tests.booking.fleet.lobbies import CENTRE, STAFF, Lobby, Make, booked
from tests.booking.fleet.looks import count
from vuoro.booking.backend import Backend
from vuoro.booking.domain.values import BookingStatus
from vuoro.booking.service import changing
from vuoro.booking.store.tables import bookings, calendar, fleet
from vuoro.core.wire.sync import EventStatus, Op, Role

TODAY = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)


def test_an_arrival_becomes_a_visit_with_its_number_and_can_be_pulled(lobby: Lobby) -> None:
    view = booked(lobby.backend, TODAY)
    came = lobby.admit(view.id, rev=view.rev, start=view.start)
    lobby.move(came, "called", "called", counter="1")

    pushed = lobby.push()

    assert [result.status for result in pushed.results] == [EventStatus.APPLIED] * 2
    lobby.pull()
    assert lobby.cursor >= pushed.results[0].change
    visit = lobby.mirror["visit", came["arrival"]["id"]].data
    assert visit is not None
    assert visit["booking"] == view.id
    assert visit["numbers"] == ["A001"]
    assert visit["device"] == lobby.id
    with lobby.backend.read() as sql:
        ticket = sql.execute(select(fleet.ticket)).one()
        kinds = select(bookings.booking_event.c.kind)
        assert list(sql.execute(kinds).scalars()) == ["made", "arrived"]
    assert (ticket.state, ticket.counter) == ("called", "1")


def test_the_other_kiosk_hears_of_a_visit_and_its_numbers(
    sqlite_lobby: Lobby, sqlite_companion: Lobby
) -> None:
    came = sqlite_lobby.admit()
    sqlite_lobby.push()
    sqlite_companion.pull()

    told = sqlite_companion.mirror["visit", came["arrival"]["id"]]
    assert told.op is Op.PUT
    assert told.data is not None
    assert told.data["numbers"] == ["A001"]


def test_moves_of_another_device_win_by_time_and_issuing_takes_nothing_back(
    lobby: Lobby, companion: Lobby
) -> None:
    came = companion.admit()
    lobby.later(minutes=5)
    companion.mono = lobby.mono
    lobby.tell("ticket.called", {"ticket": came["ticket"] | {"state": "called", "counter": "2"}})
    lobby.push()
    companion.push()

    with lobby.backend.read() as sql:
        ticket = sql.execute(select(fleet.ticket)).one()
    assert (ticket.state, ticket.counter) == ("called", "2")
    assert count(lobby.backend, "visit") == 1


def test_a_served_client_makes_the_booking_done_and_undoing_it_booked(lobby: Lobby) -> None:
    view = booked(lobby.backend, TODAY)
    came = lobby.admit(view.id, start=view.start)
    lobby.move(came, "serving", "serving", counter="1")
    lobby.move(came, "done", "done")
    lobby.push()
    assert status_of(lobby.backend, view.id) == "done"

    lobby.move(came, "undone", "serving")
    lobby.push()
    assert status_of(lobby.backend, view.id) == "booked"


def test_what_staff_said_of_a_booking_is_not_taken_back_by_a_call(sqlite_lobby: Lobby) -> None:
    backend = sqlite_lobby.backend
    view = booked(backend, TODAY)
    came = sqlite_lobby.admit(view.id, start=view.start)
    sqlite_lobby.push()
    changing.mark(backend, STAFF, view.id, BookingStatus.DONE)
    sqlite_lobby.move(came, "called", "called", counter="1")
    sqlite_lobby.push()
    assert status_of(backend, view.id) == "done"


def test_a_device_cannot_touch_what_is_of_another_office(
    sqlite_lobby: Lobby, another: Make
) -> None:
    came = sqlite_lobby.admit()
    sqlite_lobby.push()
    stranger = another("5b0b5b1e-0000-4000-8000-000000000018", Role.LEADER, 6)
    ticket = came["ticket"] | {"state": "done"}
    stranger.tell("ticket.issued", {"arrival": came["arrival"], "ticket": ticket})

    stranger.push()

    with sqlite_lobby.backend.read() as sql:
        row = sql.execute(select(fleet.visit)).one()
        assert (row.office, row.device) == (CENTRE, sqlite_lobby.id)
        assert sql.execute(select(fleet.ticket.c.state)).scalar_one() == "waiting"


def test_news_of_the_device_are_kept_for_the_fleet_page(sqlite_lobby: Lobby) -> None:
    sqlite_lobby.admit()
    sqlite_lobby.push()
    with sqlite_lobby.backend.read() as sql:
        row = sql.execute(select(fleet.device)).one()
    assert row.health["version"] == "0.3"
    assert row.last_seen == sqlite_lobby.backend.now_ms
    assert row.outbox_empty_at == sqlite_lobby.backend.now_ms


def test_a_push_held_up_for_hours_does_not_move_the_watermark_to_now(sqlite_lobby: Lobby) -> None:
    sqlite_lobby.push()
    held_up = sqlite_lobby.batch()
    sqlite_lobby.later(hours=3)

    sqlite_lobby.push(held_up)

    with sqlite_lobby.backend.read() as sql:
        at = sql.execute(select(fleet.device.c.outbox_empty_at)).scalar_one()
    assert sqlite_lobby.backend.now_ms - at == timedelta(hours=3).total_seconds() * 1000


def status_of(backend: Backend, booking: str) -> str:
    b = bookings.booking.c
    with backend.read() as sql:
        status: str = sql.execute(select(b.status).where(b.id == booking)).scalar_one()
    return status


def test_a_service_closed_in_the_backend_is_of_no_matter_to_the_rest(sqlite_lobby: Lobby) -> None:
    with sqlite_lobby.backend.begin() as work:
        s = calendar.service
        work.sql.execute(update(s).where(s.c.slug == "neuvonta").values(active=False))
    sqlite_lobby.admit(service="neuvonta")
    sqlite_lobby.admit(service="vain-aulassa")

    first, second = sqlite_lobby.push().results

    assert (first.status, first.problem) == (EventStatus.NOTED, "unknown_service")
    assert second.status is EventStatus.APPLIED
