"""Bookings over REST: made once, changed as known, of one's own area only."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from sqlalchemy import func, select

from tests.booking.api.conftest import Caller, Calls
from vuoro.booking.backend import Backend
from vuoro.booking.store.tables import api as api_tables
from vuoro.booking.store.tables import bookings

TALK = "tyonhakukeskustelu"
AINO = "00000000-0000-4000-8000-000000000003"
MIKAEL = "00000000-0000-4000-8000-000000000004"
WHO = {"name": "Nimi Niminen", "email": "nimi@example.fi", "identity_code": "010594Y9032"}


def wish(start: str = "2026-11-24T08:00:00Z", **more: Any) -> dict[str, Any]:
    """A booking with Aino Salo in the centre."""
    return {
        "service": TALK,
        "start": start,
        "office": "keskusta",
        "specialist": AINO,
        "client": WHO,
        "answers": [{"question": "tulkki", "answer": "no"}],
        **more,
    }


def book(api: Caller, command: str = "command-1", **more: Any) -> dict[str, Any]:
    """A booking that is made; the answer."""
    made = api.post("/bookings", wish(**more), command=command)
    assert made.status_code == 201, made.text
    answer: dict[str, Any] = made.json()
    return answer


def count(backend: Backend) -> int:
    with backend.read() as sql:
        return int(sql.execute(select(func.count()).select_from(bookings.booking)).scalar_one())


def test_a_booking_is_made_and_read_as_it_was_wished(anywhere: Caller) -> None:
    made = book(anywhere)

    read = anywhere.get(f"/bookings/{made['id']}")
    assert read.json() == made
    assert read.headers["etag"] == '"1"'
    assert (made["start"], made["end"]) == ("2026-11-24T08:00:00Z", "2026-11-24T08:30:00Z")
    assert made["specialist"] == {"id": AINO, "name": "Aino Salo"}
    assert made["contact"]["name"] == "Nimi Niminen"
    assert made["contact"]["has_identity_code"] is True
    assert made["answers"] == [{"question": "tulkki", "answer": "no"}]
    assert "010594Y9032" not in read.text


def test_the_same_command_again_gets_the_same_answer_and_makes_nothing(
    anywhere: Caller, backend: Backend
) -> None:
    first = anywhere.post("/bookings", wish(), command="command-1")
    anywhere.post(f"/bookings/{first.json()['id']}/cancel", {})
    again = anywhere.post("/bookings", wish(), command="command-1")

    assert again.status_code == first.status_code == 201
    assert again.content == first.content
    assert again.headers["location"] == first.headers["location"]
    assert again.headers["etag"] == first.headers["etag"]
    assert count(backend) == 1


def test_the_same_command_with_another_wish_is_refused(
    api: Caller, sqlite_backend: Backend
) -> None:
    book(api)
    other = wish("2026-11-24T09:00:00Z")
    again = api.post("/bookings", other, command="command-1")

    assert (again.status_code, again.json()["code"]) == (422, "key_used_before")
    assert count(sqlite_backend) == 1


def test_commands_of_two_systems_have_nothing_in_common(
    calls: Calls, sqlite_backend: Backend
) -> None:
    book(calls(), start="2026-11-24T08:00:00Z")
    book(calls(), start="2026-11-24T09:00:00Z")

    assert count(sqlite_backend) == 2


def test_a_command_sent_ten_times_at_once_makes_one_booking(
    anywhere: Caller, backend: Backend
) -> None:
    def send(_: int) -> tuple[int, bytes]:
        answer = anywhere.post("/bookings", wish(), command="at-once-1")
        return answer.status_code, answer.content

    with ThreadPoolExecutor(10) as pool:
        answers = set(pool.map(send, range(10)))

    assert [status for status, _ in answers] == [201]
    assert count(backend) == 1


def test_a_refused_command_leaves_nothing_and_may_be_tried_again(
    anywhere: Caller, backend: Backend
) -> None:
    made = book(anywhere)
    late = anywhere.post("/bookings", wish(), command="command-2")
    assert (late.status_code, late.json()["code"]) == (409, "taken")
    with backend.read() as sql:
        kept = select(func.count()).select_from(api_tables.idempotency)
        assert sql.execute(kept).scalar_one() == 1

    anywhere.post(f"/bookings/{made['id']}/cancel", {})

    book(anywhere, "command-2")


def test_an_answer_that_is_kept_can_be_read_by_nobody(api: Caller, sqlite_backend: Backend) -> None:
    book(api)

    with sqlite_backend.read() as sql:
        row = sql.execute(select(api_tables.idempotency)).one()
    assert b"Niminen" not in row.response
    assert b"tulkki" not in row.response


@pytest.mark.parametrize("part", ["k", "request_hash"])
def test_what_was_asked_can_not_be_guessed_from_what_is_kept(
    api: Caller, sqlite_backend: Backend, part: str
) -> None:
    book(api, "command-1")

    with sqlite_backend.read() as sql:
        row = sql.execute(select(api_tables.idempotency.c[part])).scalar_one()
    assert "command-1" not in row
    assert len(row) in (32, 64)


def test_a_booking_is_moved_cancelled_and_its_time_free_again(api: Caller) -> None:
    made = book(api)
    to = {"start": "2026-11-24T09:00:00Z", "office": "keskusta", "specialist": AINO}
    moved = api.post(f"/bookings/{made['id']}/move", to)
    assert moved.status_code == 200, moved.text
    assert (moved.json()["start"], moved.json()["rev"]) == ("2026-11-24T09:00:00Z", 2)
    book(api, "command-2")

    cancelled = api.post(f"/bookings/{made['id']}/cancel", {"reason": "kaksi kertaa"})

    assert cancelled.json()["status"] == "cancelled"
    assert cancelled.headers["etag"] == '"3"'
    book(api, "command-3", start="2026-11-24T09:00:00Z")


@pytest.mark.parametrize("start", ["2026-11-24T08:00:30Z", "2026-11-24T08:02:00Z"])
def test_a_time_off_the_grid_is_no_time(api: Caller, start: str) -> None:
    assert api.post("/bookings", wish(start), command="command-1").json()["code"] == "not_bookable"


def test_a_moment_may_be_said_in_any_time_zone(api: Caller) -> None:
    assert book(api, start="2026-11-24T10:00:00+02:00")["start"] == "2026-11-24T08:00:00Z"


def test_a_colleague_takes_over_and_says_how_it_ended(api: Caller) -> None:
    made = book(api, start="2026-11-23T10:45:00Z")
    over = api.post(f"/bookings/{made['id']}/hand-over", {"specialist": MIKAEL})
    assert over.json()["specialist"]["name"] == "Mikael Strand"

    done = api.post(f"/bookings/{made['id']}/mark", {"status": "absent"})

    assert done.json()["status"] == "absent"
    assert api.post(f"/bookings/{made['id']}/mark", {"status": "cancelled"}).status_code == 422


def test_a_time_is_given_to_another_client(api: Caller) -> None:
    made = book(api)
    other = api.post("/clients", {"name": "Toinen Asiakas"}, command="client-1").json()

    given = api.post(f"/bookings/{made['id']}/reassign", {"client": other["id"]}).json()

    assert given["contact"]["name"] == "Toinen Asiakas"
    assert given["code"] != made["code"]
    assert given["answers"] == []


def test_a_change_of_what_has_changed_is_refused(anywhere: Caller) -> None:
    made = book(anywhere)
    to = {"start": "2026-11-24T09:00:00Z", "office": "keskusta", "specialist": AINO}
    path = f"/bookings/{made['id']}"
    assert anywhere.post(f"{path}/move", to, known='"1"').status_code == 200

    late = anywhere.post(f"{path}/cancel", {}, known='"1"')

    assert (late.status_code, late.json()["code"]) == (412, "changed_since")
    assert anywhere.get(path).json()["status"] == "booked"
    assert anywhere.post(f"{path}/cancel", {}, known='"2"').status_code == 200


def test_what_is_wrong_is_told_by_field(api: Caller) -> None:
    client = {"name": "", "email": "nimi", "identity_code": "010594Y9033"}
    answer = api.post(
        "/bookings",
        wish(client={**WHO, **client, "name": "Nimi"}, answers=[]),
        command="command-1",
    )

    assert answer.status_code == 422
    fields = [error.partition(":")[0] for error in answer.json()["errors"]]
    assert sorted(fields) == ["answers.tulkki", "email", "identity_code"]
    assert "010594Y9033" not in answer.text


@pytest.mark.parametrize("minutes", [None, "30", 30.5, True, 0, 7, 125])
def test_a_length_is_a_number_of_the_grid_or_left_out(api: Caller, minutes: object) -> None:
    answer = api.post("/bookings", wish(minutes=minutes), command="command-1")

    assert answer.status_code == 422
    assert [error.partition(":")[0] for error in answer.json()["errors"]] == ["body.minutes"]
    assert book(api, minutes=45.0)["end"] == "2026-11-24T08:45:00Z"


def test_without_a_command_key_nothing_is_made(api: Caller, sqlite_backend: Backend) -> None:
    answer = api.post("/bookings", wish())

    assert answer.status_code == 422
    assert answer.json()["errors"] == ["header.Idempotency-Key: is missing"]
    assert count(sqlite_backend) == 0


def test_bookings_are_listed_in_pages_by_day_specialist_and_status(anywhere: Caller) -> None:
    for hour in (7, 8, 9, 11, 12, 13):
        book(anywhere, f"command-{hour}", start=f"2026-11-24T{hour:02}:00:00Z")
    first = anywhere.get("/bookings").json()["items"][0]
    anywhere.post(f"/bookings/{first['id']}/cancel", {})

    pages = list(anywhere.pages("/bookings", limit=4))
    booked = anywhere.get("/bookings", params={"status": "booked"}).json()["items"]

    assert [len(page) for page in pages] == [4, 2]
    starts = [each["start"] for page in pages for each in page]
    assert starts == sorted(starts)
    assert len(booked) == 5
    for query in ({"from": "2026-11-25"}, {"to": "2026-11-23"}, {"specialist": MIKAEL}):
        assert anywhere.get("/bookings", params=query).json()["items"] == []
    for query in (
        {"from": "2026-11-24", "to": "2026-11-24"},
        {"office": "keskusta"},
        {"service": TALK},
    ):
        assert len(anywhere.get("/bookings", params=query).json()["items"]) == 6


def test_who_may_not_see_clients_sees_no_client(api: Caller, calls: Calls) -> None:
    made = book(api)

    seen = calls("bookings:read").get(f"/bookings/{made['id']}")

    assert "Niminen" not in seen.text
    assert made["code"] not in seen.text
    for field in ("contact", "answers", "note", "code", "manage_url"):
        assert seen.json()[field] is None
