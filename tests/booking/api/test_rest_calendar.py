"""What another system reads of the calendar."""

from tests.booking.api.conftest import Caller, Calls

TALK = "tyonhakukeskustelu"


def test_services_are_told_with_their_questions(api: Caller) -> None:
    services = api.get("/services").json()

    assert [service["slug"] for service in services] == ["alkuhaastattelu", "neuvonta", TALK]
    assert services[2]["questions"][0]["label"]["sv"] == "Behöver du tolk?"
    assert api.get(f"/services/{TALK}").json() == services[2]
    assert api.get(f"/services/{services[2]['id']}").json() == services[2]


def test_free_times_come_in_pages_that_fit_together(api: Caller) -> None:
    query = {"service": TALK, "from": "2026-11-23", "to": "2026-11-27"}
    whole = api.get("/times", params={**query, "limit": 500}).json()
    assert whole["next"] is None
    assert len(whole["items"]) > 60

    pages = list(api.pages("/times", **query, limit=17))

    assert {len(page) for page in pages[:-1]} == {17}
    assert [time for page in pages for time in page] == whole["items"]


def test_times_are_found_by_office_specialist_and_language(api: Caller) -> None:
    query = {"service": TALK, "from": "2026-11-23", "to": "2026-11-27"}
    mikael = "00000000-0000-4000-8000-000000000004"

    swedish = api.get("/times", params={**query, "language": "sv"}).json()["items"]
    his = api.get("/times", params={**query, "specialist": mikael}).json()["items"]
    elsewhere = api.get("/times", params={**query, "office": "hervanta"}).json()["items"]

    assert {time["specialist"] for time in swedish} == {mikael}
    assert his == swedish
    assert {time["specialist"] for time in elsewhere}.isdisjoint({mikael})


def test_a_field_that_is_wrong_is_named_and_not_repeated(calls: Calls) -> None:
    api = calls("times:read")
    answer = api.get(
        "/times", params={"service": TALK, "from": "010594Y9032", "to": "2026-02-30", "x": "y"}
    )

    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["errors"] == [
        "query.from: must be a day like 2026-11-23, of this century",
        "query.to: is not in the calendar",
        "query: has a field that is not known here",
    ]
    assert "010594Y9032" not in answer.text
