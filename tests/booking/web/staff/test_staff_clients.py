"""Clients in the staff pages: found by what they say, hidden from those who need not know them."""

from sqlalchemy import select

from tests.booking.booking_world import (
    AINO,
    AREA,
    CENTRE,
    CLERK,
    MIKAEL,
    TALK,
    booked,
    new,
    talk,
)  # fmt: skip
from tests.booking.web.staff.staff_world import HIDDEN, PEKKA, Colleague, StaffSite
from vuoro.booking.service.booking import book_at
from vuoro.booking.service.clients import add_client
from vuoro.booking.service.reading import booking
from vuoro.booking.store.tables import staff


def test_a_client_is_found_by_what_they_say_of_themselves(site: StaffSite, aino: Colleague) -> None:
    add_client(site.backend, CLERK, AREA, PEKKA)
    start = aino.open("/staff")

    for text in ("pekka", "Esimerkki Pekka", "0401234567", "PEKKA@example.fi", "010594y9021"):
        found = aino.send(start, "/staff/clients", text=text)
        assert found.path == "/staff/clients"
        assert "Pekka Esimerkki" in found.words
    card = aino.open(found.link("/staff/clients/[0-9a-f]{8}-"))
    assert "040 1234567" in card.answer.text
    assert "010594" not in card.answer.text


def test_what_is_searched_stands_in_no_address_and_no_log(site: StaffSite, aino: Colleague) -> None:
    add_client(site.backend, CLERK, AREA, PEKKA)

    found = aino.send(aino.open("/staff"), "/staff/clients", text="Pekka 010594Y9021")

    assert "Pekka" not in str(found.answer.url)
    with site.backend.read() as sql:
        told = str(sql.execute(select(staff.audit)).all())
    assert "client.searched" in told
    assert "Pekka" not in told


def test_a_protected_client_is_found_only_by_what_only_they_know(
    site: StaffSite, aino: Colleague
) -> None:
    add_client(site.backend, CLERK, AREA, HIDDEN)
    start = aino.open("/staff")

    assert "Maija" not in aino.send(start, "/staff/clients", text="Maija Suojattu").words
    exact = aino.send(start, "/staff/clients", text="020594X903P")
    assert "Maija Suojattu" in exact.words
    card = aino.send(exact, "/reveal")

    assert "040 7654321" in card.answer.text
    with site.backend.read() as sql:
        actions = set(sql.execute(select(staff.audit.c.action)).scalars())
    assert "client.revealed" in actions


def test_a_protected_client_is_known_to_the_specialist_they_meet_and_hidden_from_others(
    site: StaffSite, aino: Colleague
) -> None:
    view = book_at(site.backend, CLERK, new(talk("2026-11-24 10:00"), contact=HIDDEN))
    mikael = site.colleague("book", "see_clients", name="Mikael Strand", specialist=MIKAEL)
    day = f"/staff/calendar?specialist={AINO}&day=2026-11-24"

    assert "Maija Suojattu" in aino.open(day).words
    assert "Maija Suojattu" in aino.send(aino.open("/staff"), "/staff/clients", text="Maija").words
    theirs = mikael.open(day)
    assert "Suojattu asiakas" in theirs.words
    for path in (day, f"/staff/bookings/{view.id}", f"/staff/clients/{view.client}", "/staff/book"):
        page = mikael.open(path, client=view.client or "")
        assert page.status == 200, path
        assert "Maija" not in page.answer.text, path
    opened = mikael.send(mikael.open(f"/staff/bookings/{view.id}"), "/reveal")
    assert "Maija Suojattu" in opened.words


def test_who_may_only_book_sees_that_there_is_a_client_but_not_who(site: StaffSite) -> None:
    view = booked(site.backend)
    clerk = site.colleague("book", name="Mikael Strand", specialist=MIKAEL)

    for path in (
        f"/staff/calendar?specialist={AINO}&day=2026-11-23",
        f"/staff/bookings/{view.id}",
        f"/staff/ill?specialist={AINO}&day=2026-11-23",
        f"/staff/book?client={view.client}&service={TALK}",
    ):
        page = clerk.open(path)
        assert page.status == 200
        assert "Liisa" not in page.answer.text, path
        assert "liisa@example.fi" not in page.answer.text


def test_erasing_a_client_asks_first(site: StaffSite, aino: Colleague) -> None:
    view = booked(site.backend)
    card = aino.open(f"/staff/clients/{view.client}")

    aino.send(card, "/erase")
    assert booking(site.backend, view.id).contact.name == "Liisa Malli"
    gone = aino.send(card, "/erase", sure="yes")

    assert "Asiakkaan tiedot poistettiin" in gone.words
    assert aino.open(f"/staff/clients/{view.client}").status == 404
    assert booking(site.backend, view.id).office.id == CENTRE
