"""A client books on the web and comes; the network is pulled out, and put back."""

import email
import email.policy
import re
from pathlib import Path

import urllib3
from playwright.sync_api import Page
from playwright.sync_api import expect as expect_page

from vuoro.core.wire.desk import SyncRow, TicketKind
from vuoro.lobby.demo.area import OFFICE, key
from vuoro.lobby.demo.cast import AINO, PASSWORD
from vuoro.lobby.tour.failing import Failed, expect, expect_that, wait_for
from vuoro.lobby.tour.stage import Stage
from vuoro.lobby.tour.steps.arrivals import INFO
from vuoro.lobby.tour.steps.numbers import agreed, done
from vuoro.queue.office_file import load_office

_ADDRESS = "testi.henkilo@example.fi"
_QR = "web-4-qr.png"
_CODE = "end of the code from the web"


def booked_on_the_web(stage: Stage) -> str:
    """A client books the next free time of today in a browser, and keeps the QR code."""
    page = stage.browsing.phone(_url(stage))
    page.screenshot(path=str(stage.folder / "web-1-services.png"))
    page.locator('main a[href*="tyonhakukeskustelu"]').first.click()
    page.get_by_role("link", name="Tampereen seudun työllisyyspalvelut").click()
    page.screenshot(path=str(stage.folder / "web-2-times.png"))
    page.locator("button[name=time]").first.click()
    page.fill("#name", "Testi Henkilö")
    page.fill("#email", _ADDRESS)
    page.check('input[value="no"]')
    page.locator(".actions button.primary").click()
    page.locator('form[action$="/confirm"] button').click()
    expect_page(page.locator("svg.qr")).to_be_visible()
    page.screenshot(path=str(stage.folder / "web-3-booked.png"), full_page=True)
    page.locator("svg.qr").screenshot(path=str(stage.folder / _QR), scale="device")
    stage.numbers[_CODE] = page.locator("section.code .big").inner_text().strip()[-4:]
    words = page.locator("section.card dl, section.card").first.inner_text()
    page.close()
    return " ".join(words.split())[:60]


def web_code_at_the_kiosk(stage: Stage) -> str:
    """Its picture is held to the camera right away: the lobby knows the booking."""
    before = stage.paper.count()
    _hold_up_picture(stage, stage.folder / _QR)
    number, row, _, _ = agreed(stage, "admitted", before)
    expect("kind of ticket", row.kind, TicketKind.BOOKED)
    expect_that("the booking had reached the lobby", "not_in_mirror" not in row.notes)
    stage.picture("kiosk", "booked-on-the-web")
    done(stage)
    return f"{number}, booked a moment ago"


def confirmed_by_mail(stage: Stage) -> str:
    """The client has a letter with the calendar entry."""
    letter = wait_for("the letter comes", lambda: _letter(stage), seconds=60)
    kinds = [part.get_content_type() for part in letter.walk()]
    for wanted in ("text/plain", "text/html", "text/calendar"):
        expect_that(f"the letter has {wanted}", wanted in kinds)
    return str(letter["Subject"])


def network_pulled(stage: Stage) -> str:
    """The plug is pulled: numbers are given as before."""
    _switch(stage, "unplugged")
    refused = _refused(stage)
    before = stage.paper.count()
    stage.glass.touch("number")
    stage.glass.await_screen("services")
    stage.glass.touch(f"service-{INFO}")
    number, _, _, _ = agreed(stage, "issued", before)
    stage.picture("kiosk", "network-pulled")
    done(stage)
    wait_for("the lobby tries in vain", lambda: _refused(stage) > refused)
    waiting = wait_for("events wait", lambda: _sync(stage).events_waiting or None)
    stage.desk_picture("eero", "network-pulled")
    return f"{number} given; {waiting} events wait"


def network_back(stage: Stage) -> str:
    """Plugged in again: what waited is told."""
    _switch(stage, "none")
    wait_for("everything is told", lambda: _sync(stage).events_waiting == 0, seconds=90)
    expect("problems", _sync(stage).problems, 0)
    stage.desk_picture("eero", "network-back")
    return "0 events wait, 0 problems"


def backend_knows(stage: Stage) -> str:
    """The backend's own pages tell of the device, and that the client came."""
    page = _signed_in(stage)
    page.goto(f"{_url(stage)}/staff/devices")
    expect_page(page.locator("main")).to_contain_text("Aulan laite")
    page.screenshot(path=str(stage.folder / "staff-1-devices.png"))
    office = key(load_office(stage.house.settings.lobby.office), OFFICE)
    page.goto(f"{_url(stage)}/staff/calendar?office={office}")
    page.screenshot(path=str(stage.folder / "staff-2-day.png"))
    page.goto(f"{_url(stage)}/staff/calendar/list?office={office}")
    row = page.locator("tbody tr").filter(has_text=f"…{stage.numbers[_CODE]}")
    row.locator("a").click()
    expect_page(page.locator("main")).to_contain_text("Asiakas saapui")
    page.close()
    return "the fleet page has the device, the booking that its client came"


def _signed_in(stage: Stage) -> Page:
    page = stage.browsing.desk(f"{_url(stage)}/staff")
    page.fill("#username", AINO.username)
    page.fill("#password", PASSWORD)
    page.locator("form button.primary, form button[type=submit], form button").last.click()
    expect_page(page.locator("#password")).to_have_count(0)
    return page


def _url(stage: Stage) -> str:
    return stage.house.settings.booking.public_url


def _hold_up_picture(stage: Stage, picture: Path) -> None:
    """A picture reaches the camera whole or not at all."""
    part = stage.house.camera / "web.part"
    part.write_bytes(picture.read_bytes())
    part.rename(stage.house.camera / "web.png")


def _switch(stage: Stage, weather: str) -> None:
    url = f"http://127.0.0.1:{stage.house.ports.switch}/{weather}"
    answer = urllib3.request("POST", url, timeout=5.0, redirect=False)
    expect("the switch's answer", answer.status, 303)


def _refused(stage: Stage) -> int:
    """How many requests the cable has refused so far, as its page says. Raises Failed."""
    page = urllib3.request("GET", f"http://127.0.0.1:{stage.house.ports.switch}/", timeout=5.0)
    found = re.search(rb"Refused: (\d+)", page.data)
    if found is None:
        raise Failed("the switch's page does not say what was refused")
    return int(found[1])


def _sync(stage: Stage) -> SyncRow:
    row = stage.frame().sync
    if row is None:
        raise Failed("the desk hears nothing of the sync")
    return row


def _letter(stage: Stage) -> email.message.EmailMessage | None:
    for file in sorted((stage.house.messages / "mail").glob("*.eml")):
        letter = email.message_from_bytes(file.read_bytes(), policy=email.policy.default)
        if _ADDRESS in str(letter["To"]):
            return letter
    return None
