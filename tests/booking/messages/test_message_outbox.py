"""From a booking to a mailbox: real database, real SMTP, real HTTP."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import insert, update

from tests.booking.messages.conftest import mail_settings
from tests.booking.messages.given import (
    OFFICE,
    ONLY_EMAIL,
    ONLY_PHONE,
    OTHER_OFFICE,
    STAFF,
    START,
    TENANT,
    book,
    change,
    rows,
    states,
    subjects,
)
from vuoro.booking.backend import Backend, Refused, nowhere
from vuoro.booking.domain.values import CLIENT, EventRow
from vuoro.booking.messages import outgoing
from vuoro.booking.messages.choosing import Template
from vuoro.booking.messages.email_smtp import SmtpMail
from vuoro.booking.messages.job import tend
from vuoro.booking.messages.outbox import fill
from vuoro.booking.messages.own_words import remove_template, set_template, templates
from vuoro.booking.messages.senders import Senders
from vuoro.booking.messages.shipped import Source
from vuoro.booking.messages.simulators.mail_server import MailFault, MailServer
from vuoro.booking.messages.simulators.sms_gateway import SmsFault, SmsGateway
from vuoro.booking.messages.values import By, Kind, State
from vuoro.booking.service.following import follow
from vuoro.booking.store import Work
from vuoro.booking.store.tables import bookings
from vuoro.core.clock import SteppingClock
from vuoro.core.look import load


def test_a_booking_is_confirmed_at_once_and_reminded_of_when_it_is_time(
    backend: Backend, clock: SteppingClock, senders: Senders,
    mail_server: MailServer, gateway: SmsGateway,
) -> None:  # fmt: skip
    book(backend, START)

    tend(backend, senders)
    tend(backend, senders)
    assert subjects(mail_server) == ["Varaus vahvistettu: to 26.11. klo 9.00"]

    clock.jump(START - timedelta(days=1))
    tend(backend, senders)
    clock.jump(START - timedelta(hours=1))
    tend(backend, senders)
    tend(backend, senders)

    assert subjects(mail_server)[1:] == ["Muistutus: sinulla on aika to 26.11. klo 9.00"]
    assert [text["text"][:12] for text in gateway.messages()] == ["Muistutus: s"] * 2
    assert states(backend) == {"confirmation sent": 1, "reminder sent": 3}


def test_a_move_withdraws_the_reminders_of_the_old_time(
    backend: Backend, clock: SteppingClock, senders: Senders, gateway: SmsGateway
) -> None:
    booking = book(backend, START)
    tend(backend, senders)
    later = START + timedelta(days=1)
    change(
        backend, booking.id, "moved", CLIENT,
        {"start": int(START.timestamp() * 1000)}, starts_at=int(later.timestamp() * 1000),
    )  # fmt: skip
    tend(backend, senders)
    assert states(backend) == {
        "confirmation sent": 1, "change sent": 1, "reminder dropped": 3, "reminder queued": 3,
    }  # fmt: skip

    clock.jump(START)
    tend(backend, senders)
    assert "pe 27.11. klo 9.00" in gateway.messages()[0]["text"]


@pytest.mark.parametrize("kind", ["cancelled", "moved"])
def test_a_reminder_that_is_due_in_the_moment_of_a_change_is_not_sent(
    kind: str, backend: Backend, clock: SteppingClock, senders: Senders, gateway: SmsGateway
) -> None:
    booking = book(backend, START, contact=ONLY_PHONE)
    tend(backend, senders)
    clock.jump(START - timedelta(hours=1))
    change(backend, booking.id, "noted")
    moved: dict[str, Any] = {"starts_at": 1_900_000_000_000}
    new = moved if kind == "moved" else {"status": "cancelled"}
    points = iter(["before_commit", "after_commit"])  # Of the transaction that plans.

    def at_point(point: str) -> None:
        if point == "followed":
            backend.at = then

    def then(point: str) -> None:
        if point == next(points) == "after_commit":
            backend.at = nowhere
            change(backend, booking.id, kind, **new)

    backend.at = at_point
    tend(backend, senders)

    assert not any("Muistutus" in text["text"] for text in gateway.messages())
    assert states(backend)["reminder dropped"] >= 1


def test_a_recipient_who_is_refused_fails_at_once_and_can_be_retried_or_dropped(
    backend: Backend, clock: SteppingClock, senders: Senders, mail_server: MailServer
) -> None:
    mail_server.fail(MailFault.RECIPIENT_UNKNOWN, MailFault.RECIPIENT_UNKNOWN)
    for _ in range(2):
        book(backend, START, contact=ONLY_EMAIL)
    tend(backend, senders)
    clock.advance(timedelta(hours=2))
    tend(backend, senders)
    first, second = outgoing.failures(backend, TENANT)
    assert (first.state, first.attempts) == (State.FAILED, 1)

    outgoing.retry(backend, STAFF, TENANT, first.id)
    outgoing.drop(backend, STAFF, TENANT, second.id)
    tend(backend, senders)

    assert len(mail_server.files()) == 1
    assert outgoing.failures(backend, TENANT) == []
    with pytest.raises(Refused, match="settled"):
        outgoing.retry(backend, STAFF, TENANT, first.id)
    with pytest.raises(Refused, match="no_such_message"):
        outgoing.retry(backend, STAFF, "another area", second.id)


def test_a_text_message_whose_answer_was_lost_is_sent_again_under_the_same_key(
    backend: Backend, clock: SteppingClock, senders: Senders, gateway: SmsGateway
) -> None:
    gateway.fail(SmsFault.KEPT_THEN_DROPPED)
    book(backend, START, contact=ONLY_PHONE)
    tend(backend, senders)
    clock.advance(timedelta(minutes=1))
    tend(backend, senders)

    assert gateway.requests == 2
    assert len(gateway.messages()) == 1
    assert states(backend)["confirmation sent"] == 1


def test_a_message_that_cannot_be_written_holds_up_no_other(
    backend: Backend, senders: Senders, mail_server: MailServer
) -> None:
    broken = book(backend, START, contact=ONLY_EMAIL)
    fill(backend)
    with backend.begin() as work:
        damaged = update(bookings.booking).where(bookings.booking.c.id == broken.id)
        work.sql.execute(damaged.values(private=b"damaged"))
    book(backend, START, contact=ONLY_EMAIL)

    tend(backend, senders)

    assert len(mail_server.files()) == 1
    assert outgoing.failures(backend, TENANT)[0].error == "It can't be written (Sealed)."


def test_following_again_goes_on_where_it_was_and_plans_nothing_twice(
    backend: Backend,
) -> None:
    for _ in range(3):
        book(backend, START)

    assert [fill(backend, 2), fill(backend, 2), fill(backend, 2)] == [2, 1, 0]
    assert len(rows(backend)) == 12


def test_an_erased_client_is_told_nothing_more_and_nothing_is_kept(
    backend: Backend, senders: Senders
) -> None:
    booking = book(backend, START, contact=ONLY_EMAIL)
    tend(backend, senders)
    change(backend, booking.id, "erased", status="cancelled", client=None)
    tend(backend, senders)

    assert states(backend) == {"confirmation sent": 1, "reminder dropped": 1}
    assert all(row.content is None for row in rows(backend))


def test_an_area_s_own_words_are_used_until_they_are_removed(
    backend: Backend, senders: Senders, mail_server: MailServer
) -> None:
    own = Template(
        Kind.CONFIRMATION, By.EMAIL, "fi", Source("Tule {{ when }}", "Nähdään!\n\n{{ link }}"),
        office=OFFICE,
    )  # fmt: skip
    set_template(backend, STAFF, TENANT, own)
    kept = set_template(backend, STAFF, TENANT, own)
    book(backend, START, contact=ONLY_EMAIL)
    book(backend, START, contact=ONLY_EMAIL, office=OTHER_OFFICE)
    book(backend, START, contact=replace(ONLY_EMAIL, protected=True))
    tend(backend, senders)
    assert subjects(mail_server) == [
        "Tule to 26.11. klo 9.00", "Varaus vahvistettu: to 26.11. klo 9.00",
        "Sinulla on varattu aika",
    ]  # fmt: skip

    assert [template.id for template in templates(backend, TENANT)] == [kept]
    remove_template(backend, STAFF, TENANT, kept)
    assert templates(backend, TENANT) == []


def test_several_processes_that_tend_the_same_outbox_send_each_message_once(
    backend: Backend, mail_server: MailServer
) -> None:
    for _ in range(12):
        book(backend, START, contact=ONLY_EMAIL)

    def work() -> int:
        mail = SmtpMail(mail_settings(mail_server.port), timeout=5)
        return tend(backend, Senders({By.EMAIL: mail}, load(), lambda: 1.0))

    with ThreadPoolExecutor(4) as pool:
        done = sum(each.result() for each in [pool.submit(work) for _ in range(4)])

    assert done == 24  # Twelve events, twelve messages.
    assert len({str(mail["Message-ID"]) for mail in mail_server.messages()}) == 12
    assert len(mail_server.files()) == 12


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_an_event_committed_after_a_later_one_is_not_passed_over(backend: Backend) -> None:
    seen: list[EventRow] = []

    def look() -> int:
        return follow(backend, "test", lambda _, events: seen.extend(events))

    with ThreadPoolExecutor(1) as pool:
        with backend.begin() as slow:
            happen(slow, "early")
            pool.submit(happen_now, backend, "late").result()
            assert pool.submit(look).result() == 0  # It loses patience rather than an event.
        assert look() == 2

    assert [event.booking for event in seen] == ["early", "late"]


def happen(work: Work, booking: str) -> None:
    row = {"tenant": TENANT, "booking": booking, "kind": "noted", "at": 0}
    work.sql.execute(insert(bookings.booking_event), row)


def happen_now(backend: Backend, booking: str) -> None:
    with backend.begin() as work:
        happen(work, booking)
