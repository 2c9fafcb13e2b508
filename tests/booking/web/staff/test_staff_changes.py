"""Staff change a booking: move, hand over, mark, cancel, give away, send its messages again."""

import pytest
from sqlalchemy import update

from tests.booking.booking_world import (
    AREA,
    CLERK,
    MIKAEL,
    at,
    booked,
    new,
    talk,
)  # fmt: skip
from tests.booking.web.staff.staff_world import PEKKA, Colleague, StaffSite
from vuoro.booking.domain.values import BookingStatus
from vuoro.booking.messages.outbox import fill
from vuoro.booking.messages.outgoing import failures
from vuoro.booking.messages.values import State
from vuoro.booking.service.booking import book_at
from vuoro.booking.service.clients import add_client
from vuoro.booking.service.reading import booking
from vuoro.booking.store.tables import messages


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
