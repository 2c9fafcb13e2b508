"""How a letter reads in a mail program: accessible, light and dark, on the smallest phone."""

from collections.abc import Iterator
from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, sync_playwright

from tests.booking.messages.given import LINK, a_view, at
from vuoro.booking.messages.letter import Occasion, write
from vuoro.booking.messages.shipped import shipped
from vuoro.booking.messages.values import By, Kind
from vuoro.core.look import load
from vuoro.core.wire.desk import Channel

pytestmark = pytest.mark.browser
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# A letter's subject is its heading, and the mail program shows it.
RULES = {
    "resultTypes": ["violations"],
    "runOnly": {"type": "tag", "values": TAGS},
    "rules": {"page-has-heading-one": {"enabled": False}},
}
QUIET = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
)  # fmt: skip


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=list(QUIET))
        yield browser
        browser.close()


def letter(language: str) -> str:
    view = a_view(language=language)
    before = at("2026-11-23 12:00")
    source = shipped(Kind.CHANGE, By.EMAIL, Channel.IN_PERSON, language)
    return write(Occasion(view, Kind.CHANGE, By.EMAIL, LINK, before), source, language, load()).html


@pytest.mark.parametrize(
    ("language", "scheme", "width"),
    [("fi", "light", 320), ("sv", "dark", 320), ("en", "dark", 900)],
)
def test_a_letter_is_read_by_everybody_everywhere(
    chromium: Browser, language: str, scheme: Literal["light", "dark"], width: int
) -> None:
    page = chromium.new_page(viewport={"width": width, "height": 800}, color_scheme=scheme)
    page.set_content(letter(language))

    found = Axe().run(page, options=RULES).response["violations"]

    assert [(one["id"], node["html"]) for one in found for node in one["nodes"]] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert ground == ("rgb(5, 9, 12)" if scheme == "dark" else "rgb(243, 245, 242)")
    page.close()
