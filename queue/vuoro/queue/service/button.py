"""The button of a counter: it presses Next for whoever is signed in there."""

from dataclasses import replace

from vuoro.core.wire.codec import decode
from vuoro.core.wire.counter import CounterAnswer, PressOutcome
from vuoro.core.wire.desk import DeskCommand, DeskResult
from vuoro.queue.domain.office import Counter
from vuoro.queue.service import calling, managing
from vuoro.queue.service.lobby import LobbyService, Press, Refused

NOBODY_HERE = Refused(
    "nobody_signed_in", "Nobody is signed in at this counter. Sign in and choose it first."
)


def call_next(lobby: LobbyService, counter: Counter, press: Press) -> CounterAnswer | Refused:
    """Call the next client, as the staff member who has the counter open."""
    state = lobby.line.counters.get(counter.id)
    if state is None or state.staff is None:
        return NOBODY_HERE
    answer = calling.call_next(lobby, counter.id, _as(counter, replace(press, actor=state.staff)))
    if isinstance(answer, Refused):
        return answer
    called = decode(answer, DeskResult).ticket is not None
    return CounterAnswer(PressOutcome.CALLED if called else PressOutcome.NOBODY_WAITS)


def ask_for_help(lobby: LobbyService, counter: Counter, press: Press) -> CounterAnswer | Refused:
    """Show colleagues that this counter needs help, whoever sits there."""
    command = DeskCommand(counter=counter.id)
    answer = managing.ask_for_help(lobby, command, _as(counter, press))
    return answer if isinstance(answer, Refused) else CounterAnswer(PressOutcome.HELP_ASKED)


def _as(counter: Counter, press: Press) -> Press:
    """What the audit log calls the one who pressed."""
    return replace(press, actor_name=f"button of counter {counter.label}")
