"""How the pages look and read: accessible, in both schemes, at the sizes of real screens."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from vuoro.core.wire.desk import DeskCommand

if TYPE_CHECKING:
    from tests.desk.house import House
    from tests.desk.visitor import Visitor

pytestmark = pytest.mark.browser
RULES = {
    "runOnly": {
        "type": "tag",
        "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    }
}


CONTRAST = {"runOnly": {"type": "rule", "values": ["color-contrast"]}}
"""All that the dark scheme changes."""
SCHEMES = pytest.mark.parametrize("scheme", ["light", pytest.param("dark", marks=pytest.mark.long)])
VIOLATIONS_ONLY = {"resultTypes": ["violations"]}
"""Else axe tells of every element that passes too, which takes three times as long."""


def violations(page: Page, scheme: str = "light") -> list[str]:
    """What axe finds, as short lines."""
    rules = CONTRAST if scheme == "dark" else RULES
    found = Axe().run(page, options={**rules, **VIOLATIONS_ONLY}).response["violations"]
    return [f"{one['id']}: {node['html'][:120]}" for one in found for node in one["nodes"]]


@pytest.fixture(scope="module")
def busy_house(house: House) -> House:
    """Something in every list and every place of the page; Minna serves a client with a booking."""
    house.sit("minna", "palvelupiste-4")
    house.sit("juha", "palvelupiste-1")
    for service in ("neuvonta", "tyonhaun-aloitus", "kotoutuminen", "neuvonta"):
        house.walk_in(service, "sv")
    booked = house.check_in("AAAA2222")
    for move in ("miss", "park"):
        house.press("juha", move, house.call_next("juha", "palvelupiste-1").id)
    minna = house.desk("minna")
    minna.press("walk-in", DeskCommand(service="neuvonta", urgent=True))
    minna.press("call", DeskCommand(ticket=booked.ticket, counter="palvelupiste-4"))
    house.press("minna", "serve", booked.ticket)
    house.report("paper_out")
    return house


@pytest.fixture
def colleague(
    browser: Browser, busy_house: House, new_visitor: Callable[[Browser, House], Visitor]
) -> Iterator[Visitor]:
    """Somebody who looks at the busy house and changes nothing."""
    somebody = new_visitor(browser, busy_house)
    yield somebody
    somebody.leave()
    assert somebody.complaints == []


@SCHEMES
def test_axe_finds_nothing_at_the_desk(colleague: Visitor, scheme: str) -> None:
    page = colleague.page(staff="saara", scheme=scheme)
    expect(page.get_by_role("heading", name="Valitse palvelupiste")).to_be_visible()
    assert violations(page, scheme) == []

    page = colleague.page(staff="juha", scheme=scheme)
    expect(page.locator("[data-action=next]")).to_be_enabled()
    assert violations(page, scheme) == []

    page = colleague.page(staff="minna", scheme=scheme)
    expect(page.locator("#client .answers")).to_be_visible()
    assert violations(page, scheme) == []
    for key in ("t", "w", "d", "?") if scheme == "light" else ():
        page.keyboard.press(key)
        expect(page.get_by_role("dialog")).to_be_visible()
        assert violations(page, scheme) == []
        page.keyboard.press("Escape")


@SCHEMES
def test_axe_finds_nothing_on_the_other_pages(colleague: Visitor, scheme: str) -> None:
    house = colleague.house
    page = colleague.page("/desk/sign-in", scheme=scheme)
    expect(page.locator("button.primary")).to_be_enabled()
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_be_visible()
    assert violations(page, scheme) == []

    for path, words in (("t/unknown?lang=fi", "ei ole enää"), (turn_of(house), "Odota rauhassa")):
        page = colleague.page(f"/{path}", scheme=scheme, size=(390, 844))
        expect(page.locator("main")).to_contain_text(words)
        assert violations(page, scheme) == []

    page = colleague.page("/desk/audit", staff="minna", scheme=scheme)
    expect(page.locator("#entries tr").first).to_be_visible()
    assert violations(page, scheme) == []


def turn_of(house: House) -> str:
    """The path of somebody's phone page."""
    return urlsplit(house.walk_in("tietokone").follow_url).path.lstrip("/")


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_the_work_fits_the_screen_without_scrolling_the_page(
    colleague: Visitor, language: str
) -> None:
    page = colleague.page(staff="minna", language=language)
    expect(page.locator("#client .answers")).to_be_attached()

    for width, height in ((1366, 768), (1366, 650), (1920, 1080)):
        page.set_viewport_size({"width": width, "height": height})

        assert page.evaluate(EXTENT) == [width, height]
        for action in page.locator("#client [data-action]").all():
            expect(action).to_be_in_viewport(ratio=1)
        assert page.evaluate(CLIPPED) == []


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_the_desk_is_usable_on_a_phone(colleague: Visitor, language: str) -> None:
    page = colleague.page(staff="juha", size=(390, 844), language=language)

    expect(page.locator("[data-action=next]")).to_be_in_viewport(ratio=1)
    assert page.evaluate(EXTENT)[0] == 390
    assert page.evaluate(CLIPPED) == []


EXTENT = "[document.documentElement.scrollWidth, document.documentElement.scrollHeight]"
CLIPPED = """() => [...document.querySelectorAll('button, h2, .due, .clock, .door')]
  .filter((e) => !e.matches('.row, .small-row'))
  .filter((e) => e.offsetParent && e.scrollWidth > e.clientWidth + 1 && !e.matches('.state'))
  .map((e) => e.textContent)"""


def test_until_the_line_is_there_no_button_is_without_a_name(visitor: Visitor) -> None:
    page = visitor.page(staff="minna")
    page.route("**/stream*", lambda route: route.abort())
    page.reload()

    expect(page.locator("#desk")).to_have_attribute("aria-busy", "true")
    assert violations(page) == []
