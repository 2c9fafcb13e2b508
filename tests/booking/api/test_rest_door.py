"""Who may ask what: keys, scopes, areas, pace."""

import tomllib
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from tests.booking.api.conftest import AREA, Caller, Calls, reached
from tests.booking.api.test_rest_bookings import AINO, book, wish
from tests.booking.conftest import AREA_FILE
from vuoro.booking.api.options import Options
from vuoro.booking.api.rest.pace import Bucket, take
from vuoro.booking.area import area_of
from vuoro.booking.backend import Backend
from vuoro.booking.domain.values import SYSTEM
from vuoro.booking.service import api_keys
from vuoro.booking.service.furnishing import furnish
from vuoro.booking.store.tables import api as api_tables
from vuoro.core.clock import SteppingClock

OTHER = "5b0b5b1e-0000-4000-8000-0000000000ff"
TIME = {"start": "2026-11-24T09:00:00Z", "office": "keskusta", "specialist": AINO}
COMMANDS: dict[str, dict[str, Any] | None] = {
    "POST /bookings/{booking}/move": TIME,
    "POST /bookings/{booking}/cancel": {},
    "POST /bookings/{booking}/hand-over": {"specialist": AINO},
    "POST /bookings/{booking}/reassign": {"client": AINO},
    "POST /bookings/{booking}/mark": {"status": "done"},
    "PUT /clients/{client}": {"name": "Nimi"},
    "POST /webhooks/{webhook}/enable": None,
}
"""What is sent to the routes that want a body."""


@pytest.fixture
def stranger(sqlite_backend: Backend, calls: Calls) -> Caller:
    """A system of another area of the same backend, with every scope."""
    text = AREA_FILE.read_text(encoding="utf-8")
    for kind in ("5b0b5b1e-0000-4000", "00000000-0000-4000"):
        text = text.replace(kind, kind.replace("4000", "4fff"))
    furnish(sqlite_backend, replace(area_of(tomllib.loads(text)), id=OTHER, slug="toinen"))
    return calls(tenant=OTHER)


@pytest.mark.parametrize("header", [None, "", "Bearer", "Bearer vuoro_x", "Basic dnVvcm86eA=="])
def test_without_a_good_key_nobody_comes_in(calls: Calls, header: str | None) -> None:
    http = calls().http
    headers = {"Authorization": header} if header is not None else {}

    answer = http.get("/api/v1/services", headers=headers)

    assert (answer.status_code, answer.json()["code"]) == (401, "bad_key")
    assert answer.headers["www-authenticate"] == "Bearer"


def test_a_revoked_key_is_of_no_use_at_once(sqlite_backend: Backend, calls: Calls) -> None:
    api = calls()
    assert api.get("/services").status_code == 200

    api_keys.revoke_key(sqlite_backend, SYSTEM, AREA, api.key[:12])

    assert api.get("/services").status_code == 401


def test_a_key_is_kept_as_a_hash_and_its_use_noted_once_a_minute(
    sqlite_backend: Backend, calls: Calls, clock: SteppingClock
) -> None:
    api = calls()
    (made,) = api_keys.keys(sqlite_backend, AREA)
    assert made.last_used_at is None

    used = []
    for seconds in (0, 30, 60):
        clock.advance(timedelta(seconds=seconds))
        api.get("/services")
        used.append(api_keys.keys(sqlite_backend, AREA)[0].last_used_at)

    assert used[0] == used[1] == sqlite_backend.now - timedelta(seconds=90)
    assert used[2] == sqlite_backend.now
    with sqlite_backend.read() as sql:
        assert api.key not in str(sql.execute(select(api_tables.api_key)).one())


def test_nothing_of_another_area_can_be_read_or_changed(api: Caller, stranger: Caller) -> None:
    made = book(api)
    wanted = {"url": "https://hooks.example.fi/vuoro", "events": ["booking.made"]}
    webhook = api.post("/webhooks", wanted, command="webhook-1").json()["webhook"]
    known = {
        "booking": made["id"], "client": made["client"], "webhook": webhook["id"],
        "delivery": made["id"], "service": made["service"]["id"], "office": made["office"]["id"],
    }  # fmt: skip
    document = api.get("/openapi.json").json()

    tried = 0
    for path, operations in document["paths"].items():
        for method in operations:
            if "{" in path:
                body = COMMANDS.get(f"{method.upper()} {path}")
                answer = stranger(method.upper(), path.format(**known), json=body)
                assert answer.status_code == 404, (method, path, answer.text)
                tried += 1

    assert tried == 16
    assert api.get(f"/bookings/{made['id']}").json() == made


