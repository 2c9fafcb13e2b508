"""What the desk says of kiosks, displays and boxes: in time, calmly, the most urgent first."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.desk.test_looks import CLIPPED, EXTENT, violations
from vuoro.core.languages import Language
from vuoro.core.wire.board import BoardFrame
from vuoro.core.wire.kiosk import DeviceReport, KioskFrame
from vuoro.desk.words import words_of
from vuoro.hardware.health import Trouble
from vuoro.hardware.part_state import PartState
from vuoro.printer.escpos import PrinterState
from vuoro.queue.client import Feed

if TYPE_CHECKING:
    from tests.desk.house import House
    from tests.desk.visitor import Visitor

pytestmark = pytest.mark.browser


@pytest.fixture(autouse=True)
def connected(house: House) -> Iterator[None]:
    """Kiosk and display follow the lobby, so that only what they report is wrong."""
    feeds: list[Feed[KioskFrame] | Feed[BoardFrame]] = [
        Feed(
            house.url, "/v1/kiosk/stream", house.tokens["kiosk"], KioskFrame, lambda _: None,
            lambda _: None,
        ),
        Feed(
            house.url, "/v1/board/stream", house.tokens["display"], BoardFrame, lambda _: None,
            lambda _: None,
        ),
    ]  # fmt: skip
    for feed in feeds:
        feed.start()
    yield
    for feed in feeds:
        feed.close()
    tell(house, DeviceReport())


def tell(house: House, report: DeviceReport) -> None:
    house.kiosk.report_device(report)


def light(page: Page) -> Locator:
    return page.locator("#devices")


def test_all_is_well_until_something_is_not(visitor: Visitor) -> None:
    page = visitor.page(staff="minna")
    expect(light(page)).to_have_text("Laitteet kunnossa")

    tell(visitor.house, DeviceReport("paper_out"))
    expect(light(page)).to_have_text("Aula 1: Tulostimen paperi on loppu")
    expect(light(page)).to_have_class("plain state alarm")

    tell(visitor.house, DeviceReport())
    expect(light(page)).to_have_text("Laitteet kunnossa")


def test_paper_is_told_before_it_ends_and_calmly(visitor: Visitor) -> None:
    page = visitor.page(staff="minna")
    tell(visitor.house, DeviceReport("paper_low", paper_left_mm=2400))

    expect(light(page)).to_have_text("Aula 1: Paperi on loppumassa, vaihda rulla")
    expect(light(page)).to_have_class("plain state notice")
    expect(light(page).locator(".shape")).to_have_class("shape nearly")


def test_what_does_not_work_goes_before_what_can_wait(visitor: Visitor) -> None:
    page = visitor.page(staff="minna", language="en")
    tell(
        visitor.house,
        DeviceReport("paper_low", "offline", host=("undervoltage", "disk_low"), parts=()),
    )

    expect(light(page)).to_have_text("Aula 1: Scanner is unplugged")
    expect(light(page)).to_have_class("plain state alarm")
    light(page).click()
    row = page.locator(".device-list li", has_text="Aula 1")
    expect(row.locator("p")).to_have_text(
        [
            "Scanner is unplugged",
            "Disk space is running out, tell support",
            "Paper is running low, change the roll",
            "Power is too weak, check the power supply",
        ]
    )
    expect(row.locator("p.notice")).to_have_count(2)


def test_several_devices_share_one_line(visitor: Visitor) -> None:
    house = visitor.house
    page = visitor.page(staff="minna")
    display = type(house.kiosk)(house.url, house.tokens["display"])
    display.report_device(DeviceReport("none", "none", parts=(("tv", "offline"),)))
    tell(house, DeviceReport("paper_low"))
    try:
        expect(light(page)).to_have_text("Odotustila: Televisioon ei saada yhteyttä ja 1 muu")
        light(page).click()
        expect(page.locator(".device-list li.alarm")).to_have_count(1)
        expect(page.locator(".device-list li.notice")).to_have_count(1)
    finally:
        display.report_device(DeviceReport("none", "none"))
        display.close()


def test_the_list_says_how_much_paper_is_left(visitor: Visitor) -> None:
    page = visitor.page(staff="minna", language="en")
    tell(visitor.house, DeviceReport(paper_left_mm=41_600))
    light(page).click()
    row = page.locator(".device-list li", has_text="Aula 1")
    expect(row).to_contain_text("About 42 m of paper")


def test_a_code_that_is_newer_than_the_page_is_shown_as_it_is(visitor: Visitor) -> None:
    page = visitor.page(staff="minna", language="en")
    tell(visitor.house, DeviceReport(host=("on_fire",), parts=(("leg", "broken"),)))

    expect(light(page)).to_have_text("Aula 1: leg: broken")
    light(page).click()
    expect(page.locator(".device-list p.alarm")).to_have_text(["leg: broken", "Device: on_fire"])


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_every_trouble_has_words(visitor: Visitor, language: str) -> None:
    words = words_of(Language(language))
    page = visitor.page(staff="minna", language=language)
    light(page).click()
    troubled = page.locator(".device-list li", has_text="Aula 1")
    for printer in set(PrinterState) - {PrinterState.OK}:
        tell(visitor.house, DeviceReport(printer, host=tuple(Trouble)))
        expect(troubled).to_contain_text(words[f"printer.{printer}"])
    for trouble in Trouble:
        expect(troubled).to_contain_text(words[f"host.{trouble}"])
    parts = tuple(
        (part, PartState.OFFLINE.value) for part in ("light", "sound", "button", "screen", "tv")
    )
    tell(visitor.house, DeviceReport(parts=parts))
    expect(troubled.locator("p")).to_have_text([str(words[f"{part}.offline"]) for part, _ in parts])


def test_the_computer_of_the_lobby_service_is_a_device_too(visitor: Visitor) -> None:
    house = visitor.house
    page = visitor.page(staff="minna", language="en")
    house.own_computer("disk_low", "undervoltage")
    expect(light(page)).to_have_text("Lobby computer: Disk space is running out, tell support")

    # The kiosk is on the same computer, as it turns out: each trouble is said once.
    tell(house, DeviceReport(host=("disk_low", "undervoltage")))
    expect(light(page)).to_have_text("Aula 1: Disk space is running out, tell support")
    house.own_computer()
    tell(house, DeviceReport())
    expect(light(page)).to_have_text("Devices are fine")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_at_a_notice(visitor: Visitor, scheme: str) -> None:
    tell(visitor.house, DeviceReport("paper_low", host=("undervoltage",)))
    page = visitor.page(staff="minna", scheme=scheme)
    expect(light(page)).to_have_class("plain state notice")
    light(page).click()
    expect(page.get_by_role("dialog")).to_be_visible()
    assert violations(page, scheme) == []


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_a_notice_leaves_room_for_the_work(visitor: Visitor, language: str) -> None:
    tell(visitor.house, DeviceReport("paper_low", host=("disk_worn",)))
    page = visitor.page(staff="minna", language=language)
    expect(light(page)).to_have_class("plain state notice")

    for width in (1366, 1180, 1024, 390):
        page.set_viewport_size({"width": width, "height": 768})
        assert page.evaluate(EXTENT)[0] == width
        assert page.evaluate(CLIPPED) == []
