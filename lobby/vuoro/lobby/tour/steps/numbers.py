"""Getting a number at the kiosk, and checking that glass, paper and lobby agree on it."""

import re

from vuoro.core.wire.desk import TicketRow
from vuoro.lobby.tour.failing import Failed, expect, expect_that
from vuoro.lobby.tour.glass import Shown
from vuoro.lobby.tour.paper import Slip
from vuoro.lobby.tour.stage import Stage

_NUMBER = re.compile(r"[A-Z]\d{3}")


def number_on(shown: Shown) -> str:
    """The number on the glass. Raises Failed."""
    found = [text for text in shown.texts if _NUMBER.fullmatch(text)]
    if len(found) != 1:
        raise Failed(f"{len(found)} numbers on the glass instead of one")
    return found[0]


def agreed(stage: Stage, outcome: str, slips_before: int) -> tuple[str, TicketRow, Slip, Shown]:
    """The number that glass, slip and lobby agree on, and what each knows of it. Raises Failed."""
    shown = stage.glass.await_screen(f"number-{outcome}-out")
    number = number_on(shown)
    slip = stage.paper.await_slip(slips_before + 1)
    expect("number on the slip", slip.number, number)
    row = stage.ticket(number)
    followed = stage.followed(slip.token)
    expect("number behind the slip's code", followed.number, number)
    expect("slips printed", stage.paper.count(), slips_before + 1)
    stage.slips[number] = slip
    return number, row, slip, shown


def checked_in(stage: Stage, part: str, outcome: str) -> tuple[str, TicketRow]:
    """Hold up the pass of a client of the demo; the number they got. Raises Failed."""
    before = stage.paper.count()
    stage.hold_up(stage.house.client(part).pass_text)
    number, row, _, _ = agreed(stage, outcome, before)
    expect(f"booking of {number}", row.booking, stage.house.client(part).booking)
    stage.numbers[part] = number
    return number, row


def done(stage: Stage) -> None:
    """Touch Done, and let the kiosk be free for the next visitor."""
    stage.glass.touch("done")
    stage.glass.await_screen("home")


def expect_no_slip(stage: Stage, before: int) -> None:
    """Raises Failed if a slip came out."""
    expect_that("a slip came out for a refusal", stage.paper.count() == before)
