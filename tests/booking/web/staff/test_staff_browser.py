"""The staff pages in Chromium: no axe violation, no sideways scrolling, all by keyboard."""

import base64
from collections.abc import Iterable
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, expect

from tests.booking.booking_world import AINO, AREA, CENTRE, TALK, booked, talk
from tests.booking.fleet.lobbies import CODE, enrol, key
from tests.booking.fleet.test_fleet_releases import bundle, taken
from tests.booking.web.staff.staff_world import EVERYTHING, StaffSite
from tests.browsing import complaints_of, faults, press, tab_to
from vuoro.booking.backend import Backend
from vuoro.booking.domain.values import SYSTEM
from vuoro.booking.fleet import enrolling, offering, rollouts
from vuoro.booking.fleet.attention import Item, write
from vuoro.booking.messages.outbox import fill
from vuoro.booking.service.accounts import AccountForm, add_account
from vuoro.booking.service.signing_in import open_session
from vuoro.booking.web.staff import series
from vuoro.booking.web.staff.door import COOKIE
from vuoro.core.wire.sync import EnrolRequest
from vuoro.core.wire.upkeep import ReleaseAsk, UpdateState, UpdateTold

pytestmark = pytest.mark.browser


def _signed_in(browser: Browser, site: StaffSite, **options: object) -> BrowserContext:
    form = AccountForm("aino.salo", "Aino Salo", EVERYTHING, AINO, CENTRE)
    token, _ = open_session(site.backend, add_account(site.backend, SYSTEM, AREA, form))
    context: BrowserContext = browser.new_context(**options)  # type: ignore[arg-type]
    host = str(urlsplit(site.url).hostname)
    context.add_cookies([{"name": COOKIE, "value": token, "domain": host, "path": "/staff"}])
    return context


MAIN = (
    "/staff?", "/staff/calendar?specialist={who}&view=week&", "/staff/book?service={service}&",
    "/staff/bookings/{booking}?", "/staff/hours?specialist={who}&", "/staff/devices?",
    "/staff/attention?", "/staff/releases?",
)  # fmt: skip
OTHERS = (
    "/staff/calendar?office={office}&", "/staff/calendar/list?office={office}&",
    "/staff/book/review?service={service}&time={time}&count=2&weeks=1&",
    "/staff/bookings/{booking}/move?", "/staff/clients/{client}?", "/staff/clients/new?",
    "/staff/ill?specialist={who}&", "/staff/messages?", "/staff/accounts?", "/staff/audit?",
    "/staff/api?", "/staff/api/webhooks?", "/staff/devices/{device}?", "/staff/devices/pair?",
)  # fmt: skip


def test_the_main_pages_can_be_read_and_used_by_all(browser: Browser, site: StaffSite) -> None:
    _look_at(browser, site, MAIN, 1280, "light", "fi")


@pytest.mark.long
@pytest.mark.parametrize(
    ("width", "scheme", "language"),
    [(1280, "dark", "en"), (320, "light", "sv"), (320, "dark", "fi")],
)
def test_every_page_can_be_read_and_used_by_all(
    browser: Browser, site: StaffSite, width: int, scheme: str, language: str
) -> None:
    _look_at(browser, site, (*MAIN, *OTHERS), width, scheme, language)


def _look_at(
    browser: Browser,
    site: StaffSite,
    paths: Iterable[str],
    width: int,
    scheme: str,
    language: str,
) -> None:
    """No axe violation, nothing to scroll sideways, no complaint of the browser."""
    names = _busy_day(site.backend)
    viewport = {"width": width, "height": 800}
    page = _signed_in(browser, site, viewport=viewport, color_scheme=scheme).new_page()
    complaints = complaints_of(page)
    for path in paths:
        page.goto(f"{site.url}{path.format(**names)}lang={language}")
        assert faults(page) == [], path
        assert page.locator("html").get_attribute("lang") == language
    assert not complaints
    page.context.close()


def _busy_day(backend: Backend) -> dict[str, str]:
    """Something on every page; what their addresses are made of."""
    view = booked(backend, "2026-11-23 10:10")
    device = enrol(backend).device
    fill(backend)
    item = Item(
        AREA, CENTRE, "booking_moved", "a", backend.now_ms, booking=view.id, device=device,
        facts={"arrived_ms": backend.now_ms},
    )  # fmt: skip
    with backend.begin() as work:
        write(work, [item])
    rollouts.start(backend, SYSTEM, AREA, taken(backend, bundle()).version, [CENTRE], 0)
    for state in (UpdateState.DOWNLOADING, UpdateState.ROLLED_BACK):
        told = UpdateTold("1.1.0", 1, state, 40, "trial")
        offering.ask(backend, device, ReleaseAsk("1.0.0", "arm64", "3.13"))
        offering.ask(backend, device, ReleaseAsk("1.0.0", "arm64", "3.13", told))
    time = series.written(talk("2026-11-24 09:00"))
    return {
        "booking": view.id, "client": str(view.client), "device": device, "time": time,
        "who": AINO, "office": CENTRE, "service": TALK,
    }  # fmt: skip


def test_a_client_is_found_and_booked_with_the_keyboard_only(
    browser: Browser, site: StaffSite
) -> None:
    booked(site.backend, "2026-11-24 10:10")
    page = _signed_in(browser, site).new_page()
    page.goto(f"{site.url}/staff")

    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("/")
    expect(page.locator("#find")).to_be_focused()
    page.keyboard.type("Liisa Malli")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    press(page, 'a[href*="/staff/book?client="]')
    page.locator("#service").focus()
    with page.expect_navigation():
        page.keyboard.type("Työn")
    page.locator("#first").wait_for()
    press(page, ".times a")
    tab_to(page, '[name="answer.tulkki"]')
    page.keyboard.type("Ei")
    press(page, "main button.primary")

    expect(page.get_by_role("heading", name="1 varaus tehtiin")).to_be_visible()
    page.context.close()


def test_the_calendar_is_leafed_through_with_keys(browser: Browser, site: StaffSite) -> None:
    page = _signed_in(browser, site).new_page()
    page.goto(f"{site.url}/staff/calendar")

    for key_name, heading in (
        ("ArrowRight", "Tiistai 24.11.2026"), ("ArrowRight", "Keskiviikko 25.11.2026"),
        ("ArrowLeft", "Tiistai 24.11.2026"), ("t", "Maanantai 23.11.2026"),
    ):  # fmt: skip
        page.keyboard.press(key_name)
        expect(page.get_by_role("heading", name=heading)).to_be_visible()
    page.locator("#find").focus()
    page.keyboard.type("t")
    expect(page.locator("#find")).to_have_value("t")
    page.context.close()


def test_a_device_is_compared_and_let_in(browser: Browser, site: StaffSite) -> None:
    public = base64.b64encode(key(1).public()).decode()
    enrolling.ask(site.backend, EnrolRequest(1, public, CODE, "Pi 5", "serial-1", "0.3"))
    page = _signed_in(browser, site).new_page()
    page.goto(f"{site.url}/staff/devices/pair")

    page.fill("#code", CODE)
    page.keyboard.press("Enter")
    expect(page.locator("ol.words li")).to_have_count(4)
    assert faults(page) == []
    page.select_option("#office", CENTRE)
    page.fill("#name", "Pääovi")
    page.check('[name="same"]')
    page.get_by_role("button", name="Hyväksy").click()

    expect(page.get_by_role("heading", name="Pääovi")).to_be_visible()
    page.context.close()
