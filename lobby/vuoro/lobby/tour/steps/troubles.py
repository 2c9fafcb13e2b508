"""Paper runs out, and the lobby service dies."""

from vuoro.lobby.demo import programs, ready
from vuoro.lobby.tour.failing import expect, expect_that, wait_for
from vuoro.lobby.tour.stage import Stage
from vuoro.lobby.tour.steps.arrivals import INFO
from vuoro.lobby.tour.steps.numbers import agreed, done, number_on


def paper_out(stage: Stage) -> str:
    """The paper ends in mid-slip: the number stays on the glass, with a code for the phone."""
    stage.glass.touch("number")
    stage.glass.await_screen("services")
    stage.glass.touch(f"service-{INFO}")
    stage.paper.await_strip()
    stage.paper.trouble("paper-out")
    shown = stage.glass.await_screen("number-issued-failed", "number-issued-unsure")
    number = number_on(shown)
    stage.ticket(number)
    stage.picture("kiosk", "paper-out")
    stage.numbers["no paper"] = number
    wait_for("staff see that the paper is out", lambda: _printer(stage) != "ok", seconds=40)
    stage.desk_picture("eero", "paper-out")
    return f"{number} stays on the glass; staff see {_printer(stage)}"


def reprint(stage: Stage) -> str:
    """A new roll, and the slip again when asked for: the same number, one slip more."""
    stage.paper.trouble("new-roll")
    wait_for("the printer is well", lambda: _printer(stage) == "ok", seconds=60)
    before = stage.paper.count()
    stage.glass.touch("reprint")
    stage.glass.await_screen("number-issued-out")
    copy = stage.paper.await_slip(before + 1)
    expect("number on the copy", copy.number, stage.numbers["no paper"])
    done(stage)
    return f"{copy.number} printed again"


def killed(stage: Stage) -> str:
    """kill -9 while somebody asks for a number: kiosk and board say so, and keep what they have."""
    stage.glass.touch("number")
    stage.glass.await_screen("services")
    stage.before_the_crash = stage.frame().tickets
    stage.slips_before_the_crash = stage.paper.count()
    stage.running.kill("lobby")
    stage.glass.touch(f"service-{INFO}")
    stage.glass.await_screen("lost-waiting")
    stage.picture("kiosk", "lobby-lost-while-waiting")
    stage.board.await_link("lost")
    stage.picture("display", "lobby-lost")
    shown = stage.board.shown()
    expect_that("the board keeps its calls", shown is not None and bool(shown.numbers))
    return "kiosk and board say that they have lost the lobby service"


def back(stage: Stage) -> str:
    """Started again: nothing is lost, and whoever waited gets a number without a touch."""
    stage.running.start(programs.lobby(stage.house))
    ready.await_program("lobby", stage.running, lambda: ready.lobby_answers(stage.house))
    before = {row.id: row for row in stage.before_the_crash}
    after = {row.id: row for row in stage.frame().tickets}
    for ticket, row in before.items():
        expect(f"ticket {row.number}", after.get(ticket), row)
    number, _, _, _ = agreed(stage, "issued", stage.slips_before_the_crash)
    expect("new tickets", len(stage.frame().tickets) - len(before), 1)
    expect_that(f"{number} is new", number not in {row.number for row in before.values()})
    done(stage)
    stage.board.await_link("up")
    return f"{len(before)} open tickets as before; whoever waited has {number}"


def _printer(stage: Stage) -> str:
    return next(row.printer for row in stage.frame().devices if row.kind == "kiosk")
