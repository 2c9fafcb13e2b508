"""Paper runs out, and the lobby service dies."""

from vuoro.core.wire.desk import DeskFrame
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
    """kill -9: kiosk and board say so, and keep what they have."""
    stage.before_the_crash = stage.frame().tickets
    stage.running.kill("lobby")
    stage.glass.await_screen("lost")
    stage.picture("kiosk", "lobby-lost")
    stage.board.await_link("lost")
    stage.picture("display", "lobby-lost")
    shown = stage.board.shown()
    expect_that("the board keeps its calls", shown is not None and bool(shown.numbers))
    return "kiosk and board say that they have lost the lobby service"


def back(stage: Stage) -> str:
    """Started again: everybody finds back by themselves, and nothing is lost."""
    stage.running.start(programs.lobby(stage.house))
    ready.await_program("lobby", stage.running, lambda: ready.lobby_answers(stage.house))
    expect("tickets", _story(stage.frame()), {row.id: row for row in stage.before_the_crash})
    stage.glass.await_screen("home")
    stage.board.await_link("up")
    before = stage.paper.count()
    stage.glass.touch("number")
    stage.glass.await_screen("services")
    stage.glass.touch(f"service-{INFO}")
    number, _, _, _ = agreed(stage, "issued", before)
    done(stage)
    known = {row.number for row in stage.before_the_crash}
    expect_that(f"{number} is a new number", number not in known)
    return f"{len(stage.before_the_crash)} open tickets as before; {number} is the next"


def _story(frame: DeskFrame) -> dict[str, object]:
    return {row.id: row for row in frame.tickets}


def _printer(stage: Stage) -> str:
    return next(row.printer for row in stage.frame().devices if row.kind == "kiosk")
