"""What clients and staff see of messages, from booking to mailbox, whatever the servers do."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.booking.messages.given import (
    CONTACT,
    OFFICE,
    ONLY_EMAIL,
    ONLY_PHONE,
    OTHER_OFFICE,
    STAFF,
    START,
    TENANT,
    at,
    book,
    change,
    rows,
    states,
    subjects,
)
from vuoro.booking.backend import Backend, Refused
from vuoro.booking.domain.values import BookingStatus
from vuoro.booking.messages import outgoing
from vuoro.booking.messages.choosing import Template
from vuoro.booking.messages.gsm import Size
from vuoro.booking.messages.job import tend
from vuoro.booking.messages.outbox import fill
from vuoro.booking.messages.own_words import set_template
from vuoro.booking.messages.preview import preview
from vuoro.booking.messages.senders import Senders
from vuoro.booking.messages.shipped import Source, shipped
from vuoro.booking.messages.simulators.mail_server import MailFault, MailServer
from vuoro.booking.messages.simulators.sms_gateway import SmsFault, SmsGateway
from vuoro.booking.messages.template_text import BadTemplate
from vuoro.booking.messages.values import By, Kind, State
from vuoro.core.clock import SteppingClock
from vuoro.core.wire.desk import Channel


@pytest.fixture
def backend(sqlite_backend: Backend) -> Backend:
    """The kind of database doesn't matter here; see test_message_outbox for where it does."""
    return sqlite_backend


def test_the_calendar_file_follows_the_booking(
    backend: Backend, senders: Senders, mail_server: MailServer
) -> None:
    booking = book(backend, START, contact=ONLY_EMAIL)
    tend(backend, senders)
    change(backend, booking.id, "moved", detail={"start": 0}, starts_at=1_900_000_000_000)
    tend(backend, senders)
    change(backend, booking.id, "cancelled", status="cancelled")
    tend(backend, senders)

    entries = [
        part.get_content() for mail in mail_server.messages() for part in mail.iter_attachments()
    ]
    assert [f"SEQUENCE:{n}" in entry for n, entry in enumerate(entries)] == [True] * 3
    assert ["METHOD:CANCEL" in entry for entry in entries] == [False, False, True]
    assert all(f"UID:{booking.id}@vuoro" in entry for entry in entries)
    assert all("ORGANIZER:mailto:ajanvaraus@example.fi" in entry for entry in entries)


def test_a_cancelled_booking_is_reminded_of_to_nobody(
    backend: Backend, clock: SteppingClock, senders: Senders, mail_server: MailServer,
    gateway: SmsGateway,
) -> None:  # fmt: skip
    booking = book(backend, START)
    tend(backend, senders)
    change(backend, booking.id, "cancelled", status="cancelled")
    clock.jump(START - timedelta(hours=1))
    tend(backend, senders)

    assert subjects(mail_server)[1:] == ["Varattu aikasi on peruttu: to 26.11. klo 9.00"]
    assert ["peruttu" in text["text"] for text in gateway.messages()] == [True]


def test_what_happened_several_times_before_anybody_looked_is_told_once(
    backend: Backend, senders: Senders, mail_server: MailServer
) -> None:
    booking = book(backend, START, contact=ONLY_EMAIL)
    change(backend, booking.id, "moved", starts_at=1_900_000_000_000)
    change(backend, booking.id, "noted")
    change(backend, booking.id, "cancelled", status="cancelled")

    tend(backend, senders)

    assert len(mail_server.files()) == 1
    assert "peruttu" in subjects(mail_server)[0]


def test_who_has_arrived_is_not_reminded(backend: Backend, senders: Senders) -> None:
    booking = book(backend, START)
    tend(backend, senders)
    change(backend, booking.id, "arrived")
    tend(backend, senders)

    assert states(backend)["reminder dropped"] == 3


def test_what_staff_want_to_tell_themselves_is_not_told_by_message(
    backend: Backend, senders: Senders, mail_server: MailServer
) -> None:
    booking = book(backend, START, contact=ONLY_EMAIL)
    tend(backend, senders)
    change(backend, booking.id, "cancelled", detail={"silent": 1}, status="cancelled")
    tend(backend, senders)

    assert len(mail_server.files()) == 1
    assert states(backend) == {"confirmation sent": 1, "reminder dropped": 1}


def test_a_time_given_to_somebody_else_is_confirmed_to_one_and_withdrawn_from_the_other(
    backend: Backend, senders: Senders, mail_server: MailServer
) -> None:
    booking = book(backend, START, contact=ONLY_EMAIL)
    other = book(backend, START, contact=replace(ONLY_EMAIL, email="other@example.fi"))
    tend(backend, senders)
    change(
        backend, booking.id, "reassigned", detail={"client": booking.client}, client=other.client
    )
    tend(backend, senders)

    told = [(str(mail["To"]), str(mail["Subject"])[:14]) for mail in mail_server.messages()[2:]]
    assert sorted(told) == [
        ("nobody@example.fi", "Varattu aikasi"), ("other@example.fi", "Varaus vahvist"),
    ]  # fmt: skip
    gone = next(mail for mail in mail_server.messages()[2:] if mail["To"] == ONLY_EMAIL.email)
    assert other.manage_token not in gone.as_string()
    assert f"/b/{booking.manage_token}" not in gone.as_string()


