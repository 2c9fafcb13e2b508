"""The clients' pages in Chromium: by keyboard only, without script, in every language and width."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, ConsoleMessage, Page, expect, sync_playwright

from tests.booking.web.visitor import MATTER
from vuoro.booking.backend import Backend
from vuoro.core.clock import SteppingClock

pytestmark = pytest.mark.browser
CHROMIUM = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
TIMES = f"{MATTER}/times?channel=in_person&office=any&speak=any"
MOST_TABS = 60
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
CONTRAST = ["color-contrast"]
"""All that can be different in the dark."""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=list(CHROMIUM)
        )
        yield chromium
        chromium.close()


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until this is focused, which has to be seen then."""
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        if page.evaluate("wanted => document.activeElement.matches(wanted)", selector):
            ring = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
            assert ring == "solid", f"nobody sees that {selector} is focused"
            return
    raise AssertionError(f"Tab doesn't get to {selector} on {page.url}")


def press(page: Page, selector: str, key: str = "Enter") -> None:
    tab_to(page, selector)
    with page.expect_navigation():
        page.keyboard.press(key)


def test_a_booking_is_made_with_the_keyboard_only(browser: Browser, site: str) -> None:
    context = browser.new_context(locale="en-GB", viewport={"width": 1280, "height": 800})
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda said: _note(complaints, said))
    page.on("pageerror", lambda error: complaints.append(str(error)))

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


def _note(complaints: list[str], said: ConsoleMessage) -> None:
    if said.type in ("error", "warning"):
        complaints.append(said.text)


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
    page.locator(".times button").nth(8).click()
    yield "details"
    page.locator(".actions button.primary").click()
    yield "details with problems"
    page.fill("#name", "Testi Henkilö")
    page.fill("#phone", "040 123 4567")
    page.fill("#identity_code", "010594Y9032")
    page.check('input[value="no"]')
    page.locator('button[name="more_time"]').click()
    yield "more time, and an identity code that is kept"
    page.locator(".actions button.primary").click()
    yield "review"
    form = page.url
    page.locator('form[action$="/confirm"] button').click()
    yield "booked"
    link = page.url.partition("?")[0]
    page.goto(f"{link}/move")
    yield "move"
    page.locator(".times button").nth(9).click()
    yield "the move to confirm"
    page.locator('form[action$="/confirm"] button').click()
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
    page.locator(".times button").first.click()
    clock.advance(timedelta(minutes=21))
    page.reload()
    yield "a hold that is over"
    page.goto(f"{site}{MATTER}/times?channel=video")
    page.locator(".times button").last.click()
    page.fill("#name", "Testi Henkilö")
    page.fill("#email", "testi@example.fi")
    page.check('input[value="no"]')
    page.locator(".actions button.primary").click()
    page.locator('form[action$="/confirm"] button').click()
    page.goto(page.url.partition("?")[0])
    yield "a video meeting"
    page.goto(f"{page.url}/cancel")
    page.locator("button.danger").click()
    yield "cancelled"
    page.goto(f"{site}/find")
    yield "find"
    page.fill("#code", "00000000")
    page.locator("main button").click()
    yield "a code that is none"
    for _ in range(5):
        page.fill("#code", "00000000")
        page.locator("main button").click()
    yield "too many codes"
    clock.advance(timedelta(hours=3))
    page.goto(form.replace("/review", ""))
    yield "a form that is gone"
    page.goto(f"{site}/nowhere")
    yield "no such page"


@pytest.mark.parametrize(
    ("language", "width", "scheme", "rules"),
    [("fi", 320, "light", []), ("sv", 320, "light", WCAG), ("en", 1280, "dark", CONTRAST)],
)
def test_every_page_fits_and_axe_finds_nothing(
    browser: Browser, site: str, sqlite_backend: Backend, clock: SteppingClock,
    language: str, width: int, scheme: str, rules: list[str],
) -> None:  # fmt: skip
    context = browser.new_context(
        viewport={"width": width, "height": 800},
        extra_http_headers={"Accept-Language": language},
        color_scheme="dark" if scheme == "dark" else "light",
        bypass_csp=True,
    )
    page = context.new_page()
    axe, seen, wrong = Axe(), [], []

    for state in states(page, site, clock, sqlite_backend):
        page.wait_for_load_state()
        seen.append(state)
        assert page.locator("html").get_attribute("lang") == language
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            wrong.append(f"{state}: wider than the screen")
        if not rules:
            continue
        found = axe.run(page, options={"runOnly": rules}).response["violations"]
        wrong += [f"{state}: {each['id']}: {each['nodes'][0]['html'][:200]}" for each in found]

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
