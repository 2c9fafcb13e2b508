"""Clients over REST: added once, found, changed as known, erased."""

from tests.booking.api.conftest import Caller
from tests.booking.api.test_rest_bookings import book

WHO = {"name": "Nimi Niminen", "email": "nimi@example.fi", "phone": "050 123 4567"}
CODE = "010594Y9032"


def test_a_client_is_added_once_and_found_by_whatever_is_known(anywhere: Caller) -> None:
    body = {**WHO, "identity_code": CODE, "note": "Soittaa mieluummin"}
    made = anywhere.post("/clients", body, command="client-1")
    again = anywhere.post("/clients", body, command="client-1")

    assert made.status_code == 201, made.text
    assert again.content == made.content
    assert made.json()["contact"]["has_identity_code"] is True
    assert CODE not in made.text
    for text in ("niminen", "nimi@example.fi", "+358501234567", CODE):
        assert anywhere.post("/search/clients", {"text": text}).json() == [made.json()], text
    assert anywhere.post("/search/clients", {"text": "Niemi"}).json() == []


def test_a_client_is_changed_as_known(api: Caller) -> None:
    made = api.post("/clients", WHO, command="client-1").json()
    path = f"/clients/{made['id']}"
    newer = {**WHO, "name": "Uusi Nimi"}
    changed = api("PUT", path, json=newer, headers={"If-Match": '"1"'})
    late = api("PUT", path, json=WHO, headers={"If-Match": '"1"'})

    assert changed.json()["contact"]["name"] == "Uusi Nimi"
    assert changed.headers["etag"] == '"2"'
    assert (late.status_code, late.json()["code"]) == (412, "changed_since")
    assert api.get(path).json() == changed.json()


def test_a_client_is_erased_with_all_that_is_personal(anywhere: Caller) -> None:
    made = book(anywhere)
    path = f"/clients/{made['client']}"

    assert anywhere("DELETE", path).status_code == 204

    assert anywhere.get(path).status_code == 404
    left = anywhere.get(f"/bookings/{made['id']}")
    assert "Niminen" not in left.text
    assert left.json()["answers"] == []


def test_what_is_wrong_with_a_client_is_told_without_repeating_it(api: Caller) -> None:
    bad = api.post("/clients", {"name": "Nimi", "email": "ei osoite"}, command="client-1")

    assert bad.status_code == 422
    assert [error.partition(":")[0] for error in bad.json()["errors"]] == ["email"]
    assert "ei osoite" not in bad.text
