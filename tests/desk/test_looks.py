"""How the pages look and read: accessible, in both schemes, at the sizes of real screens."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from vuoro.core.wire.desk import DeskCommand

if TYPE_CHECKING:
    from tests.desk.conftest import House, Visitor

pytestmark = pytest.mark.browser
RULES = {
    "runOnly": {
        "type": "tag",
        "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    }
}


def violations(page: Page) -> list[str]:
    """What axe finds, as short lines."""
    found = Axe().run(page, options=RULES).response["violations"]
    return [f"{one['id']}: {node['html'][:120]}" for one in found for node in one["nodes"]]


def busy(house: House) -> None:
    """Something in every list and every place of the page."""
    house.sit("minna", "palvelupiste-4")
    house.sit("juha", "palvelupiste-1")
    for service in ("neuvonta", "tyonhaun-aloitus", "kotoutuminen"):
        house.walk_in(service, "sv")
    booked = house.check_in("AAAA2222")
    for move in ("miss", "park"):
        house.press("juha", move, house.call_next("juha", "palvelupiste-1").id)
    minna = house.desk("minna")
    minna.press("walk-in", DeskCommand(service="neuvonta", urgent=True))
    minna.press("call", DeskCommand(ticket=booked.ticket, counter="palvelupiste-4"))
    house.press("minna", "serve", booked.ticket)
    house.report("paper_out")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_at_the_desk(visitor: Visitor, scheme: str) -> None:
    page = visitor.page(staff="minna", scheme=scheme)
    expect(page.get_by_role("heading", name="Valitse palvelupiste")).to_be_visible()
    assert violations(page) == []

    visitor.house.sit("minna", "palvelupiste-4")
    expect(page.locator("[data-action=next]")).to_be_enabled()
    assert violations(page) == []

    busy(visitor.house)
    expect(page.locator("#client .answers")).to_be_visible()
    assert violations(page) == []
    page.keyboard.press("t")
    assert violations(page) == []
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    assert violations(page) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_on_the_other_pages(visitor: Visitor, scheme: str) -> None:
    house = visitor.house
    slip = house.walk_in()
    house.sit("minna", "palvelupiste-1")
    page = visitor.page("/desk/sign-in", scheme=scheme)
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_be_visible()
    assert violations(page) == []

    page = visitor.page(urlsplit(slip.follow_url).path, scheme=scheme, size=(390, 844))
    expect(page.locator("#now")).to_be_visible()
    assert violations(page) == []
    house.call_next("minna", "palvelupiste-1")
    expect(page.locator("#now")).to_contain_text("Nyt on vuorosi")
    assert violations(page) == []

    page = visitor.page("/desk/audit", staff="minna", scheme=scheme)
    expect(page.locator("#entries tr").first).to_be_visible()
    assert violations(page) == []


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
@pytest.mark.parametrize("size", [(1366, 768), (1366, 650), (1920, 1080)])
def test_the_work_fits_the_screen_without_scrolling_the_page(
    visitor: Visitor, language: str, size: tuple[int, int]
) -> None:
    house = visitor.house
    busy(house)
    page = visitor.page(staff="minna", size=size, language=language)
    primary = page.locator("#client .primary")
    expect(primary).to_be_in_viewport(ratio=1)

    width, height = page.evaluate(
        "[document.documentElement.scrollWidth, document.documentElement.scrollHeight]"
    )

    assert (width, height) == size
    for action in page.locator("#client [data-action]").all():
        expect(action).to_be_in_viewport(ratio=1)
    assert page.evaluate(CLIPPED) == []


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_the_desk_is_usable_on_a_phone(visitor: Visitor, language: str) -> None:
    house = visitor.house
    house.walk_in("neuvonta")
    house.sit("minna", "palvelupiste-1")
    page = visitor.page(staff="minna", size=(390, 844), language=language)
    expect(page.locator("[data-action=next]")).to_be_in_viewport(ratio=1)

    page.locator("[data-action=next]").click()

    expect(page.locator("#client .primary[data-action=serve]")).to_be_in_viewport(ratio=1)
    assert page.evaluate("document.documentElement.scrollWidth") == 390


CLIPPED = """() => [...document.querySelectorAll('button, h2, .due, .clock, .door')]
  .filter((e) => !e.matches('.row, .small-row'))
  .filter((e) => e.offsetParent && e.scrollWidth > e.clientWidth + 1 && !e.matches('.devices'))
  .map((e) => e.textContent)"""
