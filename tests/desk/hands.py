"""What a clerk does at a page of the desk, and what it shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playwright.sync_api import Page, expect

if TYPE_CHECKING:
    from tests.desk.house import House


def number(page: Page) -> str:
    """The number of the client who is here."""
    return page.locator("#client h2.number").inner_text()


def press(page: Page, key: str) -> None:
    """Press a key once the desk has nothing more to wait for."""
    expect(page.locator("#desk")).to_have_attribute("aria-busy", "false")
    page.keyboard.press(key)


def state(house: House, ticket: str) -> str:
    rows = house.desk("minna").line().tickets
    return next((row.state.value for row in rows if row.id == ticket), "over")
