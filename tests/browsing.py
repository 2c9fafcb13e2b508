"""Chromium in tests: started alike everywhere, used by keyboard, asked what its pages get wrong."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, Page, sync_playwright

CHROMIUM = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
RULES: Mapping[str, Any] = {
    "type": "tag",
    "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
}
CONTRAST: Mapping[str, Any] = {"type": "rule", "values": ["color-contrast"]}
"""All that can be different in the dark."""
MOST_TABS = 60


@contextmanager
def chromium() -> Iterator[Browser]:
    """A browser without a screen."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=list(CHROMIUM)
        )
        yield browser
        browser.close()


def complaints_of(page: Page) -> list[str]:
    """What the browser complains of from now on: failed scripts, files and policies."""
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on(
        "console",
        lambda said: complaints.append(said.text) if said.type in ("error", "warning") else None,
    )
    return complaints


def faults(page: Page, rules: Mapping[str, Any] = RULES) -> list[str]:
    """What axe finds on a page, and whether it is wider than the screen (WCAG 1.4.10)."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    # Else axe tells of every element that passes too, which takes three times as long.
    options = {"runOnly": rules, "resultTypes": ["violations"]}
    found = page.evaluate("options => axe.run(options).then((all) => all.violations)", options)
    wide = page.evaluate("document.documentElement.scrollWidth > innerWidth")
    shown = [f"{each['id']}: {node['html'][:200]}" for each in found for node in each["nodes"]]
    return shown + ["wider than the screen"] * wide


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
    """Go on from a link or button by keyboard; the next page is there then."""
    tab_to(page, selector)
    with page.expect_navigation():
        page.keyboard.press(key)


def click(page: Page, selector: str, nth: int = 0) -> None:
    """Go on with the pointer; the next page is there then."""
    with page.expect_navigation():
        page.locator(selector).nth(nth).click()
