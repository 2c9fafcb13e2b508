"""Signing in, and how pages and files are fetched."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import httpx
import pytest
from playwright.sync_api import Page, expect

if TYPE_CHECKING:
    from tests.desk.house import House
    from tests.desk.visitor import Visitor

pytestmark = pytest.mark.browser


def submit(page: Page) -> None:
    """Press Enter once the page listens."""
    expect(page.locator("button.primary")).to_be_enabled()
    page.keyboard.press("Enter")


def sign_in(page: Page, username: str, password: str) -> None:
    page.fill("#username", username)
    page.fill("#password", password)
    submit(page)


def test_whoever_is_not_signed_in_comes_to_the_sign_in_page(visitor: Visitor) -> None:
    page = visitor.page("/")

    expect(page).to_have_url(f"{visitor.house.url}/desk/sign-in")
    expect(page.locator("#username")).to_be_focused()


def test_the_right_password_opens_the_desk(visitor: Visitor) -> None:
    page = visitor.page("/desk")

    sign_in(page, "juha", visitor.house.password)

    expect(page).to_have_url(f"{visitor.house.url}/desk")
    expect(page.get_by_role("heading", name="Valitse palvelupiste")).to_be_visible()


def test_a_wrong_password_is_told_in_words_and_may_be_typed_again(visitor: Visitor) -> None:
    page = visitor.page("/desk")

    sign_in(page, "juha", "not-this-one")

    alert = page.get_by_role("alert")
    expect(alert).to_contain_text("Käyttäjätunnus tai salasana on väärin")
    expect(page.locator("#password")).to_be_focused()
    assert "not-this-one" not in page.url


def test_five_wrong_passwords_lock_the_account_and_say_until_when(visitor: Visitor) -> None:
    page = visitor.page("/desk")
    for _ in range(5):
        sign_in(page, "forgetful", "wrong-password")
        expect(page.get_by_role("button", name="Kirjaudu sisään")).to_be_enabled()

    sign_in(page, "forgetful", visitor.house.password)

    expect(page.get_by_role("alert")).to_contain_text("Liian monta yritystä")
    expect(page.get_by_role("alert")).to_contain_text("uudelleen klo ")
    visitor.house.clock.advance(timedelta(minutes=16))


def test_an_empty_form_asks_for_what_is_missing(visitor: Visitor) -> None:
    page = visitor.page("/desk", language="sv")

    submit(page)

    expect(page.get_by_role("alert")).to_have_text("Skriv användarnamn och lösenord.")


def test_password_managers_know_the_fields(visitor: Visitor) -> None:
    page = visitor.page("/desk")

    assert page.locator("#username").get_attribute("autocomplete") == "username"
    assert page.locator("#password").get_attribute("autocomplete") == "current-password"


def test_signing_out_ends_the_session(visitor: Visitor) -> None:
    page = visitor.page("/desk")
    sign_in(page, "saara", visitor.house.password)
    expect(page.locator("#desk")).to_have_attribute("aria-busy", "false")
    page.click("#menu-button")

    page.click("#sign-out")

    expect(page).to_have_url(f"{visitor.house.url}/desk/sign-in")
    page.goto(f"{visitor.house.url}/desk")
    expect(page).to_have_url(f"{visitor.house.url}/desk/sign-in")


def test_a_language_is_remembered(visitor: Visitor) -> None:
    page = visitor.page("/desk")

    page.get_by_role("link", name="English").click()
    page.goto(f"{visitor.house.url}/desk")

    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    assert page.locator("html").get_attribute("lang") == "en"


@pytest.mark.parametrize("path", ["/", "/desk", "/desk/sign-in", "/desk/audit", "/t/nothing"])
def test_every_page_keeps_strangers_scripts_and_frames_out(house: House, path: str) -> None:
    headers = httpx.get(house.url + path).headers

    assert headers["content-security-policy"].startswith("default-src 'self'; base-uri 'none'")
    assert "unsafe" not in headers["content-security-policy"]
    assert headers["x-frame-options"] == "DENY"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["cache-control"] == "no-store"
    assert "noindex" in headers["x-robots-tag"]


def test_a_form_sent_before_its_script_never_shows_the_password(house: House) -> None:
    answer = httpx.post(
        f"{house.url}/desk/sign-in", data={"username": "juha", "password": house.password}
    )

    assert answer.status_code == 303
    assert answer.headers["location"] == "/desk/sign-in"


def test_files_are_kept_for_a_year_under_their_stamp_and_asked_for_otherwise(house: House) -> None:
    page = httpx.get(f"{house.url}/desk/sign-in").text
    address = page.split('src="')[1].split('"')[0]

    stamped = httpx.get(house.url + address)
    older = httpx.get(house.url + "/static/0123/" + address.split("/", 3)[3])
    known = httpx.get(house.url + "/look.css")
    again = httpx.get(house.url + "/look.css", headers={"If-None-Match": known.headers["etag"]})

    assert "immutable" in stamped.headers["cache-control"]
    assert (older.status_code, older.headers["cache-control"]) == (200, "no-cache")
    assert again.status_code == 304
    assert httpx.get(f"{house.url}/static/0123/%2e%2e/app.py").status_code == 404
    assert httpx.get(f"{house.url}/static/0123/no-such.js").status_code == 404