def test_a_colleague_at_another_place_is_news(
    backend: Backend, senders: Senders, mail_server: MailServer
) -> None:
    booking = book(backend, START, contact=ONLY_EMAIL)
    tend(backend, senders)
    change(backend, booking.id, "handed_over", detail={"office": OFFICE, "channel": "in_person"})
    tend(backend, senders)
    assert len(mail_server.files()) == 1

    change(backend, booking.id, "handed_over", detail={"office": OFFICE}, office=OTHER_OFFICE)
    tend(backend, senders)
    body = mail_server.messages()[1].get_body(("plain",))
    assert body is not None
    assert "Hervannan työllisyyspalvelut" in body.get_content()


def test_a_protected_client_stays_hidden_on_the_wire(
    backend: Backend, senders: Senders, mail_server: MailServer, gateway: SmsGateway
) -> None:
    booking = book(backend, START, contact=replace(CONTACT, protected=True))
    tend(backend, senders)
    change(backend, booking.id, "cancelled", status="cancelled")
    tend(backend, senders)

    parts = [
        part.get_content() for mail in mail_server.messages()
        for part in mail.walk() if not part.is_multipart()
    ]  # fmt: skip
    heads = [str(value) for mail in mail_server.messages() for value in mail.values()]
    texts = [text["text"] for text in gateway.messages()]
    assert len(parts) == 6
    for told in (*parts, *heads, *texts):
        for secret in ("Keskusta", "Esimerkkikatu", "Tampere", "Työnhaku", "Salo", "Meikäläinen",
                       "Pirkanmaa", "työllisyys"):  # fmt: skip
            assert secret.lower() not in told.lower()


def test_a_server_that_is_away_is_tried_again_later_and_staff_can_see_it(
    backend: Backend, clock: SteppingClock, senders: Senders, mail_server: MailServer
) -> None:
    mail_server.fail(MailFault.SENDER_REFUSED)
    book(backend, START, contact=ONLY_EMAIL)
    book(backend, START, contact=ONLY_EMAIL)

    tend(backend, senders)
    assert mail_server.files() == ()  # Neither: the second was not even tried.
    (seen,) = outgoing.failures(backend, TENANT)
    assert (seen.state, seen.attempts) == (State.QUEUED, 1)
    assert "SMTP 550 5.7.1" in seen.error

    tend(backend, senders)
    assert len(mail_server.files()) == 1
    clock.advance(timedelta(seconds=30))
    tend(backend, senders)
    assert len(mail_server.files()) == 2
    assert outgoing.failures(backend, TENANT) == []


@pytest.mark.parametrize("fault", [MailFault.KEPT_THEN_DROPPED, MailFault.LOST_THEN_DROPPED])
def test_a_mail_whose_answer_was_lost_is_not_sent_again_but_shown(
    fault: MailFault, backend: Backend, clock: SteppingClock, senders: Senders,
    mail_server: MailServer,
) -> None:  # fmt: skip
    mail_server.fail(fault)
    booking = book(backend, START, contact=ONLY_EMAIL)
    kept = 1 if fault is MailFault.KEPT_THEN_DROPPED else 0
    tend(backend, senders)
    clock.advance(timedelta(hours=2))
    tend(backend, senders)

    assert len(mail_server.files()) == kept
    (seen,) = outgoing.failures(backend, TENANT)
    assert (seen.booking, seen.state) == (booking.id, State.UNKNOWN)

    outgoing.retry(backend, STAFF, TENANT, seen.id)
    tend(backend, senders)
    assert len({str(mail["Message-ID"]) for mail in mail_server.messages()}) == 1


def test_a_reminder_is_tried_until_the_meeting_begins_and_no_longer(
    backend: Backend, clock: SteppingClock, senders: Senders, gateway: SmsGateway
) -> None:
    book(backend, START, contact=ONLY_PHONE)
    tend(backend, senders)
    clock.jump(START - timedelta(hours=1))
    gateway.fail(*[SmsFault.BROKEN] * 500)
    tries = 0
    while clock.wall < START + timedelta(hours=1):
        tries += tend(backend, senders)
        clock.advance(timedelta(minutes=1))

    assert 5 <= tries <= 14  # 30 s, 1, 2, 4, 8, 16 and 32 minutes apart, for two reminders.
    assert states(backend) == {"confirmation sent": 1, "reminder failed": 2}


