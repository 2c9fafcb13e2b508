"""Why a press of a button was refused, in words that tell staff what to do."""

from vuoro.queue.domain.moves import WrongMove
from vuoro.queue.service.lobby import Refused

NO_SUCH_COUNTER = Refused("no_such_counter", "There is no such counter in this office.", 404)
NO_SUCH_TICKET = Refused("no_such_ticket", "There is no such ticket today.", 404)

REFUSALS = {
    WrongMove.WRONG_STATE: Refused(
        "wrong_state", "Somebody was quicker: the ticket has changed. Look at the line again."
    ),
    WrongMove.COUNTER_BUSY: Refused(
        "counter_busy", "This counter has a client. Finish, park or send them back first."
    ),
    WrongMove.ANOTHER_COUNTER: Refused("another_counter", "The client is at another counter."),
    WrongMove.RECALL_LIMIT: Refused(
        "recall_limit",
        "The number has been called as often as the rules allow. Mark it as not here.",
    ),
    WrongMove.NOTHING_TO_UNDO: Refused("nothing_to_undo", "There is nothing to undo."),
}