def test_lists_and_searches_hold_nothing_of_another_area(api: Caller, stranger: Caller) -> None:
    made = book(api)
    assert api.post("/search/clients", {"text": "Niminen"}).json() != []

    for path in ("/bookings", "/arrivals", "/events"):
        assert stranger.get(path).json()["items"] == []
    assert stranger.get("/webhooks").json() == []
    assert stranger.post("/search/clients", {"text": "Niminen"}).json() == []
    for query in ({"client": made["client"]}, {"specialist": AINO}):
        assert stranger.get("/bookings", params=query).json()["items"] == []


def test_nobody_books_with_a_specialist_or_for_a_client_of_another_area(
    api: Caller, stranger: Caller
) -> None:
    made = book(api)
    theirs = wish("2026-11-24T09:00:00Z", client={"id": made["client"]})
    ours = wish("2026-11-24T09:00:00Z")

    by_specialist = stranger.post("/bookings", ours, command="command-1")
    own = AINO.replace("4000", "4fff")
    by_client = stranger.post("/bookings", {**theirs, "specialist": own}, command="command-2")

    assert by_specialist.json()["code"] == "not_bookable"
    assert by_client.json()["code"] == "no_such_client"


@pytest.mark.parametrize(
    ("before", "after", "now", "wait"),
    [
        (Bucket(3, 0), Bucket(2, 0), 0, 0),
        (Bucket(0, 0), Bucket(0, 0), 0, 1),
        (Bucket(0, 0), Bucket(1, 1), 1, 0),
        (Bucket(0, 0), Bucket(2, 60), 60, 0),
        (Bucket(0.5, 10), Bucket(0.5, 10), 5, 1),
    ],
)
def test_a_bucket_refills_with_two_a_second_up_to_three(
    before: Bucket, after: Bucket, now: float, wait: int
) -> None:
    assert take(before, now, burst=3, per_second=2) == (after, wait)


def test_a_key_that_asks_too_fast_waits_and_others_do_not(
    sqlite_backend: Backend, clock: SteppingClock
) -> None:
    with reached(sqlite_backend, Options(key_burst=2, key_per_second=0.5)) as calls:
        fast, other = calls(), calls()
        answers = [fast.get("/services") for _ in range(3)]
        assert [answer.status_code for answer in answers] == [200, 200, 429]
        assert answers[2].headers["retry-after"] == "2"
        assert other.get("/services").status_code == 200

        clock.advance(timedelta(seconds=2))

        assert fast.get("/services").status_code == 200


def test_a_body_that_is_too_long_is_not_read(api: Caller) -> None:
    long = {"name": "x" * 70_000}
    announced = api.post("/clients", long, command="client-1")
    content = (part for part in [b"{" + b" " * 40_000, b" " * 40_000 + b"}"])
    streamed = api(
        "POST", "/clients", content=content,
        headers={"Idempotency-Key": "client-1", "Content-Type": "application/json"},
    )  # fmt: skip

    for answer in (announced, streamed):
        assert (answer.status_code, answer.json()["code"]) == (413, "too_large")


@pytest.mark.parametrize(
    "body",
    [
        b"[" * 60_000,
        b'{"name": "\\ud800"}',
        b'{"name": "Nimi\\u0000"}',
        b'{"name": NaN}',
        b'{"name": "Nimi", "protected": 1' + b"0" * 5_000 + b"}",
        b'{"name": "\xff"}',
        b'{"name": "Nimi", "name": ["Nimi"]}',
        b'"Nimi"',
        b"null",
        b"",
    ],
    ids=lambda body: ascii(body[:24]),
)
def test_a_body_that_makes_no_sense_is_refused_as_such(api: Caller, body: bytes) -> None:
    headers = {"Idempotency-Key": "client-1", "Content-Type": "application/json"}

    answer = api("POST", "/clients", content=body, headers=headers)

    assert answer.status_code in (400, 422), answer.text
    assert answer.headers["content-type"] == "application/problem+json"


def test_nothing_that_is_answered_is_kept_on_the_way(api: Caller) -> None:
    made = book(api)

    for path in ("/services", f"/bookings/{made['id']}", "/bookings", "/nowhere"):
        assert api.get(path).headers["cache-control"] == "no-store", path


def test_what_is_not_there_is_a_problem_for_programs_and_a_page_for_people(api: Caller) -> None:
    program = api.get("/nowhere")
    person = api.http.get("/nowhere/at/all")

    assert program.headers["content-type"] == "application/problem+json"
    assert program.json()["code"] == "no_such_page"
    assert person.status_code == 404
    assert person.headers["content-type"].startswith("text/html")
