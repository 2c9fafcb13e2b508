"""Walks the web pages in Chromium, each part in a browser of its own."""

import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING

from vuoro.core.clock import Clock
from vuoro.core.languages import ENDONYMS, FINNISH, MAIN
from vuoro.core.pages.language import COOKIE
from vuoro.lobby.a11y.finding import Notebook
from vuoro.lobby.a11y.web import pages
from vuoro.lobby.a11y.web.measuring import Measuring
from vuoro.lobby.a11y.web.pages import Found
from vuoro.lobby.a11y.web.site import Site, a_number, a_phone_door, site

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

_FLAGS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
)  # fmt: skip
CLERK, BUSY = "aino", "mikael"
Say = Callable[[str], None]


def walk(folder: Path, say: Say, clock: Clock, *, quick: bool = False) -> Notebook:
    """Every page in every language that it has. Pictures of faults go to the folder."""
    say("web: opening the demo's office")
    book = Notebook()
    visitors = ("fi", "ar") if quick else tuple(ENDONYMS)
    staff = ("fi",) if quick else MAIN
    with site(clock) as at:
        anew = [Walk(part, (tag,)) for part in (_desk, _staff) for tag in staff]
        trust = Walk(_trust, staff)
        halves = (
            (Walk(_client, visitors),),
            (Walk(_phone, visitors), Walk(_own_phone, visitors), trust, *anew),
        )
        notes = [Notebook() for _ in halves]
        wrong: list[BaseException] = []
        threads = [
            Thread(target=_half, args=(at, half, folder, note, say, wrong))
            for half, note in zip(halves, notes, strict=True)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    if wrong:
        raise wrong[0]
    for note in notes:
        book.add(note)
    return book


Part = Callable[["Page", Site], Iterator[Found]]


@dataclass(frozen=True, slots=True)
class Walk:
    """A part: its pages are found in the first language, then opened in each of the others.

    Pages of staff are found anew in each language, since not all of them have an address.
    """

    part: Part
    languages: Sequence[str]


def _half(
    at: Site,
    walks: Sequence[Walk],
    folder: Path,
    book: Notebook,
    say: Say,
    wrong: list[BaseException],
) -> None:
    try:
        with _chromium() as browser:
            for each in walks:
                _measure_part(browser, at, each, folder, book, say)
    except BaseException as error:  # told by the main thread
        wrong.append(error)


def _measure_part(
    browser: "Browser",
    at: Site,
    walk: Walk,
    folder: Path,
    book: Notebook,
    say: Say,
) -> None:
    """Each page as it is found, then again in every other language."""
    name, first = walk.part.__name__.strip("_"), walk.languages[0]
    context = browser.new_context(locale="fi-FI", bypass_csp=True, reduced_motion="reduce")
    context.set_default_timeout(20_000)
    context.add_cookies([{"name": COOKIE, "value": first, "url": at.lobby}])
    page = context.new_page()
    measuring = Measuring(book, folder, f"{name}-{first}-")
    found = []
    for each in walk.part(page, at):
        measuring.measure(page, each.name, first, keys=first == FINNISH)
        page.set_viewport_size({"width": 1280, "height": 900})
        found += [each] if each.url else []
    say(f"web: {name}: {first}, {len(found)} pages, {len(book.faults)} kinds of fault")
    for language in walk.languages[1:]:
        for each in found:
            page.goto(pages.in_language(each.url, language))
            measuring.measure(page, each.name, language, keys=language == "ar")
        say(f"web: {name}: {language}, {len(book.faults)} kinds of fault")
    context.close()


def _client(page: "Page", at: Site) -> Iterator[Found]:
    times = ""
    for found in pages.crawl(page, at.booking + "/?lang=fi"):
        if "/staff" in found.url:
            continue
        if "/times" in found.url and page.locator(".times button").count():
            times = times or found.url
        yield found
    if times:
        yield from pages.booking_made(page, times)
    page.goto(at.booking + "/find")
    page.fill("#code", "00000000")
    page.locator("main button").first.click()
    page.wait_for_load_state("load")
    yield Found("find: a code that is none", "")


def _phone(page: "Page", at: Site) -> Iterator[Found]:
    for name, url in (("phone: my turn", a_number(at)), ("phone: gone", f"{at.lobby}/t/unknown")):
        page.goto(url + "?lang=fi")
        page.wait_for_timeout(500)
        yield Found(name, url)


def _own_phone(page: "Page", at: Site) -> Iterator[Found]:
    page.goto(a_phone_door(at))
    page.wait_for_load_state("load")
    yield Found("own phone: door", "")
    yield from pages.crawl(page, page.url, "/k/")


def _trust(page: "Page", at: Site) -> Iterator[Found]:
    """How staff trust the lobby service; its files are no pages."""
    page.goto(at.lobby + "/trust?lang=fi")
    yield Found("trust", at.lobby + "/trust")


def _desk(page: "Page", at: Site) -> Iterator[Found]:
    page.goto(at.lobby + "/")
    page.wait_for_timeout(500)
    yield Found("desk: sign in", at.lobby + "/desk/sign-in")
    pages.sign_in(page, at.lobby + "/", BUSY, "#sign-in button[type=submit]")
    page.wait_for_timeout(1500)
    yield Found("desk", at.lobby + "/desk")
    for key, name in (("w", "walk-in"), ("t", "transfer"), ("?", "keys")):
        page.keyboard.press(key)
        page.wait_for_timeout(300)
        if page.locator("dialog[open], [role=dialog]").count():
            yield Found(f"desk: dialog, {name}", "")
            page.keyboard.press("Escape")
    page.goto(at.lobby + "/desk/audit")
    page.wait_for_timeout(500)
    yield Found("desk: audit", at.lobby + "/desk/audit")


def _staff(page: "Page", at: Site) -> Iterator[Found]:
    page.goto(at.booking + "/staff")
    yield Found("staff: sign in", "")
    pages.sign_in(page, page.url, CLERK, "main button")
    yield from pages.crawl(page, at.booking + "/staff", "/staff")


@contextmanager
def _chromium() -> Iterator["Browser"]:
    from playwright.sync_api import sync_playwright

    program = shutil.which("chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=list(_FLAGS))
        yield browser
        browser.close()
