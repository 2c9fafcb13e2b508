"""What comes from elsewhere, too much or broken: refused with a page that says how to go on."""

import pytest

from tests.booking.web.conftest import Arrive
from tests.booking.web.visitor import MATTER, Visitor, form_opened, review_opened


def test_too_many_holds_from_one_address_are_slowed_down(visitor: Visitor, arrive: Arrive) -> None:
    page = visitor.open("/pirkanmaa/neuvonta/times", channel="phone")
    times = page.times()
    assert len(times) > 31
    for time in times[:30]:
        assert visitor.choose(page, time).path.startswith("/v/")

    slowed = visitor.choose(page, times[30])
    made_up = visitor.send(page.action, **page.hidden, time=times[30], draft="nosuchdraft")
    other = arrive().choose(page, times[30])

    assert (slowed.status, slowed.answer.headers["retry-after"]) == (429, "1200")
    assert made_up.status == 429
    assert "Voit yrittää uudelleen 20 minuutin kuluttua." in slowed.words
    assert other.path.startswith("/v/")


def test_what_is_not_there_has_a_page_with_ways_forward(visitor: Visitor) -> None:
    for path in (
        "/espoo",
        "/pirkanmaa/kalastus",
        "/pirkanmaa/alkuhaastattelu",
        f"{MATTER}/times?channel=telepathy",
        f"{MATTER}/times?channel=in_person&office=kuu",
        f"{MATTER}/times",
        "/b/nosuchsecret",
    ):
        page = visitor.open(path)
        assert (page.status, "Sivua ei löydy" in page.title) == (404, True), path
        assert {"/", "/find"} <= set(page.links), path


def test_a_time_no_button_sends_leads_back_to_the_times(visitor: Visitor) -> None:
    page = visitor.open(f"{MATTER}/times", channel="phone")

    for time in ("", "now", "9.x", "99999999999999999999.a", "-1.a", "\u0663.a"):
        assert visitor.choose(page, time).path.endswith("/times"), time


def test_a_week_no_link_leads_to_does_no_harm(visitor: Visitor) -> None:
    for week in ("0001-01-01", "9999-12-31", "2026-13-45", "next", "2020-01-06", "2199-12-31"):
        page = visitor.open(f"{MATTER}/times", channel="phone", week=week)
        assert (page.status, "Ensimmäinen vapaa aika" in page.words) == (200, True), week


def test_forms_of_other_sites_are_not_taken(visitor: Visitor) -> None:
    details = form_opened(visitor)

    def sent_from(**headers: str) -> int:
        named = {key.replace("_", "-"): value for key, value in headers.items()}
        return visitor.browser.post(f"{details.path}/leave", headers=named).status_code

    assert sent_from(sec_fetch_site="cross-site", origin="https://evil.example") == 403
    assert sent_from(sec_fetch_site="same-site", origin=visitor.site) == 403
    assert sent_from(origin="https://evil.example") == 403
    assert sent_from(sec_fetch_site="same-origin", origin="null") == 200
    assert sent_from(origin=visitor.site) == 200


def test_pages_are_not_stored_named_to_others_or_framed(visitor: Visitor) -> None:
    for page in (visitor.open("/pirkanmaa"), form_opened(visitor), visitor.open("/find")):
        headers = page.answer.headers
        assert headers["cache-control"] == "no-store"
        assert headers["referrer-policy"] == "no-referrer"
        assert "frame-ancestors 'none'" in headers["content-security-policy"]
        assert "unsafe" not in headers["content-security-policy"]
        assert "<script>" not in page.answer.text


def test_search_engines_may_know_the_first_page_and_no_secret_one(visitor: Visitor) -> None:
    assert "x-robots-tag" not in visitor.open("/pirkanmaa").answer.headers
    for page in (form_opened(visitor), visitor.open("/find")):
        assert "noindex" in page.answer.headers["x-robots-tag"]
        assert 'name="robots" content="noindex' in page.answer.text


def test_no_cookie_is_set_but_that_of_a_chosen_language(visitor: Visitor) -> None:
    review = review_opened(visitor)
    visitor.send(review.path.replace("/review", "/confirm"))
    assert dict(visitor.browser.cookies) == {}

    visitor.open("/", lang="sv")
    assert dict(visitor.browser.cookies) == {"vuoro_language": "sv"}


def test_a_form_too_large_or_of_another_kind_is_refused(visitor: Visitor) -> None:
    details = form_opened(visitor)

    large = visitor.send(details.path, name="x" * 70_000)
    files = visitor.browser.post(details.path, files={"name": b"x"})
    fields = visitor.send(details.path, **{f"f{n}": "x" for n in range(100)})

    assert [large.status, files.status_code, fields.status] == [413, 415, 400]


def test_a_failure_has_a_page_and_its_log_has_no_secret(
    visitor: Visitor, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    details = form_opened(visitor)

    def fail(*_: object) -> None:
        raise RuntimeError("broken on purpose")

    monkeypatch.setattr("vuoro.booking.web.filling.draft_of", fail)
    page = visitor.open(details.path)

    assert page.status == 500
    assert "Jokin meni meillä vikaan" in page.title
    (record,) = caplog.records
    assert vars(record)["route"] == "/v/{token}"
    assert details.path.split("/")[2] not in caplog.text