def test_without_a_server_messages_wait_and_what_comes_too_late_is_seen_to_have_failed(
    backend: Backend, clock: SteppingClock, senders: Senders, mail_server: MailServer
) -> None:
    nobody = replace(senders, by={})
    book(backend, START, contact=ONLY_EMAIL)
    tend(backend, nobody)
    assert states(backend) == {"confirmation queued": 1, "reminder queued": 1}

    clock.jump(START)
    tend(backend, nobody)
    tend(backend, senders)
    assert states(backend) == {"confirmation failed": 1, "reminder failed": 1}
    assert mail_server.files() == ()
    assert {row.error for row in outgoing.failures(backend, TENANT)} == {
        "It could not be sent in time."
    }


def test_the_words_of_a_message_are_sealed_and_forgotten_after_a_week(
    backend: Backend, clock: SteppingClock, senders: Senders
) -> None:
    book(backend, START, contact=ONLY_EMAIL)
    tend(backend, senders)
    (sealed,) = [row.content for row in rows(backend) if row.content is not None]
    assert b"nobody@example.fi" not in sealed

    clock.advance(timedelta(days=8))
    tend(backend, senders)
    assert all(row.content is None for row in rows(backend))


def test_a_template_with_a_mistake_or_for_another_area_s_office_is_refused(
    sqlite_backend: Backend,
) -> None:
    wrong = Template(Kind.CHANGE, By.EMAIL, "fi", Source("", "{{ nam }}"))
    with pytest.raises(BadTemplate) as refused:
        set_template(sqlite_backend, STAFF, TENANT, wrong)
    assert refused.value.problems[0].startswith("Text: Line 1: there is no nam here.")
    assert refused.value.problems[1] == "Subject: there is none."

    foreign = Template(Kind.CHANGE, By.SMS, "fi", Source("", "x"), office="elsewhere")
    with pytest.raises(Refused, match="no_such_office"):
        set_template(sqlite_backend, STAFF, TENANT, foreign)


def test_staff_see_what_a_client_was_told_about_a_booking(
    sqlite_backend: Backend, senders: Senders
) -> None:
    booking = book(sqlite_backend, START)
    tend(sqlite_backend, senders)
    change(sqlite_backend, booking.id, "arrived", status=BookingStatus.BOOKED)

    found = outgoing.of_booking(sqlite_backend, TENANT, booking.id)

    assert [(row.kind, row.by, row.state) for row in found] == [
        (Kind.REMINDER, By.SMS, State.QUEUED), (Kind.REMINDER, By.SMS, State.QUEUED),
        (Kind.REMINDER, By.EMAIL, State.QUEUED), (Kind.CONFIRMATION, By.EMAIL, State.SENT),
    ]  # fmt: skip
    assert outgoing.of_booking(sqlite_backend, "another area", booking.id) == []


def test_staff_see_a_template_with_an_example_before_anybody_gets_it(backend: Backend) -> None:
    start = shipped(Kind.REMINDER, By.SMS, Channel.PHONE, "sv")
    text = Template(Kind.REMINDER, By.SMS, "sv", start, channel=Channel.PHONE)
    mail = Template(
        Kind.CHANGE, By.EMAIL, "fi", Source("{{ when }}", "Ennen: {{ before }}\n\n{{ office }}"),
        office=OTHER_OFFICE,
    )  # fmt: skip

    shown, letter = preview(backend, TENANT, text), preview(backend, TENANT, mail)

    assert shown.text.startswith("Påminnelse: vi ringer dig ti 24.11. kl. 9.00.")
    assert shown.size == Size(1, len(shown.text), False)
    assert letter.subject == "ti 24.11. klo 9.00"
    assert "Ennen: maanantai 23.11.2026 klo 9.00" in letter.text
    assert "Hervannan työllisyyspalvelut" in letter.html
    with pytest.raises(BadTemplate):
        preview(backend, TENANT, replace(mail, source=Source("{{ x }}", "x")))
    with pytest.raises(Refused, match="no_such_office"):
        preview(backend, TENANT, replace(mail, office="elsewhere"))


def test_a_text_that_could_not_be_sent_by_day_waits_for_the_morning(
    backend: Backend, clock: SteppingClock, senders: Senders, gateway: SmsGateway
) -> None:
    book(backend, at("2026-11-27 20:45"), contact=ONLY_PHONE)
    fill(backend)
    clock.jump(at("2026-11-26 20:45"))
    gateway.fail(*[SmsFault.BROKEN] * 500)
    for _ in range(60):
        tend(backend, senders)
        clock.advance(timedelta(minutes=1))
    tries = gateway.requests
    clock.jump(at("2026-11-27 07:59"))
    tend(backend, senders)
    assert gateway.requests == tries

    clock.jump(at("2026-11-27 08:00"))
    tend(backend, senders)
    assert gateway.requests > tries
