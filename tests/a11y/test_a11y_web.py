"""Web pages: planted faults are found, a sound page has none, and the report is a sound page."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.browsing import chromium, faults
from vuoro.lobby.a11y.clauses import clauses, judge
from vuoro.lobby.a11y.finding import Finding, Notebook, Result
from vuoro.lobby.a11y.measurements import ALL
from vuoro.lobby.a11y.report.writing import Hard, Line, Report, Visit, write
from vuoro.lobby.a11y.web.measuring import Measuring
from vuoro.lobby.a11y.web.pages import in_language, kind_of

pytestmark = pytest.mark.browser
SOUND = """<!doctype html><html lang="fi" dir="ltr"><head><title>Varaa aika</title>
<meta name="viewport" content="width=device-width">
<style>:focus-visible { outline: 3px solid #10202e; outline-offset: 2px } a, button
{ display: inline-block; padding: 12px }</style></head>
<body><main><h1>Varaa aika</h1><p><a href="#a">Neuvonta</a> <a href="#b">Työnhaku</a></p>
<button>Jatka</button></main></body></html>"""
TRAP = """<script>document.querySelector("button").addEventListener("keydown",
(event) => { if (event.key === "Tab") event.preventDefault(); });</script>"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as opened:
        yield opened


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(bypass_csp=True)
    yield context.new_page()
    context.close()


def measured(page: Page, html: str, folder: Path) -> Notebook:
    book = Notebook()
    page.set_content(html)
    Measuring(book, folder, "t").measure(page, "page", "fi", keys=True)
    return book


def test_a_sound_page_has_no_fault(page: Page, tmp_path: Path) -> None:
    book = measured(page, SOUND, tmp_path)

    assert {key: each.what for key, each in book.faults.items()} == {}
    assert book.checked["web.keyboard"] == 3
    assert book.checked["web.focus-visible"] >= 2


def test_dates_have_places_of_their_own_and_hide_nothing(page: Page, tmp_path: Path) -> None:
    dates = "<p><label>Päivä <input type=datetime-local style='height: 40px'></label></p>" * 9
    book = measured(page, SOUND.replace("<button>", f"{dates}<button>"), tmp_path)

    assert "web.keyboard" not in {name for name, _ in book.faults}
    assert book.checked["web.keyboard"] == 12


PLANTED = {
    "web.language": (' lang="fi"', ' lang="sv"'),
    "web.title": ("<title>Varaa aika</title>", "<title> </title>"),
    "web.axe": ("<main>", '<main><img src="data:,">'),
    "web.reflow": ("<main>", '<main><div style="width: 900px">x</div>'),
    "web.text-spacing": (
        "<h1>Varaa aika",
        '<h1 style="height: 1.2em; width: 12em; overflow: hidden">Varaa aika ja tule milloin vain',
    ),
    "web.focus-visible": ("outline: 3px solid #10202e", "outline: 3px solid #fffffe"),
    "web.keyboard": ("<button>", '<button tabindex="3">'),
    "web.target-size": (
        "</main>",
        '<p><a href="#c" style="padding: 0; font-size: 9px; margin: 1px">1</a>'
        '<a href="#d" style="padding: 0; font-size: 9px">2</a></p></main>',
    ),
}
"""What is changed in a sound page, by the measurement that has to find it."""


def test_planted_faults_are_all_found(page: Page, tmp_path: Path) -> None:
    html = SOUND
    for before, after in PLANTED.values():
        assert before in html
        html = html.replace(before, after)

    book = measured(page, html, tmp_path)

    found = {name for name, _ in book.faults}
    assert found - {"web.text-200"} == set(PLANTED)
    assert all((tmp_path / fault.picture).is_file() for fault in book.faults.values())


def test_text_that_does_not_grow_within_its_place_is_found(page: Page, tmp_path: Path) -> None:
    held = '<main><div style="height: 20px; overflow: hidden; font-size: 1rem">Neuvonta</div>'

    book = measured(page, SOUND.replace("<main>", held), tmp_path)

    assert "web.text-200" in {name for name, _ in book.faults}


def test_a_direction_that_is_not_the_languages_and_a_trap_are_found(
    page: Page, tmp_path: Path
) -> None:
    html = SOUND.replace('dir="ltr"', 'dir="rtl"').replace("</main>", f"</main>{TRAP}")

    book = measured(page, html, tmp_path)

    assert {name for name, _ in book.faults} == {"web.language", "web.keyboard"}


def test_kinds_of_pages_leave_out_what_tells_one_from_another() -> None:
    assert kind_of("http://x/b/7K4M9QPZ2L/move?lang=fi") == "/b/…/move"
    assert kind_of("http://x/staff/calendar?view=week&day=2026-11-23") == (
        "/staff/calendar (day, view)"
    )
    assert in_language("http://x/find?lang=fi&a=1", "ar") == "http://x/find?a=1&lang=ar"


def test_the_report_itself_can_be_read_by_everyone(page: Page, tmp_path: Path) -> None:
    bad = Finding("web.axe", "image-alt", "An image has no words", ("/find · fi",), 3, "x.png")
    results = {each.name: Result(each.name, 7) for each in ALL}
    results["web.axe"] = Result("web.axe", 7, (bad,))
    rows = tuple(judge(clause, results, {}, Path.cwd()) for clause in clauses())
    hard = Hard("Text", "0.7 °", "“Valmis”", "home · fi", "x.png")
    visit = Visit("Walk-in in fi", "Printed A017.", "x.wav", (Line("Tervetuloa.", "fi"),))
    report = Report(
        "1", "22.11.2026", "7", 2, "", False, "Walked.", rows, results, (hard,), (visit,)
    )

    write(report, tmp_path)
    page.goto((tmp_path / "report.html").as_uri())

    assert faults(page) == []
    page.set_viewport_size({"width": 320, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") == 320
