"""Staff at work: they find a client, book once or often, change a booking, empty a colleague's day.

Through real pages and forms of the real backend, without scripts.
"""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from sqlalchemy import select, update

from tests.booking.booking_world import (
    ADVICE,
    AINO,
    AREA,
    CENTRE,
    CLERK,
    MIKAEL,
    TALK,
    at,
    booked,
    new,
    talk,
)  # fmt: skip
from tests.booking.web.staff_world import Colleague, StaffSite, staff_site
from vuoro.booking.backend import Backend
from vuoro.booking.domain.values import BookingStatus, BookingView, Contact
from vuoro.booking.messages.outbox import fill
from vuoro.booking.messages.outgoing import failures
from vuoro.booking.messages.values import State
from vuoro.booking.service.booking import book_at
from vuoro.booking.service.clients import add_client
from vuoro.booking.service.reading import between, booking
from vuoro.booking.store.tables import messages, staff
from vuoro.core.clock import SteppingClock

MONDAY = date(2026, 11, 23)
PEKKA = Contact("Pekka Esimerkki", "pekka@example.fi", "040 123 4567", "010594Y9021")
HIDDEN = Contact(
    "Maija Suojattu", "maija@example.fi", "040 765 4321", "020594X903P", protected=True
)


@pytest.fixture
def site(sqlite_backend: Backend) -> Iterator[StaffSite]:
    with staff_site(sqlite_backend) as opened:
        yield opened


@pytest.fixture
def aino(site: StaffSite) -> Colleague:
    return site.colleague()


def _all(backend: Backend, days: int = 90) -> list[BookingView]:
    return between(backend, AREA, MONDAY, MONDAY + timedelta(days=days))


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


def test_a_series_keeps_its_hour_when_the_clocks_change(aino: Colleague) -> None:
    from vuoro.booking.web.staff.series import moments

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


def test_a_booking_is_moved_handed_over_and_marked(site: StaffSite, aino: Colleague) -> None:
    view = booked(site.backend, "2026-11-23 10:10")
    path = f"/staff/bookings/{view.id}"

    move = aino.open(f"{path}/move", first="2026-11-25")
    time = next(value for name, value in move.form("/move").buttons if name == "time")
    moved = aino.send(move, "/move", time=time)
    assert "Varaus siirrettiin" in moved.words
    assert booking(site.backend, view.id).start == at("2026-11-25 09:00")

    handed = aino.send(moved, "/hand-over", specialist=MIKAEL)
    assert "siirrettiin kollegalle" in handed.words
    assert booking(site.backend, view.id).specialist == MIKAEL

    noted = aino.send(handed, "/note", note="Tulkki varattu.")
    assert "Tulkki varattu." in noted.answer.text
    marked = aino.send(noted, "/mark", status="absent")
    assert booking(site.backend, view.id).status is BookingStatus.ABSENT
    back = aino.send(marked, "/mark", status="booked")
    assert "Palautettu varatuksi" in back.words
    for words in ("Siirrettiin kollegalle", "Varattiin", "Aiemmin: ma 23.11. klo 10.10"):
        assert words in back.words
    assert "Aino Salo" in back.words


def test_a_time_that_was_taken_meanwhile_is_said_so_and_others_are_offered(
    site: StaffSite, aino: Colleague
) -> None:
    view = booked(site.backend, "2026-11-23 10:10")
    move = aino.open(f"/staff/bookings/{view.id}/move", first="2026-11-25")
    time = next(value for name, value in move.form("/move").buttons if name == "time")
    book_at(site.backend, CLERK, new(talk("2026-11-25 09:00")))

    page = aino.send(move, "/move", time=time)

    assert page.status == 409
    assert "Joku ehti ensin" in page.words
    assert page.form("/move").buttons
    assert booking(site.backend, view.id).start == view.start


@pytest.mark.parametrize(("tell", "planned"), [("yes", True), (None, False)])
def test_a_cancellation_is_told_to_the_client_or_not(
    site: StaffSite, aino: Colleague, tell: str | None, planned: bool
) -> None:
    view = booked(site.backend, "2026-11-24 10:10")
    fill(site.backend)

    page = aino.open(f"/staff/bookings/{view.id}")
    done = aino.send(page, "/cancel", reason="Sairastui", tell=tell)
    fill(site.backend)

    assert booking(site.backend, view.id).status is BookingStatus.CANCELLED
    assert ("Perumisilmoitus" in aino.open(f"/staff/bookings/{view.id}").words) is planned
    assert "Varaus peruttiin" in done.words


def test_a_time_is_given_to_another_client(site: StaffSite, aino: Colleague) -> None:
    view = booked(site.backend)
    pekka = add_client(site.backend, CLERK, AREA, PEKKA)

    page = aino.open(f"/staff/bookings/{view.id}")
    [search] = [each for each in page.forms if ("booking", view.id) in each.fields]
    found = aino.post(search.action, [*search.fields, ("text", "Pekka")])
    given = aino.send(found, f"{view.id}/client")

    assert "Aika annettiin toiselle" in given.words
    assert booking(site.backend, view.id).client == pekka


