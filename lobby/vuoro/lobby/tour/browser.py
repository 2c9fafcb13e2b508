"""Clerks at their desks and visitors with their phones, in a real browser."""

import shutil
from pathlib import Path

from playwright.sync_api import Browser, Locator, Page, Playwright, expect, sync_playwright

from vuoro.lobby.complaint import FAILED, Complaint
from vuoro.lobby.demo.cast import PASSWORD

DESK = {"width": 1366, "height": 768}
PHONE = {"width": 390, "height": 844}
PATIENCE_MS = 20_000
_FLAGS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
)  # fmt: skip
_TOGETHER_MS = 250


class Browsing:
    """A browser. Enter it; its pages share nothing, as on different computers."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._playwright: Playwright | None = None
        self._browser: Browser | None = None

    def __enter__(self) -> "Browsing":
        """Start it. Raises Complaint where there is none."""
        program = shutil.which("chromium")
        if program is None:
            raise Complaint(
                "There is no Chromium here. Install it: apt install chromium", status=FAILED
            )
        expect.set_options(timeout=PATIENCE_MS)
        self._playwright = sync_playwright().start()
        self._browser = self._playwright.chromium.launch(executable_path=program, args=list(_FLAGS))
        return self

    def __exit__(self, *_: object) -> None:
        if self._browser is not None:
            self._browser.close()
        if self._playwright is not None:
            self._playwright.stop()

    def clerk(self, username: str, counter: str) -> "Clerk":
        """A clerk who has signed in and sits at a counter."""
        page = self._page(DESK)
        page.goto(f"{self._url}/")
        page.fill("#username", username)
        page.fill("#password", PASSWORD)
        page.click("#sign-in button[type=submit]")
        clerk = Clerk(page)
        clerk.sit(counter)
        return clerk

    def phone(self, url: str) -> Page:
        """A phone that has followed a slip's code."""
        page = self._page(PHONE)
        page.goto(url)
        return page

    def desk(self, url: str) -> Page:
        """A browser on somebody's desk."""
        page = self._page(DESK)
        page.goto(url)
        return page

    def _page(self, size: dict[str, int]) -> Page:
        assert self._browser is not None, "entered"
        context = self._browser.new_context(
            viewport={"width": size["width"], "height": size["height"]},
            locale="fi-FI",
            timezone_id="Europe/Helsinki",
        )
        context.set_default_timeout(PATIENCE_MS)
        return context.new_page()


class Clerk:
    """A clerk's page. Each press is the button's own, never a call behind its back."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def sit(self, counter: str) -> None:
        """Choose a counter unless one sits there already, and wait until it is ours."""
        choices = self.page.locator("#client .choices")
        expect(choices.or_(self._button("next"))).to_be_visible()
        if choices.is_visible():
            choices.locator("button", has_text=counter).click()
        expect(self._button("next")).to_be_visible()
        expect(self.page.locator("#counter")).to_contain_text(counter)

    def press(self, action: str) -> None:
        """Press a button of the client card: ``next``, ``again``, ``miss``, ``park`` …"""
        button = self._button(action)
        expect(button).to_have_attribute("aria-disabled", "false")
        button.click()

    def choose(self, words: str) -> None:
        """Choose in the dialog that has come up."""
        self.page.locator("#dialog .choices button", has_text=words).first.click()

    def finish(self) -> None:
        """Done, with the usual outcome."""
        self.press("done")
        self.page.locator("#dialog .choices button").first.click()
        expect(self._button("next")).to_be_visible()

    def number(self) -> str:
        """The number of the client who is here."""
        expect(self.page.locator("#client .number")).to_be_visible()
        return self.page.locator("#client .number").inner_text().strip()

    def await_free(self) -> None:
        """Wait until nobody is at the counter."""
        expect(self._button("next")).to_be_visible()

    def undo(self) -> None:
        """The button beside the word about what was done last."""
        self.page.locator("#toast button").first.click()

    def call_this(self, number: str) -> None:
        """Call a number out of order, by the keyboard."""
        row = self.page.locator("#line button.row", has_text=number)
        row.focus()
        self.page.keyboard.press("c")
        expect(self.page.locator("#client .number")).to_have_text(number)

    def save(self, file: Path) -> None:
        """A picture of the page."""
        self.page.screenshot(path=str(file))

    def _button(self, action: str) -> Locator:
        return self.page.locator(f"#client button[data-action={action}]")


def press_together(one: Clerk, other: Clerk) -> None:
    """Both press Next at the same instant of their clocks."""
    for clerk in (one, other):
        expect(clerk.page.locator("#client button[data-action=next]")).to_have_attribute(
            "aria-disabled", "false"
        )
    at = one.page.evaluate("Date.now()") + _TOGETHER_MS
    for clerk in (one, other):
        clerk.page.evaluate(
            "at => { const next = document.querySelector('#client button[data-action=next]');"
            " setTimeout(() => next.click(), at - Date.now()); }",
            at,
        )
