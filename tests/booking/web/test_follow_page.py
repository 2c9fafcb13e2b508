"""The page behind the slip's code outside the office: calm, honest about its age, and discreet."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
import urllib3
from playwright.sync_api import Browser

from tests.booking.fleet.lobbies import enrol
from tests.browsing import complaints_of, faults
from vuoro.booking.backend import Backend
from vuoro.booking.fleet import following
from vuoro.core.clock import SteppingClock
from vuoro.core.wire.common import WaitInterval
from vuoro.core.wire.follow import FollowState
from vuoro.core.wire.following import FollowedTicket, FollowPush, follow_key

TOKEN = "abcdefghijklmnopqrstuvwx23"
WAITING = FollowedTicket(
    follow_key(TOKEN), "A017", "fi", FollowState.WAITING, 3, WaitInterval(10, 20),
    has_elsewhere=True,
)  # fmt: skip
CALLED = replace(WAITING, state=FollowState.CALLED, counter_label="3", times=1, ahead=None)
Tell = Callable[..., None]


@pytest.fixture
def tell(sqlite_backend: Backend) -> Tell:
    """The lobby tells of its tickets."""
    device = enrol(sqlite_backend).device

    def told(*tickets: FollowedTicket) -> None:
        following.take(sqlite_backend, device, FollowPush(True, tickets))

    return told


def page_of(site: str, path: str = f"/t/{TOKEN}", language: str = "fi") -> tuple[int, str]:
    headers = {"Accept-Language": language}
    answer = urllib3.request("GET", site + path, headers=headers)
    assert "set-cookie" not in answer.headers
    return answer.status, answer.data.decode()


def test_it_tells_the_number_the_wait_and_as_of_when(site: str, tell: Tell) -> None:
    tell(WAITING)
    status, page = page_of(site)
    assert status == 200
    for words in ("A017", "Edelläsi on 3", "Noin 10–20 min", "Tilanne kello 8.00"):
        assert words in page


def test_it_names_neither_office_nor_area_nor_place(
    site: str, tell: Tell, sqlite_backend: Backend
) -> None:
    tell(WAITING, replace(WAITING, key=follow_key("another"), elsewhere=True))
    pages = [page_of(site)[1], page_of(site, "/t/another")[1], page_of(site, "/t/nothing")[1]]
    with sqlite_backend.read() as sql:
        rows = [
            str(value)
            for table in ("office", "tenant", "service")
            for row in sql.exec_driver_sql(f"SELECT name FROM {table}")
            for value in re.findall(r"[^\W\d_][\w ]{4,}", str(row[0]))
        ]
    assert len(rows) > 3
    for page in pages:
        assert [name for name in rows if name in page] == []


def test_a_call_outside_the_office_says_the_counter_by_its_label(site: str, tell: Tell) -> None:
    tell(CALLED)
    _, page = page_of(site, language="en")
    assert "Piste 3" in page, "the slip was in Finnish"
    assert "<title>A017: Counter 3" in page_of(site, f"/t/{TOKEN}?lang=en")[1]


def test_a_lobby_that_was_not_heard_for_a_minute_is_said_calmly(
    site: str, tell: Tell, clock: SteppingClock
) -> None:
    tell(WAITING)
    clock.advance(timedelta(seconds=61))
    assert "Emme ole saaneet uusia tietoja kello 8.00 jälkeen" in page_of(site)[1]
    tell(WAITING)
    assert "Emme ole saaneet" not in page_of(site)[1]


def test_what_is_not_known_is_gone_and_says_whom_to_ask(site: str, tell: Tell) -> None:
    tell()
    status, page = page_of(site)
    assert (status, "Numero ei ole enää voimassa" in page) == (404, True)
    assert page_of(site, f"/t/{TOKEN}/shown")[0] == 404


def test_a_wish_is_sent_without_script_and_waits_for_the_lobby(
    site: str, tell: Tell, sqlite_backend: Backend
) -> None:
    tell(WAITING)
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    answer = urllib3.request(
        "POST", f"{site}/t/{TOKEN}?lang=fi", body="silent=yes&press=abcdefgh", headers=headers,
        redirect=False,
    )  # fmt: skip
    assert "Toiveesi on lähetetty" in page_of(site, answer.headers["location"])[1]
    device = enrol(sqlite_backend, number=2).device
    assert following.take(sqlite_backend, device, FollowPush()).wishes == ()


@pytest.mark.parametrize("language", ["fi", "ar"])
@pytest.mark.browser
def test_axe_finds_nothing_and_the_page_follows(
    site: str, tell: Tell, browser: Browser, language: str
) -> None:
    tell(replace(WAITING, language=language))
    context = browser.new_context(viewport={"width": 320, "height": 640})
    page = context.new_page()
    complaints = complaints_of(page)
    page.goto(f"{site}/t/{TOKEN}")
    assert page.locator("html").get_attribute("dir") == ("rtl" if language == "ar" else "ltr")
    assert faults(page) == []
    tell(replace(CALLED, language=language))
    page.locator("body.called").wait_for(timeout=15_000)
    assert "3" in page.locator("#now").inner_text()
    assert faults(page) == []
    assert complaints == []
    context.close()