def test_an_ill_colleagues_day_is_spread_and_given_back(
    site: StaffSite, aino: Colleague, clock: SteppingClock
) -> None:
    """Mikael can take nine o'clock, not the afternoon after three; nobody else can either."""
    early, late = (booked(site.backend, f"2026-11-23 {each}") for each in ("09:00", "15:20"))
    mikael = site.colleague("book", "see_clients", name="Mikael Strand", specialist=MIKAEL)

    day = mikael.open("/staff/ill", specialist=AINO, day="2026-11-23")
    assert "2 varausta" in day.words
    done = mikael.send(day, "/staff/ill")

    assert "Nyt: Mikael Strand" in done.words
    assert "Kukaan muu ei ole silloin vapaa" in done.words
    assert booking(site.backend, early.id).specialist == MIKAEL
    assert booking(site.backend, late.id).specialist == AINO
    free = mikael.open(
        "/staff/book", service=TALK, specialist=AINO, first="2026-11-23", last="2026-11-23"
    )
    assert "ei ole vapaita aikoja" in free.words

    undone = mikael.send(done, "/undo")
    assert "Nyt: Aino Salo" in undone.words
    assert booking(site.backend, early.id).specialist == AINO


def test_what_one_colleague_cannot_take_is_said_of_them(site: StaffSite, aino: Colleague) -> None:
    mine = booked(site.backend, "2026-11-23 09:00")
    booked(site.backend, "2026-11-23 09:00", MIKAEL)

    page = aino.open("/staff/ill", specialist=AINO, day="2026-11-23")
    done = aino.send(page, "/staff/ill", what="to", to=MIKAEL)

    assert "Kollega ei ole silloin vapaa" in done.words
    assert booking(site.backend, mine.id).specialist == AINO


def test_what_was_changed_since_is_not_given_back(site: StaffSite, aino: Colleague) -> None:
    view = booked(site.backend, "2026-11-23 09:00")
    done = aino.send(
        aino.open("/staff/ill", specialist=AINO, day="2026-11-23"),
        "/staff/ill",
        what="to",
        to=MIKAEL,
    )
    aino.send(aino.open(f"/staff/bookings/{view.id}"), "/note", note="Muutettu")

    undone = aino.send(done, "/undo")

    assert "Varausta on muutettu tämän jälkeen" in undone.words
    assert booking(site.backend, view.id).specialist == MIKAEL


def test_an_ill_colleagues_day_is_cancelled_with_messages(site: StaffSite, aino: Colleague) -> None:
    views = [booked(site.backend, f"2026-11-23 {each}") for each in ("09:00", "10:10")]

    page = aino.open("/staff/ill", specialist=AINO, day="2026-11-23")
    done = aino.send(page, "/staff/ill", what="cancel")
    fill(site.backend)

    assert done.words.count("Peruttu") == 2
    for view in views:
        assert booking(site.backend, view.id).status is BookingStatus.CANCELLED
        assert "Perumisilmoitus" in aino.open(f"/staff/bookings/{view.id}").words


def test_nothing_is_done_to_a_day_before_it_is_said_what(site: StaffSite, aino: Colleague) -> None:
    view = booked(site.backend, "2026-11-23 09:00")
    page = aino.open("/staff/ill", specialist=AINO, day="2026-11-23")

    for changes in ({"what": None}, {"what": "to", "to": ""}, {"what": "fire"}):
        assert aino.send(page, "/staff/ill", **changes).status == 422

    assert booking(site.backend, view.id) == view
    assert "Poissa" not in aino.open(f"/staff/calendar?specialist={AINO}&day=2026-11-23").words


def test_a_message_that_failed_is_sent_again_or_dropped(site: StaffSite, aino: Colleague) -> None:
    booked(site.backend, "2026-11-24 10:10")
    fill(site.backend)
    with site.backend.begin() as work:
        failed = {"state": State.FAILED, "error": "550 no such mailbox", "attempts": 1}
        work.sql.execute(update(messages.message).values(**failed))
    count = len(failures(site.backend, AREA))
    assert count > 0
    assert "viestiä ei ole lähtenyt" in aino.open("/staff").words

    page = aino.open("/staff/messages")
    assert "550 no such mailbox" in page.words
    after = aino.send(page, "/drop")

    assert "Viestiä ei lähetetä" in after.words
    assert len(failures(site.backend, AREA)) == count - 1


def test_erasing_a_client_asks_first(site: StaffSite, aino: Colleague) -> None:
    view = booked(site.backend)
    card = aino.open(f"/staff/clients/{view.client}")

    aino.send(card, "/erase")
    assert booking(site.backend, view.id).contact.name == "Liisa Malli"
    gone = aino.send(card, "/erase", sure="yes")

    assert "Asiakkaan tiedot poistettiin" in gone.words
    assert aino.open(f"/staff/clients/{view.client}").status == 404
    assert booking(site.backend, view.id).office.id == CENTRE
