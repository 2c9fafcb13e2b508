"""What happened to bookings is posted to whoever asked, at least once, over real HTTP."""

import json
from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from tests.booking.messages.given import CONTACT, OFFICE, STAFF, TENANT, at, book, change
from tests.booking.webhooks.receiver import Receiver
from vuoro.booking.backend import Backend, Refused
from vuoro.booking.store.tables import api
from vuoro.booking.webhooks.deliveries import claim, deliveries, fill, redeliver
from vuoro.booking.webhooks.job import tend
from vuoro.booking.webhooks.posting import HttpPost
from vuoro.booking.webhooks.schedule import AFTER
from vuoro.booking.webhooks.signing import is_genuine
from vuoro.booking.webhooks.subscriptions import (
    MOST,
    add_webhook,
    enable_webhook,
    remove_webhook,
    webhooks,
)  # fmt: skip
from vuoro.core.clock import SteppingClock

START = at("2026-11-26 09:00")
EVERY = ("booking.made", "booking.moved", "booking.cancelled", "booking.arrived")


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with Receiver() as made:
        yield made


@pytest.fixture
def post() -> HttpPost:
    return HttpPost(allow_private=True, timeout=5)


def added(backend: Backend, receiver: Receiver, events: tuple[str, ...] = EVERY) -> tuple[str, str]:
    """Id and secret of a new webhook."""
    backend.private_webhooks = True
    webhook, secret = add_webhook(backend, STAFF, TENANT, receiver.url, events)
    return webhook.id, secret


def tended(backend: Backend, post: HttpPost) -> int:
    return tend(backend, post, random=lambda: 0.0)


def test_what_happens_is_told_signed_and_without_anything_personal(
    backend: Backend, receiver: Receiver, post: HttpPost
) -> None:
    _, secret = added(backend, receiver)
    booking = book(backend, START)
    change(backend, booking.id, "noted")
    tended(backend, post)
    change(backend, booking.id, "cancelled", status="cancelled")
    tended(backend, post)
    assert tended(backend, post) == 0

    (head, body), (_, second) = receiver.heard
    assert is_genuine(secret, head, body, backend.now)
    assert head["content-type"] == "application/json"
    assert head["host"] == receiver.url.split("/")[2]
    assert json.loads(body) == {
        "type": "booking.made",
        "timestamp": "2026-11-23T06:00:00.000Z",
        "data": {
            "booking": booking.id, "sequence": 1, "revision": 2, "status": "booked",
            "start": "2026-11-26T07:00:00.000Z", "minutes": 30, "channel": "in_person",
            "service": "tyonhakukeskustelu", "office": "keskusta",
        },
    }  # fmt: skip
    assert json.loads(second)["data"]["status"] == "cancelled"
    for personal in (CONTACT.name, CONTACT.email, CONTACT.phone, booking.code, booking.manage_token,
                     booking.pass_id, "Salo"):  # fmt: skip
        assert personal.encode() not in body + second


def test_each_hears_what_it_asked_for_from_then_on_of_its_own_area(
    backend: Backend, receiver: Receiver, post: HttpPost
) -> None:
    book(backend, START)
    added(backend, receiver, ("booking.cancelled",))
    booking = book(backend, START)
    change(backend, booking.id, "cancelled", status="cancelled")
    tended(backend, post)

    assert [json.loads(body)["type"] for _, body in receiver.heard] == ["booking.cancelled"]


def test_one_that_does_not_answer_holds_up_only_its_own(
    backend: Backend, receiver: Receiver
) -> None:
    dead, _ = added(backend, receiver, ("booking.made",))
    for _ in range(12):
        book(backend, START)
    fill(backend)
    alive, _ = added(backend, receiver, ("booking.cancelled",))
    booking = book(backend, START)
    change(backend, booking.id, "cancelled", status="cancelled")
    fill(backend)

    claimed = [each.webhook for each in claim(backend, 50)]
    assert claimed[:2] in ([dead, alive], [alive, dead])
    assert claimed.count(dead) == 6
    assert [each.webhook for each in claim(backend, 50)] == [dead] * 6


def test_a_delivery_is_tried_under_one_id_until_it_is_heard(
    backend: Backend, clock: SteppingClock, receiver: Receiver, post: HttpPost
) -> None:
    added(backend, receiver)
    receiver.answers.extend([500, 0, 301])
    book(backend, START)
    for wait in (timedelta(), *AFTER[:3]):
        clock.advance(wait)
        tended(backend, post)
        tended(backend, post)

    assert len(receiver.heard) == 4
    assert len({head["webhook-id"] for head, _ in receiver.heard}) == 1
    assert len({head["webhook-timestamp"] for head, _ in receiver.heard}) == 4
    assert len({body for _, body in receiver.heard}) == 1
    (delivery,) = deliveries(backend, TENANT)
    assert (delivery.state, delivery.attempts, delivery.last_status) == ("delivered", 4, 204)


def test_who_never_answers_is_given_up_visibly_and_hears_all_it_missed_when_enabled(
    backend: Backend, clock: SteppingClock, receiver: Receiver, post: HttpPost
) -> None:
    webhook, _ = added(backend, receiver)
    receiver.answers.extend([503] * 10)
    book(backend, START)
    for wait in (timedelta(), *AFTER):
        clock.advance(wait)
        tended(backend, post)
    (seen,) = webhooks(backend, TENANT)
    assert not seen.active
    assert seen.problem == "Given up after 10 tries: HTTP 503"
    assert deliveries(backend, TENANT, webhook)[0].state == "failed"

    book(backend, START)
    assert tended(backend, post) == 1  # Taken up, not posted.
    with pytest.raises(Refused, match="webhook_disabled"):
        redeliver(backend, STAFF, TENANT, deliveries(backend, TENANT)[0].id)
    enable_webhook(backend, STAFF, TENANT, webhook)
    tended(backend, post)
    assert {delivery.state for delivery in deliveries(backend, TENANT)} == {"delivered"}


