"""What the desk says of the lobby around the clients, in the browser."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.desk.hands import press, state

if TYPE_CHECKING:
    from tests.desk.relay import Relay
    from tests.desk.visitor import Visitor

pytestmark = pytest.mark.browser


def test_opening_and_reloading_the_page_calls_nobody(visitor: Visitor) -> None:
    house = visitor.house
    slip = house.walk_in()
    house.sit("minna", "palvelupiste-1")
    page = visitor.page(staff="minna")
    expect(page.locator("#line")).to_contain_text(slip.number)

    page.reload()
    expect(page.locator("#line")).to_contain_text(slip.number)

    assert state(house, slip.ticket) == "waiting"


def test_an_empty_line_says_when_the_next_booking_is(visitor: Visitor) -> None:
    visitor.house.sit("minna", "palvelupiste-1")

    page = visitor.page(staff="minna")

    words = re.compile(r"Ei odottavia\. Seuraava varaus klo 1\d\.\d\d\.")
    expect(page.locator("#line .empty")).to_have_text(words)
    expect(page.locator("#client .why")).to_have_text(words)
    press(page, "n")
    expect(page.locator("#toast")).to_have_text(words)


def test_a_call_for_help_is_asked_first_and_shows_on_every_desk(visitor: Visitor) -> None:
    visitor.house.sit("minna", "palvelupiste-1")
    minna, juha = visitor.page(staff="minna"), visitor.page(staff="juha")
    expect(minna.locator("[data-action=next]")).to_be_visible()

    press(minna, "!")
    expect(minna.get_by_role("dialog")).to_contain_text("112")
    expect(juha.locator("#emergency")).to_be_hidden()
    press(minna, "Enter")

    expect(juha.locator("#emergency")).to_contain_text("Palvelupiste 1 pyytää apua")
    juha.get_by_role("button", name="Tilanne ohi").click()
    expect(minna.locator("#emergency")).to_be_hidden()


def test_paper_out_at_a_kiosk_is_shown_and_the_kiosk_can_be_locked(visitor: Visitor) -> None:
    house = visitor.house
    page = visitor.page(staff="minna")
    house.report("paper_out")

    page.click("#devices")
    row = page.locator(".device-list li", has_text="Aula 1")
    row.get_by_role("button", name="Lukitse").click()

    expect(row.get_by_role("button", name="Avaa")).to_be_visible()
    row.get_by_role("button", name="Avaa").click()
    expect(row.get_by_role("button", name="Lukitse")).to_be_visible()


def test_the_whole_lobby_is_locked_with_words_and_opened_again(visitor: Visitor) -> None:
    page = visitor.page(staff="minna")
    page.click("#menu-button")
    page.click("#lock")
    page.get_by_label("Suomi").fill("Suljemme tänään klo 14.")
    page.get_by_role("button", name="Lukitse", exact=True).click()
    expect(page.locator("#door")).to_have_text("Lukittu")
    lobby = visitor.house.desk("minna").line().lobby
    assert lobby is not None
    assert lobby.message == {"fi": "Suljemme tänään klo 14."}

    page.click("#menu-button")
    page.click("#lock")
    page.get_by_role("button", name="Avaa lukitus").click()

    expect(page.locator("#door")).to_contain_text("Avoinna")


def test_whoever_may_not_manage_finds_neither_lock_nor_audit_log(visitor: Visitor) -> None:
    page = visitor.page(staff="saara")
    page.click("#menu-button")

    expect(page.locator("#lock")).to_have_count(0)
    page.goto(f"{visitor.house.url}/desk/audit")
    expect(page.get_by_role("heading")).to_have_text("Sinulla ei ole oikeutta tähän sivuun")


def test_the_audit_log_tells_who_did_what_in_words(visitor: Visitor) -> None:
    house = visitor.house
    slip = house.walk_in()
    house.sit("juha", "palvelupiste-1")
    house.call_next("juha", "palvelupiste-1")

    page = visitor.page("/desk/audit", staff="minna")
    page.fill("#filter", slip.number)

    row = page.locator("#entries tr:visible")
    expect(row).to_have_count(1)
    expect(row).to_contain_text("Juha Virtanen")
    expect(row).to_contain_text("Kutsui")
    expect(row).to_contain_text("Palvelupiste 1")


def test_a_counter_where_somebody_sits_names_them_and_cannot_be_taken(visitor: Visitor) -> None:
    visitor.house.sit("juha", "palvelupiste-2")

    page = visitor.page(staff="minna")

    taken = page.locator("#client .choices button", has_text="Palvelupiste 2")
    expect(taken).to_contain_text("Juha Virtanen on tässä")
    expect(taken).to_be_disabled()


def test_a_lost_lobby_is_told_calmly_and_found_again(visitor: Visitor, relay: Relay) -> None:
    house = visitor.house
    page = visitor.page(staff="minna", through=relay.url)
    expect(page.locator("#line .empty")).to_be_visible()

    relay.cut()

    expect(page.locator("#link")).to_contain_text("Yhteys aulapalveluun on poikki", timeout=9000)
    slip = house.walk_in()
    relay.mend()

    expect(page.locator("#line")).to_contain_text(slip.number, timeout=9000)
    expect(page.locator("#link")).to_contain_text("Yhteys palautui")


def test_letter_keys_can_be_switched_off(visitor: Visitor) -> None:
    house = visitor.house
    slip = house.walk_in()
    house.sit("minna", "palvelupiste-1")
    page = visitor.page(staff="minna")
    expect(page.locator("#line")).to_contain_text(slip.number)
    press(page, "?")
    page.get_by_label("Käytä kirjainnäppäimiä").uncheck()
    press(page, "Escape")

    press(page, "n")
    press(page, "w")

    expect(page.get_by_role("dialog")).to_have_count(0)
    assert state(house, slip.ticket) == "waiting"
