"""The page behind the QR code of a slip."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from vuoro.core.wire.desk import DeskCommand
from vuoro.core.wire.kiosk import Slip

if TYPE_CHECKING:
    from tests.desk.visitor import Visitor

pytestmark = pytest.mark.browser
PHONE = (390, 844)


def path_of(slip: Slip) -> str:
    return urlsplit(slip.follow_url).path


def test_a_visitor_follows_the_turn_until_the_counter_is_told(visitor: Visitor) -> None:
    house = visitor.house
    house.walk_in()
    slip = house.walk_in()
    house.sit("minna", "palvelupiste-1")
    page = visitor.page(path_of(slip), size=PHONE)
    expect(page.locator("h1")).to_contain_text(slip.number)
    expect(page.locator("#facts")).to_contain_text("Edelläsi on 1")

    first = house.call_next("minna", "palvelupiste-1")
    expect(page.locator("#facts")).to_contain_text("Olet seuraavana")
    house.press("minna", "done", first.id)
    house.call_next("minna", "palvelupiste-1")

    expect(page.locator("#now")).to_contain_text("Nyt on vuorosi")
    expect(page.locator("#now .counter")).to_contain_text("Palvelupiste 1")
    expect(page).to_have_title(f"{slip.number}: Palvelupiste 1")


def test_a_missed_visitor_is_told_what_to_do_and_so_is_one_whose_visit_is_over(
    visitor: Visitor,
) -> None:
    house = visitor.house
    slip = house.walk_in()
    house.sit("minna", "palvelupiste-1")
    page = visitor.page(path_of(slip), size=PHONE)
    house.call_next("minna", "palvelupiste-1")

    house.press("minna", "miss", slip.ticket)
    expect(page.locator("#facts")).to_contain_text("Tule neuvontaan")
    minna = house.desk("minna")
    minna.press("call", DeskCommand(ticket=slip.ticket, counter="palvelupiste-1"))
    house.press("minna", "park", slip.ticket)
    expect(page.locator("#now")).to_contain_text("Palvelusi jatkuu pian")
    house.press("minna", "leave", slip.ticket)

    expect(page.locator("#now")).to_contain_text("Käyntisi on päättynyt")


def test_the_page_speaks_the_language_of_the_slip_until_another_is_chosen(visitor: Visitor) -> None:
    slip = visitor.house.walk_in(language="sv")
    page = visitor.page(path_of(slip), size=PHONE, language="none")
    expect(page.locator("#now")).to_have_text("Vänta i lugn och ro")

    page.get_by_role("link", name="English").click()

    expect(page.locator("#now")).to_have_text("Please wait")


def test_an_unknown_number_says_what_to_do(visitor: Visitor) -> None:
    page = visitor.page("/t/AAAAAAAAAAAAAAAAAAAAAA?lang=fi", size=PHONE)

    expect(page.get_by_role("heading")).to_have_text("Numero ei ole enää voimassa")
    expect(page.locator("main")).to_contain_text("ota uusi numero")


def test_nothing_of_the_booking_shows_on_the_phone(visitor: Visitor) -> None:
    house = visitor.house
    slip = house.check_in("BBBB3333")
    page = visitor.page(path_of(slip), size=PHONE)
    expect(page.locator("#now")).to_have_text("Odota rauhassa")

    shown = page.content()

    for secret in ("Juha", "Virtanen", "Työnhakukeskustelu", "tyonhakukeskustelu", "BBBB3333"):
        assert secret not in shown


def test_it_fits_the_smallest_phone(visitor: Visitor) -> None:
    slip = visitor.house.walk_in()
    page = visitor.page(path_of(slip), size=(320, 568))
    expect(page.locator("#now")).to_be_visible()

    assert page.evaluate("document.documentElement.scrollWidth") == 320
    assert page.locator("#now").bounding_box()["y"] < 300  # type: ignore[index]