def test_who_says_gone_is_told_nothing_more(
    sqlite_backend: Backend, receiver: Receiver, post: HttpPost
) -> None:
    added(sqlite_backend, receiver)
    receiver.answers.append(410)
    book(sqlite_backend, START)
    tended(sqlite_backend, post)

    assert not webhooks(sqlite_backend, TENANT)[0].active


def test_one_event_that_is_never_accepted_does_not_silence_the_others(
    sqlite_backend: Backend, clock: SteppingClock, receiver: Receiver, post: HttpPost
) -> None:
    added(sqlite_backend, receiver)
    book(sqlite_backend, START)
    for wait in (timedelta(), *AFTER):
        clock.advance(wait)
        receiver.answers.append(400)
        tended(sqlite_backend, post)
        if wait == AFTER[0]:
            book(sqlite_backend, START)
            tended(sqlite_backend, post)

    assert webhooks(sqlite_backend, TENANT)[0].active
    states = sorted(delivery.state for delivery in deliveries(sqlite_backend, TENANT))
    assert states == ["delivered", "failed"]


def test_a_delivery_whose_sender_died_is_posted_again(
    backend: Backend, clock: SteppingClock, receiver: Receiver, post: HttpPost
) -> None:
    added(backend, receiver)
    book(backend, START)
    fill(backend)
    assert len(claim(backend, 10)) == 1  # And then the lights went out.
    assert tended(backend, post) == 0

    clock.advance(timedelta(minutes=2))
    assert tended(backend, post) == 1
    assert len(receiver.heard) == 1


def test_a_delivery_can_be_asked_for_again_under_its_id(
    sqlite_backend: Backend, receiver: Receiver, post: HttpPost
) -> None:
    added(sqlite_backend, receiver)
    book(sqlite_backend, START)
    tended(sqlite_backend, post)
    (delivery,) = deliveries(sqlite_backend, TENANT)

    redeliver(sqlite_backend, STAFF, TENANT, delivery.id)
    tended(sqlite_backend, post)

    assert [head["webhook-id"] for head, _ in receiver.heard] == [delivery.id] * 2
    with pytest.raises(Refused, match="no_such_delivery"):
        redeliver(sqlite_backend, STAFF, "another area", delivery.id)


def test_a_removed_webhook_takes_its_deliveries_along(backend: Backend, receiver: Receiver) -> None:
    webhook, _ = added(backend, receiver)
    book(backend, START)
    fill(backend)

    with pytest.raises(Refused, match="no_such_webhook"):
        remove_webhook(backend, STAFF, "another area", webhook)
    remove_webhook(backend, STAFF, TENANT, webhook)

    assert webhooks(backend, TENANT) == []
    assert deliveries(backend, TENANT) == []


def test_deliveries_are_forgotten_after_a_month(
    sqlite_backend: Backend, clock: SteppingClock, receiver: Receiver, post: HttpPost
) -> None:
    added(sqlite_backend, receiver)
    book(sqlite_backend, START)
    tended(sqlite_backend, post)
    clock.advance(timedelta(days=31))
    tended(sqlite_backend, post)

    assert deliveries(sqlite_backend, TENANT) == []


def test_what_waits_for_a_webhook_that_was_given_up_is_forgotten_after_a_month_too(
    backend: Backend, clock: SteppingClock, receiver: Receiver, post: HttpPost
) -> None:
    added(backend, receiver)
    receiver.answers.append(410)
    book(backend, START)
    tended(backend, post)
    book(backend, START)
    tended(backend, post)
    clock.advance(timedelta(days=29))
    tended(backend, post)
    assert len(deliveries(backend, TENANT)) == 2

    clock.advance(timedelta(days=2))
    tended(backend, post)

    assert deliveries(backend, TENANT) == []


def test_the_secret_is_sealed_and_shown_once(sqlite_backend: Backend, receiver: Receiver) -> None:
    _, secret = added(sqlite_backend, receiver)

    with sqlite_backend.read() as sql:
        kept = sql.execute(select(api.webhook.c.secret)).scalar_one()
    assert secret.startswith("whsec_")
    assert secret.encode() not in kept
    assert secret not in repr(webhooks(sqlite_backend, TENANT))


def test_what_makes_no_sense_is_refused_in_words(sqlite_backend: Backend) -> None:
    backend, good = sqlite_backend, "https://example.fi/hook"
    with pytest.raises(Refused, match="bad_address"):
        add_webhook(backend, STAFF, TENANT, "http://127.0.0.1/", EVERY)
    for events in ((), ("made",), ("booking.made", "booking.noted")):
        with pytest.raises(Refused, match="bad_events"):
            add_webhook(backend, STAFF, TENANT, good, events)
    for _ in range(MOST):
        add_webhook(backend, STAFF, TENANT, good, EVERY)
    with pytest.raises(Refused, match="too_many_webhooks"):
        add_webhook(backend, STAFF, TENANT, good, EVERY)


def test_an_address_that_has_moved_inside_since_is_not_knocked_at(
    sqlite_backend: Backend, receiver: Receiver
) -> None:
    added(sqlite_backend, receiver)
    book(sqlite_backend, START, office=OFFICE)
    with sqlite_backend.begin() as work:
        inside = receiver.url.replace("http://", "https://")
        work.sql.execute(update(api.webhook).values(url=inside))

    tend(sqlite_backend, HttpPost(), random=lambda: 0.0)

    assert receiver.heard == []
    assert deliveries(sqlite_backend, TENANT)[0].error == "The address is not a public one."
