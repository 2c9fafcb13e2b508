"""The clients' pages in Chromium: by keyboard only, without script, in every language and width."""

from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any, Literal

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.booking.web.visitor import MATTER
from tests.browsing import CONTRAST, RULES, click, complaints_of, faults, press, tab_to
from vuoro.booking.backend import Backend
from vuoro.core.clock import SteppingClock

pytestmark = pytest.mark.browser
TIMES = f"{MATTER}/times?channel=in_person&office=any&speak=any"
LOOKS: tuple[tuple[int, Literal["dark", "light"], Mapping[str, Any]], ...] = (
    (1280, "dark", CONTRAST), (320, "light", RULES),
)  # fmt: skip
"""Every page is looked at in each: the width, the scheme and what axe looks for."""


def test_a_booking_is_made_with_the_keyboard_only(browser: Browser, site: str) -> None:
    context = browser.new_context(locale="en-GB", viewport={"width": 1280, "height": 800})
    page = context.new_page()
    complaints = complaints_of(page)

    page.goto(site)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    press(page, f'a.choice[href="{MATTER}"]')
    press(page, 'a.choice[href*="office=hervanta"]')
    expect(page.get_by_role("heading", name="There are no free times right now")).to_be_visible()
    press(page, 'a[href*="speak=any"]')
    press(page, ".times button")
    tab_to(page, "#name")
    page.keyboard.type("Testi Henkilö")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.locator("#problems"), "errors are read out first").to_be_focused()
    tab_to(page, 'a[href="#phone"]')
    page.keyboard.press("Enter")
    expect(page.locator("#phone")).to_be_focused()
    page.keyboard.type("040 123 4567")
    tab_to(page, 'input[type="radio"]')
    page.keyboard.press("ArrowDown")
    press(page, ".actions button.primary", "Space")
    expect(page.get_by_role("heading", level=1)).to_have_text("Review and confirm")
    press(page, 'form[action$="/confirm"] button')

    expect(page.get_by_role("heading", level=1)).to_have_text("Your appointment is booked")
    expect(page.get_by_role("img", name="QR code for the reader in the lobby")).to_be_visible()
    assert complaints == []
    context.close()


def test_a_booking_is_made_moved_and_cancelled_without_script(browser: Browser, site: str) -> None:
    context = browser.new_context(
        locale="fi-FI", viewport={"width": 320, "height": 640}, java_script_enabled=False
    )
    page = context.new_page()

    page.goto(site)
    page.get_by_role("link", name="Neuvonta").click()
    page.get_by_role("link", name="Keskustan työllisyyspalvelut").click()
    page.get_by_role("button", name="Maanantai 23.11., 10.00").click()
    page.get_by_label("Etu- ja sukunimi").fill("Testi Henkilö")
    page.get_by_role("button", name="Svenska").click()
    expect(page.get_by_label("För- och efternamn")).to_have_value("Testi Henkilö")
    page.get_by_role("button", name="Suomi").click()
    page.get_by_label("Sähköpostiosoite").fill("testi@example.fi")
    page.get_by_role("button", name="Tarvitsen lisää aikaa").click()
    page.get_by_role("button", name="Jatka tarkistukseen").click()
    page.get_by_role("button", name="Vahvista varaus").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Aikasi on varattu")
    page.get_by_role("link", name="Siirrä aika").click()
    page.get_by_role("button", name="Tiistai 24.11., 10.00").click()
    page.get_by_role("button", name="Siirrä aika").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Aikasi on siirretty")
    page.get_by_role("link", name="Peru aika").click()
    page.get_by_role("button", name="Kyllä, peru aika").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Aikasi on peruttu")
    page.go_back()
    context.close()


