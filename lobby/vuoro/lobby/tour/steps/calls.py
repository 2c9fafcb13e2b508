"""Clerks call."""

from vuoro.core.wire.desk import TicketState
from vuoro.lobby.tour.browser import press_together
from vuoro.lobby.tour.failing import expect, expect_that
from vuoro.lobby.tour.stage import Stage

COUNTER_1, COUNTER_2, COUNTER_3 = "palvelupiste-1", "palvelupiste-2", "palvelupiste-3"
_TRANSFER_TO = "Palvelupiste 2"


def sign_in(stage: Stage) -> str:
    """Two clerks sign in on two computers and sit down."""
    stage.clerks["eero"] = stage.browsing.clerk("eero", "Palvelupiste 1")
    stage.clerks["liisa"] = stage.browsing.clerk("liisa", "Palvelupiste 2")
    stage.desk_picture("eero", "before-next")
    seats = {row.id: row.staff_name for row in stage.frame().counters}
    expect("counter 1", seats[COUNTER_1], "Eero Lahti")
    expect("counter 2", seats[COUNTER_2], "Liisa Mäki")
    return "Eero at counter 1, Liisa at counter 2"


def next_together(stage: Stage) -> str:
    """Both press Next in the same instant: two clients, never the same one."""
    eero, liisa = stage.clerks["eero"], stage.clerks["liisa"]
    press_together(eero, liisa)
    first, second = eero.number(), liisa.number()
    expect_that("two counters called two clients", first != second)
    for number, counter in ((first, COUNTER_1), (second, COUNTER_2)):
        stage.await_ticket(number, state=TicketState.CALLED, counter=counter)
    stage.numbers |= {"eero": first, "liisa": second}
    stage.board.await_number(first)
    stage.board.await_number(second)
    stage.picture("display", "two-calls")
    stage.desk_picture("eero", "called")
    return f"{first} to counter 1, {second} to counter 2"


def recall(stage: Stage) -> str:
    """Called once more: the board announces it again."""
    number = stage.numbers["eero"]
    stage.clerks["eero"].press("again")
    row = stage.await_ticket(number, calls=2)
    stage.board.await_newest(number, "1")
    stage.picture("display", "recall")
    return f"{number} was called {row.calls} times"


def missed(stage: Stage) -> str:
    """Not here: to the list of those who missed their call."""
    number = stage.numbers["eero"]
    stage.clerks["eero"].press("miss")
    stage.await_ticket(number, state=TicketState.MISSED)
    stage.clerks["eero"].await_free()
    stage.desk_picture("eero", "missed")
    return number


def undo(stage: Stage) -> str:
    """A wrong press is taken back."""
    number = stage.numbers["eero"]
    stage.clerks["eero"].undo()
    row = stage.await_ticket(number, state=TicketState.CALLED, counter=COUNTER_1)
    expect("number at the desk", stage.clerks["eero"].number(), number)
    return f"{number} is called again, {row.calls} calls as before"


def transfer(stage: Stage) -> str:
    """To another counter, with number and due time kept."""
    number = stage.numbers["eero"]
    before = stage.ticket(number)
    stage.clerks["eero"].press("transfer")
    stage.desk_picture("eero", "transfer")
    stage.clerks["eero"].choose(_TRANSFER_TO)
    after = stage.await_ticket(number, state=TicketState.WAITING, counter=COUNTER_2)
    expect("due time", after.due_at, before.due_at)
    stage.clerks["eero"].await_free()
    return f"{number} waits for counter 2"


def park(stage: Stage) -> str:
    """Serving, then parked: the counter is free for the next one."""
    number, liisa = stage.numbers["liisa"], stage.clerks["liisa"]
    liisa.press("serve")
    stage.await_ticket(number, state=TicketState.SERVING)
    stage.desk_picture("liisa", "serving")
    liisa.press("park")
    stage.await_ticket(number, state=TicketState.PARKED)
    liisa.await_free()
    return number


def booked_client(stage: Stage) -> str:
    """The specialist calls a client who has a booking with her, and nobody else's."""
    stage.clerks["aino"] = aino = stage.browsing.clerk("aino", "Palvelupiste 3")
    aino.press("next")
    number = aino.number()
    row = stage.await_ticket(number, state=TicketState.CALLED, counter=COUNTER_3)
    mine = {each.booking for each in stage.house.clients if each.specialist.username == "aino"}
    expect_that(f"{number} is a client of hers", row.booking in mine)
    stage.desk_picture("aino", "booked-client")
    aino.finish()
    return f"{number} has a booking with her"
