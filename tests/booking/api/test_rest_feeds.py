"""Events, arrivals and webhooks as other systems get them."""

import threading
from typing import Any

import pytest
from sqlalchemy import insert

from tests.booking.api.conftest import Caller, Calls, reached
from tests.booking.api.test_rest_bookings import book
from vuoro.booking.backend import Backend
from vuoro.booking.service.following import last_event
from vuoro.booking.store.tables import bookings, fleet

OFFICE = "5b0b5b1e-0000-4000-8000-000000000017"


def test_events_come_in_order_from_where_one_was(anywhere: Caller) -> None:
    nothing = anywhere.get("/events").json()
    made = book(anywhere)
    anywhere.post(f"/bookings/{made['id']}/cancel", {})

    first = anywhere.get("/events", params={"cursor": nothing["cursor"], "limit": 1}).json()
    then = anywhere.get("/events", params={"cursor": first["cursor"]}).json()
    later = anywhere.get("/events", params={"cursor": then["cursor"]}).json()

    assert (nothing["items"], nothing["more"]) == ([], False)
    assert [event["type"] for event in first["items"]] == ["booking.made"]
    assert first["more"] is True
    assert [event["type"] for event in then["items"]] == ["booking.cancelled"]
    assert then["items"][0]["revision"] == 2
    assert (later["items"], later["cursor"]) == ([], then["cursor"])


def test_an_event_in_flight_is_waited_for_not_passed_over(backend: Backend) -> None:
    """PostgreSQL numbers rows before they are committed."""
    row = {"tenant": "5b0b5b1e-0000-4000-8000-000000000001", "kind": "made", "at": 0, "rev": 1}
    inserted, go_on = threading.Event(), threading.Event()

    def slow() -> None:
        with backend.begin() as work:
            work.sql.execute(insert(bookings.booking_event), {**row, "booking": "slow"})
            inserted.set()
            if not backend.db.is_sqlite:
                go_on.wait(20)

    writer = threading.Thread(target=slow)
    writer.start()
    assert inserted.wait(20)
    if backend.db.is_sqlite:
        writer.join(20)
    with backend.begin() as work:
        work.sql.execute(insert(bookings.booking_event), {**row, "booking": "fast"})
    with backend.read() as sql:
        assert last_event(sql) == 2

    threading.Timer(0.2, go_on.set).start()
    with reached(backend) as calls:
        told = calls().get("/events").json()["items"]
    writer.join(20)

    assert [event["sequence"] for event in told] == [1, 2]


def test_arrivals_come_in_pages_by_day_office_and_booking(
    anywhere: Caller, backend: Backend
) -> None:
    made = book(anywhere)
    with backend.begin() as work:
        for minute in range(5):
            booking = made["id"] if minute == 3 else None
            row: dict[str, Any] = {
                "id": f"00000000-0000-4000-8000-00000000010{minute}", "tenant":
                "5b0b5b1e-0000-4000-8000-000000000001", "office": OFFICE, "booking": booking,
                "day": "2026-11-24", "device": "d", "how": "pass",
                "arrived_at": 1795507200000 + 60_000 * minute, "flags": [],
            }  # fmt: skip
            work.sql.execute(insert(fleet.visit), row)

    pages = list(anywhere.pages("/arrivals", limit=2))
    booked = anywhere.get("/arrivals", params={"booking": made["id"]}).json()["items"]

    assert [len(page) for page in pages] == [2, 2, 1]
    assert [visit["id"][-1] for page in pages for visit in page] == list("01234")
    assert booked == [pages[1][1]]
    assert booked[0]["arrived_at"] == "2026-11-24T08:03:00Z"
    for query in ({"office": "hervanta"}, {"from": "2026-11-25"}, {"to": "2026-11-23"}):
        assert anywhere.get("/arrivals", params=query).json()["items"] == []


def test_a_webhook_is_made_once_and_its_secret_told_once(api: Caller) -> None:
    wanted = {"url": "https://hooks.example.fi/vuoro", "events": ["booking.made"]}
    made = api.post("/webhooks", wanted, command="webhook-1")
    again = api.post("/webhooks", wanted, command="webhook-1")

    assert made.status_code == 201, made.text
    assert again.content == made.content
    assert made.json()["secret"].startswith("whsec_")
    listed = api.get("/webhooks")
    assert [each["url"] for each in listed.json()] == ["https://hooks.example.fi/vuoro"]
    assert made.json()["secret"] not in listed.text
    location = made.headers["location"]
    assert api.get(f"/{location}").json() == listed.json()[0] == made.json()["webhook"]
    assert api.get("/deliveries").json() == []
    assert api("DELETE", f"/webhooks/{listed.json()[0]['id']}").status_code == 204
    assert api.get("/webhooks").json() == []


@pytest.mark.parametrize("url", ["https://127.0.0.1/", "http://hooks.example.fi/"])
def test_a_webhook_to_the_inside_or_in_the_clear_needs_the_setting(
    url: str, api: Caller, sqlite_backend: Backend
) -> None:
    wanted = {"url": url, "events": ["booking.made"]}

    assert api.post("/webhooks", wanted, command="webhook-1").json()["code"] == "bad_address"
    sqlite_backend.private_webhooks = True
    assert api.post("/webhooks", wanted, command="webhook-1").status_code == 201


def test_without_the_scope_nothing_is_told(calls: Calls) -> None:
    api = calls("times:read")

    for path in ("/events", "/arrivals", "/webhooks", "/deliveries", "/bookings"):
        refused = api.get(path)
        assert (refused.status_code, refused.json()["code"]) == (403, "scope_missing"), path
