"""The page behind the secret link: what it tells, and moving and cancelling there."""

from datetime import timedelta

import pytest
from icalendar import Calendar
from sqlalchemy import select, update

from tests.booking.web.conftest import Arrive
from tests.booking.web.visitor import MATTER, Visitor, booked
from vuoro.booking.backend import Backend
from vuoro.booking.domain.values import Actor, ActorKind
from vuoro.booking.service import changing, reading
from vuoro.booking.store.tables import bookings, calendar
from vuoro.core.clock import SteppingClock

STAFF = Actor(ActorKind.STAFF, "account", "Aino Salo")


@pytest.fixture
def link(visitor: Visitor) -> str:
    """The path of a booking on Tuesday at ten in Hervanta."""
    page = visitor.open(f"{MATTER}/times", channel="in_person", office="hervanta")
    return booked(visitor, page, email="testi@example.fi").path


def test_the_page_of_a_booking_tells_all_but_who_it_is_for(visitor: Visitor, link: str) -> None:
    page = visitor.open(link)

    for words in (
        "Tiistai 24.11.2026",
        "klo 10.00–10.30",
        "Hervannan työllisyyspalvelut",
        "Mallitie 2",
        "Työnhakukeskustelu",
        "Ota mukaan ansioluettelo",
        "Voit siirtää tai perua ajan verkossa tiistai 24.11.2026 klo 9.00 asti.",
    ):
        assert words in page.words, words
    for personal in ("Testi Henkilö", "testi@example.fi", "040", "Tulkki", "Sofia"):
        assert personal not in page.answer.text


def test_the_code_in_the_picture_is_also_told_in_words(
    visitor: Visitor, link: str, sqlite_backend: Backend
) -> None:
    page = visitor.open(link)
    code = reading.by_token(sqlite_backend, link.split("/")[2]).code

    grouped = f"{code[:4]}-{code[4:]}"
    assert f"QR-koodi aulan lukijalle. Sama tieto on varauskoodissa {grouped}." in page.words
    assert '<svg class="qr"' in page.answer.text


@pytest.mark.parametrize(
    ("file", "media_type", "begins"),
    [
        ("pass.pdf", "application/pdf", b"%PDF"),
        ("pass.png", "image/png", b"\x89PNG"),
        ("appointment.ics", "text/calendar; charset=utf-8", b"BEGIN:VCALENDAR"),
    ],
)
def test_the_booking_can_be_taken_along(
    visitor: Visitor, link: str, file: str, media_type: str, begins: bytes
) -> None:
    answer = visitor.browser.get(f"{link}/{file}")

    assert answer.headers["content-type"] == media_type
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["content-disposition"].startswith("attachment")
    assert answer.content.startswith(begins)
    assert link.split("/")[2].encode() not in answer.content, "files are shown to others"


def test_a_phone_call_has_no_code_for_the_lobby(visitor: Visitor) -> None:
    page = booked(visitor, visitor.open(f"{MATTER}/times", channel="phone"))

    assert "Soitamme sinulle" in page.words
    assert "<svg" not in page.answer.text
    assert visitor.open(f"{page.path}/pass.pdf").status == 200


def test_a_booking_is_moved_and_the_old_time_kept_until_then(
    visitor: Visitor, link: str, sqlite_backend: Backend
) -> None:
    times = visitor.open(f"{link}/move")
    asked = visitor.choose(times, times.times()[-1])
    assert asked.path.startswith("/v/")
    assert "Nykyinen aikasi" in asked.words
    before = reading.by_token(sqlite_backend, link.split("/")[2])

    moved = visitor.send(f"{asked.path}/confirm")
    again = visitor.send(f"{asked.path}/confirm")

    after = reading.by_token(sqlite_backend, link.split("/")[2])
    assert "Aikasi on siirretty" in moved.title
    assert (moved.path, again.path) == (link, link)
    assert (before.rev, after.rev) == (1, 2)
    assert after.start > before.start
    assert after.code == before.code
    assert len(visitor.open(f"{link}/move").times()) >= len(times.times()), "the old one is free"
    event = Calendar.from_ical(visitor.browser.get(f"{link}/appointment.ics").text)
    assert event.walk("VEVENT")[0]["sequence"] == 1


def test_who_thinks_better_of_moving_keeps_the_time(visitor: Visitor, link: str) -> None:
    times = visitor.open(f"{link}/move")
    asked = visitor.choose(times, times.times()[-1])

    kept = visitor.send(f"{asked.path}/leave")

    assert kept.path == link
    assert "klo 10.00–10.30" in kept.words
    assert times.times()[-1] in visitor.open(f"{link}/move").times()


def test_a_move_can_go_to_another_office(visitor: Visitor, link: str) -> None:
    here = visitor.open(f"{link}/move")
    everywhere = visitor.open(f"{link}/move", office="any")

    assert "Keskustan työllisyyspalvelut" in here.words
    assert set(here.times()) < set(everywhere.times())


