"""The page behind the QR code of a slip."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from tests.browsing import faults
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


def test_a_quiet_call_shows_on_the_phone_and_staff_are_told_to_fetch(visitor: Visitor) -> None:
    house = visitor.house
    slip = house.walk_in()
    phone = visitor.page(path_of(slip), size=PHONE)
    phone.get_by_role("button", name="Kutsu minut hiljaa").click()
    expect(phone.locator("#how")).to_contain_text("Kutsumme sinut hiljaa")
    house.sit("minna", "palvelupiste-1")
    desk = visitor.page(staff="minna")
    expect(desk.locator("#line .row .mark")).to_have_text("Hiljainen kutsu")

    desk.keyboard.press("n")

    expect(phone.locator("#now")).to_contain_text("Nyt on vuorosi")
    expect(desk.locator("#client [role=status]")).to_contain_text(f"{slip.number} näkee kutsun")
    desk.keyboard.press("b")
    expect(desk.locator("#line .row .number")).to_have_text(slip.number)


def test_staff_change_how_a_client_is_called_and_take_it_back(visitor: Visitor) -> None:
    slip = visitor.house.walk_in()
    phone = visitor.page(path_of(slip), size=PHONE)
    desk = visitor.page(staff="minna")
    desk.locator("#line button.row").click()
    desk.keyboard.press("q")
    expect(desk.locator("#toast")).to_contain_text("kutsutapa muuttui")
    expect(phone.locator("#how")).to_contain_text("Kutsumme sinut hiljaa")

    desk.locator("#toast button").click()

    expect(phone.locator("#how")).to_contain_text("Kutsumme sinut aulan näytöllä")


def test_a_phone_in_a_pocket_buzzes_sounds_and_speaks_when_the_number_is_called(
    visitor: Visitor,
) -> None:
    house = visitor.house
    slip = house.walk_in()
    house.sit("minna", "palvelupiste-1")
    page = visitor.page(path_of(slip), size=PHONE)
    page.evaluate(
        """() => {
          const html = document.documentElement;
          const tell = (what) => (html.dataset.told = (html.dataset.told ?? "") + what + "|");
          navigator.vibrate = () => tell("buzz");
          speechSynthesis.speak = ({ lang, text }) => tell(`${lang}: ${text}`);
        }"""
    )
    html = page.locator("html")
    usual = page.locator("link[rel=icon]").get_attribute("href")
    page.get_by_role("button", name="Kerro ääneen").click()
    asked = "fi: Puhelin soittaa äänen ja sanoo, kun on vuorosi.|"
    expect(html).to_have_attribute("data-told", asked)

    ticket = house.call_next("minna", "palvelupiste-1")

    called = f"buzz|fi: Nyt on vuorosi, numero {slip.number}. Tule: Palvelupiste 1.|"
    expect(html).to_have_attribute("data-told", asked + called)
    assert page.locator("link[rel=icon]").get_attribute("href") != usual
    house.press("minna", "again", ticket.id)
    expect(html).to_have_attribute("data-told", asked + called * 2)
    house.press("minna", "serve", ticket.id)
    expect(page.locator("link[rel=icon]")).to_have_attribute("href", usual or "")


def test_a_lost_connection_is_said_calmly_and_comes_back_by_itself(visitor: Visitor) -> None:
    slip = visitor.house.walk_in()
    page = visitor.page(path_of(slip), size=PHONE)
    expect(page.locator("#now")).to_have_text("Odota rauhassa")
    page.context.set_offline(True)
    expect(page.locator("#note")).to_contain_text("Yhteys on poikki", timeout=20_000)
    page.context.set_offline(False)
    expect(page.locator("#note")).to_have_text("", timeout=20_000)


@pytest.mark.parametrize("language", ["fi", "sv"])
def test_axe_finds_nothing_on_the_phone(visitor: Visitor, language: str) -> None:
    house = visitor.house
    slip = house.walk_in(language=language)
    page = visitor.page(path_of(slip), size=PHONE)
    assert faults(page) == []
    door = urlsplit(house.kiosk.own_phone().url).path
    page = visitor.page(f"{door}?lang={language}", size=PHONE)
    assert faults(page) == []
    page.locator("main a").first.click()
    assert faults(page) == []
    page.locator("form button").click()
    expect(page.locator("[role=alert]")).to_be_visible()
    assert faults(page) == []
    page.locator("main a").first.click()
    page.locator("main a").nth(1).click()
    assert faults(page) == []
    page.locator("form button").first.click()
    expect(page.locator("#now")).to_be_visible()
    house.sit("minna", "palvelupiste-1")
    house.call_next("minna", "palvelupiste-1")
    assert faults(page) == []
