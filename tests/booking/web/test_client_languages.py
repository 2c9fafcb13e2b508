"""The client pages in the languages of an area's offices: marked, mirrored, and never mixed up."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import pytest
from fastapi import FastAPI
from sqlalchemy import select

from tests.booking.web.visitor import MATTER, Visitor, booked, form_opened, review_opened
from tests.browsing import chromium, faults
from tests.served import served
from vuoro.booking.area import Area
from vuoro.booking.backend import Backend
from vuoro.booking.service.furnishing import furnish
from vuoro.booking.store.tables import bookings
from vuoro.booking.web.app import PageOptions, mount
from vuoro.booking.web.pages import named
from vuoro.core import look
from vuoro.core.catalogue import SHOW_MISSING, catalogue
from vuoro.core.languages import ENDONYMS

LINK = re.compile(r'<a href="[^"]*" lang="(\S+)" hreflang="\S+" dir="(\S+)" ?(aria-current)?')


@pytest.fixture
def everywhere(sqlite_backend: Backend, area: Area) -> Backend:
    """The area of the tests; its offices offer all languages, Arabic second."""
    others = (tag for tag in ENDONYMS if tag not in ("fi", "ar"))
    offices = tuple(replace(each, languages=("fi", "ar", *others)) for each in area.offices)
    furnish(sqlite_backend, replace(area, offices=offices))
    return sqlite_backend


@contextmanager
def visiting(backend: Backend, *, unchecked: bool = True, accept: str = "") -> Iterator[Visitor]:
    made = FastAPI(openapi_url=None)
    mount(made, backend, look.load(), PageOptions(unchecked_translations=unchecked))
    with served(made) as site:
        visitor = Visitor(site)
        visitor.browser.headers["accept-language"] = accept
        yield visitor
        visitor.close()


def test_an_area_offers_the_languages_of_its_offices_in_their_order(everywhere: Backend) -> None:
    with visiting(everywhere) as visitor:
        page = visitor.open("/pirkanmaa", lang="ar").answer.text

    links = LINK.findall(page)
    assert '<html lang="ar" dir="rtl">' in page
    assert [tag for tag, _, _ in links][:3] == ["fi", "ar", "sv"]
    assert len(links) == len(ENDONYMS)
    assert {tag for tag, direction, _ in links if direction == "rtl"} == {"ar", "fa", "ckb"}
    assert [tag for tag, _, current in links if current] == ["ar"]
    assert all(name in page for name in ENDONYMS.values())


def test_words_nobody_has_checked_are_offered_only_where_somebody_wants_them(
    everywhere: Backend,
) -> None:
    with visiting(everywhere, unchecked=False, accept="ar") as visitor:
        page = visitor.open("/pirkanmaa", lang="ar").answer.text

    assert [tag for tag, _, _ in LINK.findall(page)] == ["fi", "sv", "en"]
    assert '<html lang="fi" dir="ltr">' in page


def test_a_browser_is_answered_in_its_language_at_once(everywhere: Backend) -> None:
    with visiting(everywhere, accept="prs-AF, en;q=0.5") as visitor:
        assert '<html lang="fa" dir="rtl">' in visitor.open("/pirkanmaa").answer.text


def test_names_in_another_language_are_marked_for_voices_and_their_direction(
    everywhere: Backend,
) -> None:
    with visiting(everywhere) as visitor:
        page = visitor.open("/pirkanmaa", lang="ar")

    assert '<bdi lang="en" dir="ltr">Job-search discussion</bdi>' in page.answer.text
    assert "bdi" not in page.title + page.words
    assert named({"fi": "<Neuvonta>"}, "fi") == "<Neuvonta>"
    assert named({"fi": "<Neuvonta>"}, "se") == '<bdi lang="fi" dir="ltr">&lt;Neuvonta&gt;</bdi>'
    assert named({}, "se") == ""


def test_a_page_of_no_area_keeps_the_language_it_was_asked_for(everywhere: Backend) -> None:
    with visiting(everywhere) as visitor:
        visitor.open("/find", lang="th")
        page = visitor.open("/nowhere/times").answer.text

    assert [tag for tag, _, _ in LINK.findall(page)] == ["fi", "sv", "en", "th"]
    assert '<html lang="th" dir="ltr">' in page


@pytest.mark.parametrize("language", ["fi-simple", "ar"])
def test_a_booking_is_made_in_any_language_without_a_borrowed_word(
    everywhere: Backend, language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(SHOW_MISSING, "1")
    catalogue.cache_clear()
    with visiting(everywhere, accept=language) as visitor:
        pages = [visitor.open("/pirkanmaa"), visitor.open(MATTER), visitor.open("/find")]
        pages.append(visitor.open(f"{MATTER}/times", channel="in_person", office="keskusta"))
        pages.append(form_opened(visitor))
        pages.append(visitor.send(pages[-1].path))
        pages.append(review_opened(visitor))
        pages.append(booked(visitor))
    catalogue.cache_clear()

    for page in pages:
        assert "⟦" not in page.answer.text, page.path
        assert f'<html lang="{language}"' in page.answer.text, page.path
    with everywhere.read() as sql:
        assert sql.execute(select(bookings.booking.c.language)).scalar_one() == language


@pytest.mark.parametrize("language", ["ar", pytest.param("th", marks=pytest.mark.long)])
def test_pages_in_other_scripts_fit_a_small_telephone_and_axe_finds_nothing(
    everywhere: Backend, language: str
) -> None:
    with visiting(everywhere) as visitor, chromium() as browser:
        page = browser.new_page(viewport={"width": 320, "height": 640}, bypass_csp=True)
        page.goto(f"{visitor.site}/pirkanmaa?lang={language}")
        found = faults(page)
        page.goto(f"{visitor.site}{MATTER}/times?channel=in_person&office=keskusta")
        found += faults(page)
        page.locator(".times button").first.click()
        page.locator(".actions button.primary").click()
        found += faults(page)

        assert found == []
        assert page.locator("html").get_attribute("lang") == language
        assert (
            page.locator("#phone").evaluate("field => getComputedStyle(field).direction") == "ltr"
        )