def test_a_time_taken_while_moving_leaves_the_old_one(
    visitor: Visitor, link: str, arrive: Arrive
) -> None:
    times = visitor.open(f"{link}/move")
    other = arrive()
    page = other.open(f"{MATTER}/times", channel="in_person", office="hervanta")
    last = page.times()[-1]
    assert other.choose(page, last).path.startswith("/v/")

    late = visitor.choose(times, last)

    assert late.path == f"{link}/move"
    assert "Tämä aika ehti mennä" in late.words


def test_a_held_new_time_that_is_over_says_that_the_old_one_stands(
    visitor: Visitor, link: str, clock: SteppingClock
) -> None:
    times = visitor.open(f"{link}/move")
    asked = visitor.choose(times, times.times()[-1])
    clock.advance(timedelta(minutes=21))

    over = visitor.open(asked.path)

    assert over.status == 410
    assert "Nykyinen aikasi on tallessa." in over.words
    assert visitor.choose(over, over.times()[0]).path.startswith("/v/")


def test_cancelling_asks_once_and_says_that_it_is_final(visitor: Visitor, link: str) -> None:
    asked = visitor.open(f"{link}/cancel")
    assert "Perumista ei voi kumota." in asked.words

    gone = visitor.send(f"{link}/cancel")
    again = visitor.send(f"{link}/cancel")

    for page in (gone, again, visitor.open(link)):
        assert "Aikasi on peruttu" in page.title
        assert "<svg" not in page.answer.text
    assert visitor.open(f"{link}/pass.pdf").status == 410
    calendar_file = visitor.browser.get(f"{link}/appointment.ics").text
    assert "METHOD:CANCEL" in calendar_file
    assert visitor.open(f"{link}/move").path == link
    assert visitor.open(f"{link}/cancel").path == link


def test_a_booking_that_staff_cancelled_says_so(
    visitor: Visitor, link: str, sqlite_backend: Backend
) -> None:
    view = reading.by_token(sqlite_backend, link.split("/")[2])
    changing.cancel(sqlite_backend, STAFF, view.id)

    assert "Jouduimme perumaan aikasi" in visitor.open(link).title


def test_near_the_start_the_page_tells_to_call(
    visitor: Visitor, clock: SteppingClock, sqlite_backend: Backend
) -> None:
    page = visitor.open(f"{MATTER}/times", channel="in_person", office="keskusta")
    link = booked(visitor, page).path
    moving = visitor.open(f"{link}/move")
    clock.advance(timedelta(minutes=10))

    late = visitor.open(link)

    assert "Aikaa ei voi enää muuttaa verkossa." in late.words
    assert "tel:+35830000000" in late.links
    assert "<svg" in late.answer.text, "the pass is as good as ever"
    assert visitor.open(f"{link}/move").path == link
    assert visitor.open(f"{link}/cancel").path == link
    assert visitor.choose(moving, moving.times()[-1]).path == link
    assert "enää muuttaa" in visitor.send(f"{link}/cancel").words
    with sqlite_backend.read() as sql:
        assert sql.execute(select(bookings.booking.c.status)).scalar_one() == "booked"


def test_a_move_confirmed_too_late_is_none(visitor: Visitor, clock: SteppingClock) -> None:
    page = visitor.open(f"{MATTER}/times", channel="in_person", office="keskusta")
    link = booked(visitor, page).path
    times = visitor.open(f"{link}/move")
    asked = visitor.choose(times, times.times()[-1])
    clock.advance(timedelta(minutes=10))

    late = visitor.send(f"{asked.path}/confirm")

    assert late.path == link
    assert "klo 9.00–9.30" in late.words


def test_what_is_over_says_so(visitor: Visitor, link: str, clock: SteppingClock) -> None:
    clock.advance(timedelta(days=2))

    page = visitor.open(link)

    assert "Tämä aika on ohi" in page.title
    assert "/pirkanmaa" in page.links
    assert visitor.open(f"{link}/pass.png").status == 410


def test_a_matter_that_only_staff_book_is_moved_by_staff_only(
    visitor: Visitor, link: str, sqlite_backend: Backend
) -> None:
    with sqlite_backend.begin() as work:
        work.sql.execute(update(calendar.service).values(public=False))

    page = visitor.open(link)

    assert f"{link}/cancel" in page.links
    assert f"{link}/move" not in page.links
    assert visitor.open(f"{link}/move").path == link


def test_a_link_of_a_former_client_leads_nowhere(
    visitor: Visitor, link: str, sqlite_backend: Backend
) -> None:
    view = reading.by_token(sqlite_backend, link.split("/")[2])
    assert view.client is not None
    changing.reassign(sqlite_backend, STAFF, view.id, view.client)

    assert visitor.open(link).status == 404
    assert visitor.open(f"{link}/pass.png").status == 404


def test_a_page_speaks_the_language_of_its_booking_unless_another_is_chosen(
    visitor: Visitor, arrive: Arrive
) -> None:
    swede = arrive()
    page = swede.open(f"{MATTER}/times", channel="in_person", speak="any", lang="sv")
    link = booked(swede, page).path

    fresh = visitor.open(link)
    chosen = visitor.open(link, lang="en")

    assert "Din bokning" in fresh.title
    assert "Your appointment" in chosen.title
    assert "Wednesday" not in fresh.words
