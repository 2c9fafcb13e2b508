"""Staff book on a client's behalf: a new client, a series, a start that is not offered."""

from datetime import date, timedelta

from tests.booking.booking_world import (
    ADVICE,
    AINO,
    AREA,
    CLERK,
    MIKAEL,
    TALK,
    at,
    new,
    talk,
)  # fmt: skip
from tests.booking.web.staff.staff_world import MONDAY, PEKKA, Colleague, StaffSite
from vuoro.booking.backend import Backend
from vuoro.booking.domain.values import BookingView
from vuoro.booking.service.booking import book_at
from vuoro.booking.service.clients import add_client
from vuoro.booking.service.reading import between
from vuoro.booking.web.staff.series import moments


def _all(backend: Backend) -> list[BookingView]:
    return between(backend, AREA, MONDAY, MONDAY + timedelta(days=90))


def test_a_new_client_gets_a_time_that_clients_never_see(site: StaffSite, aino: Colleague) -> None:
    """Mikael's Friday is for staff only."""
    page = aino.open("/staff/book", service=TALK, specialist=MIKAEL, first="2026-11-27")
    review = aino.open(page.link("/staff/book/review"))

    wrong = aino.send(review, "/staff/book", name="Pekka Esimerkki", phone="12", email="")
    assert wrong.status == 422
    assert "Tarkista numero" in wrong.words
    assert "Täytä tämä" in wrong.words
    done = aino.send(
        wrong, "/staff/book", phone="040 123 4567", note="Soittaa ennen tuloa.",
        **{"answer.tulkki": "no"},
    )  # fmt: skip

    assert "1 varaus tehtiin" in done.words
    [view] = _all(site.backend)
    assert (view.start, view.specialist) == (at("2026-11-27 09:00"), MIKAEL)
    assert (view.contact.name, view.contact.phone) == ("Pekka Esimerkki", "+358401234567")
    assert (view.note, view.answers) == ("Soittaa ennen tuloa.", (("tulkki", "no"),))


def test_three_meetings_every_second_week_are_proposed_and_booked_at_once(
    site: StaffSite, aino: Colleague
) -> None:
    """On 8 December nine o'clock is taken; on 22 December Aino is there."""
    client = add_client(site.backend, CLERK, AREA, PEKKA)
    book_at(site.backend, CLERK, new(talk("2026-12-08 09:00")))
    first = {"service": TALK, "specialist": AINO, "first": "2026-11-24", "client": client}

    page = aino.open("/staff/book", **first, count="3", weeks="2")
    review = aino.open(page.link("/staff/book/review"))
    assert review.words.count("Ei vapaa") == 1
    done = aino.send(review, "/staff/book", **{"answer.tulkki": "yes"})

    assert "3 varausta tehtiin" in done.words
    mine = [each for each in _all(site.backend) if each.client == client]
    starts = [each.start for each in mine]
    assert starts[0] == at("2026-11-24 09:00")
    assert starts[1] != at("2026-12-08 09:00")
    assert starts[1].date() == date(2026, 12, 8)
    assert starts[2] == at("2026-12-22 09:00")
    assert len({each.group for each in mine}) == 1


def test_a_series_keeps_its_hour_when_the_clocks_change() -> None:
    assert moments(at("2027-03-15 10:00"), 3, 1) == [
        at("2027-03-15 10:00"), at("2027-03-22 10:00"), at("2027-03-29 10:00"),
    ]  # fmt: skip
    assert moments(at("2027-03-22 10:00"), 2, 1)[1].hour == 7


def test_one_of_many_that_is_taken_meanwhile_leaves_the_others(
    site: StaffSite, aino: Colleague
) -> None:
    client = add_client(site.backend, CLERK, AREA, PEKKA)
    query = {"service": TALK, "specialist": AINO, "first": "2026-11-24", "client": client}
    page = aino.open("/staff/book", **query, count="3", weeks="1")
    review = aino.open(page.link("/staff/book/review"))
    book_at(site.backend, CLERK, new(talk("2026-12-01 09:00")))

    done = aino.send(review, "/staff/book", **{"answer.tulkki": "no"})

    assert "2 varausta tehtiin" in done.words
    assert "Joku ehti ensin" in done.words


def test_the_same_form_twice_books_once(site: StaffSite, aino: Colleague) -> None:
    page = aino.open("/staff/book", service=ADVICE, specialist=AINO, first="2026-11-24")
    review = aino.open(page.link("/staff/book/review"))

    once = aino.send(review, "/staff/book", name="Pekka Esimerkki")
    again = aino.send(review, "/staff/book", name="Pekka Esimerkki")

    assert "1 varaus tehtiin" in once.words
    assert "1 varaus tehtiin" in again.words
    assert len(_all(site.backend)) == 1


def test_another_start_than_those_offered_can_be_had_if_it_fits(
    site: StaffSite, aino: Colleague
) -> None:
    page = aino.open("/staff/book", service=TALK, specialist=AINO, first="2026-11-24")

    fits = aino.send_get(page, "/review", specialist=AINO, day="2026-11-24", at="10:05")
    late = aino.send_get(page, "/review", specialist=AINO, day="2026-11-24", at="15:45")

    assert "Ei vapaa" not in fits.words
    assert "Ei vapaa" in late.words
    done = aino.send(fits, "/staff/book", name="Pekka", **{"answer.tulkki": "no"})
    assert "1 varaus tehtiin" in done.words
    assert _all(site.backend)[0].start == at("2026-11-24 10:05")
