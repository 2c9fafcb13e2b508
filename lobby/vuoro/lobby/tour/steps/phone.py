"""A visitor follows the turn on a phone."""

from playwright.sync_api import expect as expect_page

from vuoro.core.wire.desk import TicketState
from vuoro.lobby.demo.cast import CLERKS
from vuoro.lobby.tour.failing import Failed, expect_that
from vuoro.lobby.tour.stage import Stage


def follow(stage: Stage) -> str:
    """The page behind the slip's code shows the number, and then that it is called."""
    number = _still_waiting(stage)
    page = stage.browsing.phone(stage.slips[number].url)
    expect_page(page.locator("#turn strong").first).to_have_text(number)
    expect_page(page.locator("#facts")).not_to_be_empty()
    page.screenshot(path=str(stage.folder / "phone-1-waiting.png"))
    words = page.locator("#turn").inner_text()
    expect_that("no name is on the phone", not any(clerk.name in words for clerk in CLERKS))
    stage.clerks["eero"].call_this(number)
    stage.await_ticket(number, state=TicketState.CALLED)
    expect_page(page.locator("#now")).to_contain_text("1")
    page.screenshot(path=str(stage.folder / "phone-2-called.png"))
    stage.board.await_newest(number, "1")
    stage.clerks["eero"].finish()
    page.close()
    return f"{number} saw its call on the phone"


def _still_waiting(stage: Stage) -> str:
    """One of the tour's own numbers that no counter has called yet. Raises Failed."""
    waiting = {row.number for row in stage.frame().tickets if row.state is TicketState.WAITING}
    for kept in ("double tap", "no match"):
        if stage.numbers[kept] in waiting:
            return stage.numbers[kept]
    raise Failed("none of the tour's numbers waits any more")