def states(page: Page, site: str, clock: SteppingClock, backend: Backend) -> Iterator[str]:
    """Every page and state that a client can come to, one after the other."""
    page.goto(f"{site}/pirkanmaa")
    yield "services"
    page.goto(site + MATTER)
    yield "how"
    page.goto(site + TIMES)
    yield "times"
    page.goto(f"{site}{TIMES}&week=2027-01-25")
    yield "an empty week"
    page.goto(f"{site}{MATTER}/times?channel=in_person&office=hervanta&speak=sv")
    yield "no times at all"
    page.goto(f"{site}{TIMES}&missed=1795503600000")
    yield "a time that was missed"
    click(page, ".times button", 8)
    yield "details"
    click(page, ".actions button.primary")
    yield "details with problems"
    page.fill("#name", "Testi Henkilö")
    page.fill("#phone", "040 123 4567")
    page.fill("#identity_code", "010594Y9032")
    page.check('input[value="no"]')
    click(page, 'button[name="more_time"]')
    yield "more time, and an identity code that is kept"
    click(page, ".actions button.primary")
    yield "review"
    form = page.url
    click(page, 'form[action$="/confirm"] button')
    yield "booked"
    link = page.url.partition("?")[0]
    page.goto(f"{link}/move")
    yield "move"
    click(page, ".times button", 9)
    yield "the move to confirm"
    click(page, 'form[action$="/confirm"] button')
    yield "moved"
    page.goto(f"{link}/cancel")
    yield "to cancel or not"
    clock.advance(timedelta(hours=3))
    page.goto(link)
    yield "too late to change"
    clock.advance(timedelta(days=1))
    page.goto(link)
    yield "over"
    page.goto(f"{site}{MATTER}/times?channel=phone")
    click(page, ".times button")
    clock.advance(timedelta(minutes=21))
    page.reload()
    yield "a hold that is over"
    page.goto(f"{site}{MATTER}/times?channel=video")
    click(page, ".times button", -1)
    page.fill("#name", "Testi Henkilö")
    page.fill("#email", "testi@example.fi")
    page.check('input[value="no"]')
    click(page, ".actions button.primary")
    click(page, 'form[action$="/confirm"] button')
    page.goto(page.url.partition("?")[0])
    yield "a video meeting"
    page.goto(f"{page.url}/cancel")
    click(page, "button.danger")
    yield "cancelled"
    page.goto(f"{site}/find")
    yield "find"
    page.fill("#code", "00000000")
    click(page, "main button")
    yield "a code that is none"
    for _ in range(4):
        page.request.post(f"{site}/find", form={"code": "00000000"})
    click(page, "main button")
    assert page.locator("#code").count() == 0
    yield "too many codes"
    clock.advance(timedelta(hours=3))
    page.goto(form.replace("/review", ""))
    yield "a form that is gone"
    page.goto(f"{site}/nowhere")
    yield "no such page"


@pytest.mark.parametrize(
    "language",
    ["fi", pytest.param("sv", marks=pytest.mark.long), pytest.param("en", marks=pytest.mark.long)],
)
def test_every_page_fits_and_axe_finds_nothing(
    browser: Browser, site: str, sqlite_backend: Backend, clock: SteppingClock, language: str
) -> None:
    context = browser.new_context(
        viewport={"width": 320, "height": 800},
        extra_http_headers={"Accept-Language": language},
        reduced_motion="reduce",
        bypass_csp=True,
    )
    page = context.new_page()
    seen, wrong = [], []

    for state in states(page, site, clock, sqlite_backend):
        seen.append(state)
        assert page.locator("html").get_attribute("lang") == language
        for width, scheme, rules in LOOKS:
            page.set_viewport_size({"width": width, "height": 800})
            page.emulate_media(color_scheme=scheme)
            wrong += [f"{state}, {width}, {scheme}: {each}" for each in faults(page, rules)]

    assert len(seen) == 25
    assert wrong == []
    context.close()


def test_the_page_warns_before_the_time_is_let_go_and_sends_a_form_once(
    browser: Browser, site: str
) -> None:
    context = browser.new_context(locale="fi-FI")
    page = context.new_page()
    page.clock.install()
    page.goto(site + TIMES)
    page.locator(".times button").first.click()
    warning = page.locator(".soon[role=alert]")
    page.clock.run_for(16 * 60_000)
    expect(warning).to_be_empty()

    page.clock.run_for(65_000)

    expect(warning).to_have_text("Ajan pito päättyy pian. Tarvitsetko lisää aikaa?")
    sent = page.evaluate(
        """() => {
             const form = document.getElementById("details");
             const send = () => form.dispatchEvent(new SubmitEvent("submit", {cancelable: true}));
             return [send(), send()];
           }"""
    )
    assert sent == [True, False]
    context.close()
