"""Which pages there are: found by following links, and by doing what a client and a clerk do."""

import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit, urlunsplit

from vuoro.lobby.demo.cast import PASSWORD

if TYPE_CHECKING:
    from playwright.sync_api import Page

MOST = 60
_NAMED = re.compile(r"^(?=.*\d)[\w.~-]{6,}$|^[0-9a-f-]{16,}$|^\d+$|^[\w-]{20,}$")
_NOT_PAGES = (".pdf", ".png", ".ics", ".json", ".svg", ".csv", ".txt")


@dataclass(frozen=True, slots=True)
class Found:
    """A page: what it is called in the report, and its address."""

    name: str
    url: str


def crawl(page: "Page", start: str, below: str = "/") -> Iterator[Found]:
    """Every kind of page that links lead to, one of each, below a path of the same site."""
    host = urlsplit(start).netloc
    ahead, seen = deque([start]), {kind_of(start)}
    found = 0
    while ahead and found < MOST:
        url = ahead.popleft()
        answer = page.goto(url)
        if answer is None or "html" not in answer.headers.get("content-type", ""):
            continue
        found += 1
        yield Found(kind_of(url), url)
        hrefs = page.eval_on_selector_all("a[href]", "all => all.map(a => a.getAttribute('href'))")
        for href in hrefs:
            target = urljoin(url, href)
            parts = urlsplit(target)
            if parts.netloc != host or not parts.path.startswith(below):
                continue
            if parts.path.endswith(_NOT_PAGES) or "sign-out" in parts.path:
                continue
            kind = kind_of(target)
            if kind not in seen:
                seen.add(kind)
                ahead.append(target.partition("#")[0])


def kind_of(url: str) -> str:
    """A page's path without names of single things, and the keys of its query."""
    parts = urlsplit(url)
    path = "/".join("…" if _NAMED.match(part) else part for part in parts.path.split("/"))
    keys = sorted({key for key, _ in parse_qsl(parts.query) if key not in ("lang", "week", "date")})
    return (path or "/") + (f" ({', '.join(keys)})" if keys else "")


def in_language(url: str, language: str) -> str:
    """The same page in another language."""
    parts = urlsplit(url)
    query = [(key, value) for key, value in parse_qsl(parts.query) if key != "lang"]
    return urlunsplit(parts._replace(query=urlencode([*query, ("lang", language)])))


def booking_made(page: "Page", times: str) -> Iterator[Found]:
    """The pages of a client who books a free time: form, form with problems, review, booked."""
    page.goto(times)
    if page.locator(".times button").count() == 0:
        return
    _go(page, ".times button")
    form = page.url
    yield Found("booking: details", form)
    _go(page, ".actions button.primary")
    yield Found("booking: details with problems", "")
    page.goto(form)
    for selector, words in (("#name", "Testi Henkilö"), ("#phone", "040 123 4567")):
        if page.locator(selector).count():
            page.fill(selector, words)
    for radio in page.locator("fieldset input[type=radio]").all()[-1:]:
        radio.check()
    for box in page.locator("textarea[required], input[type=text][required]:not(#name)").all():
        box.fill("Testi")
    _go(page, ".actions button.primary")
    yield Found("booking: review", page.url)
    if page.locator('form[action$="/confirm"] button').count() == 0:
        return
    _go(page, 'form[action$="/confirm"] button')
    yield Found("booking: booked", page.url)
    link = page.url.partition("?")[0]
    for part in ("", "/move", "/cancel"):
        yield Found(f"booking: mine{part}", link + part)


def sign_in(page: "Page", url: str, username: str, submit: str) -> None:
    """Sign in as a clerk of the demo."""
    page.goto(url)
    page.fill("#username", username)
    page.fill("#password", PASSWORD)
    page.click(submit)
    page.wait_for_load_state("load")


def _go(page: "Page", selector: str) -> None:
    with page.expect_navigation():
        page.locator(selector).first.click()
