"""A colleague is ill: the day is spread, handed over or cancelled, and given back."""

from tests.booking.booking_world import (
    AINO,
    MIKAEL,
    TALK,
    booked,
)  # fmt: skip
from tests.booking.web.staff.staff_world import Colleague, StaffSite
from vuoro.booking.domain.values import BookingStatus
from vuoro.booking.messages.outbox import fill
from vuoro.booking.service.reading import booking
from vuoro.core.clock import SteppingClock


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
