"""The light of the sync at the desk: words beside the colour, figures behind them, and calm."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.desk.test_looks import CLIPPED, EXTENT, violations
from vuoro.core.clock import ClockState
from vuoro.core.wire.desk import SyncLevel
from vuoro.queue.domain.sync_state import SyncState

if TYPE_CHECKING:
    from tests.desk.house import House
    from tests.desk.visitor import Visitor

pytestmark = pytest.mark.browser


def fine(house: House) -> SyncState:
    as_of = house.clock.now() - timedelta(minutes=2)
    return SyncState(as_of, 0, 0, ClockState.SYNC, SyncLevel.GREEN)


def behind(house: House) -> SyncState:
    return replace(fine(house), events_waiting=12, level=SyncLevel.AMBER)


def broken(house: House) -> SyncState:
    as_of = house.clock.now() - timedelta(days=2, minutes=2)
    return SyncState(as_of, 240, 1, ClockState.UNSET, SyncLevel.RED)


def test_a_lobby_without_a_backend_has_no_light(visitor: Visitor) -> None:
    expect(visitor.page(staff="minna").locator("#sync")).to_be_hidden()


def test_the_light_says_how_old_the_data_are_and_what_waits(visitor: Visitor) -> None:
    house = visitor.house
    page = visitor.page(staff="minna")
    light = page.locator("#sync")

    house.sync(fine(house))
    expect(light).to_have_text("Tiedot klo 9.58")
    house.sync(behind(house))
    expect(light).to_have_text("Tiedot klo 9.58 · 12 tapahtumaa odottaa lähettämistä")
    house.sync(broken(house))
    expect(light).to_contain_text(
        "Tiedot 21.11. klo 9.58 · 240 tapahtumaa odottaa lähettämistä · 1 ongelma"
    )
    page.reload()
    expect(light).to_contain_text("1 ongelma")


def test_the_figures_behind_the_light_follow_while_they_are_open(visitor: Visitor) -> None:
    house = visitor.house
    house.sync(behind(house))
    page = visitor.page(staff="juha", language="en")
    page.locator("#sync").click()

    dialog = page.get_by_role("dialog")
    for words in ("Data as of 9:58", "12 events waiting", "0 problems", "The clock was checked"):
        expect(dialog).to_contain_text(words)
    house.sync(fine(house))
    expect(dialog).to_contain_text("Everything is up to date.")
    expect(dialog).to_contain_text("0 events waiting")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_at_the_light(visitor: Visitor, scheme: str) -> None:
    house = visitor.house
    house.sync(broken(house))
    page = visitor.page(staff="minna", scheme=scheme)
    page.locator("#sync").click()
    expect(page.get_by_role("dialog")).to_be_visible()
    assert violations(page, scheme) == []


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_the_light_leaves_room_for_the_work(visitor: Visitor, language: str) -> None:
    house = visitor.house
    house.sit("minna", "palvelupiste-4")
    house.report("paper_out")
    house.sync(broken(house))
    page = visitor.page(staff="minna", language=language)

    for width in (1366, 1180, 1024, 390):
        page.set_viewport_size({"width": width, "height": 768})
        expect(page.locator("#sync")).to_be_visible()
        assert page.evaluate(EXTENT)[0] == width
        assert page.evaluate(CLIPPED) == []
