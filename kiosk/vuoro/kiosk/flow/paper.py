"""The slip of the number on the screen."""

from dataclasses import replace

from vuoro.kiosk.flow.arrivals import with_job
from vuoro.kiosk.flow.effects import Copy, Print
from vuoro.kiosk.flow.events import CopyFailed, CopyReady, SlipNotPrinted, SlipPrinted
from vuoro.kiosk.flow.going import Next
from vuoro.kiosk.flow.screens import Numbered, Paper
from vuoro.kiosk.flow.state import Config, Moment, State

WITHOUT_PAPER = 3
"""A number that has to be copied or followed by phone stays so many times longer on the screen."""


def printed(state: State, event: SlipPrinted) -> Next:
    """The slip is out."""
    screen = state.screen
    if not isinstance(screen, Numbered) or screen.slip.job != event.job:
        return state, ()
    return replace(state, screen=replace(screen, paper=Paper.OUT)), ()


def not_printed(state: State, event: SlipNotPrinted, moment: Moment, config: Config) -> Next:
    """No paper, or nobody knows: the number stays on the screen, longer than with a slip."""
    screen = state.screen
    if not isinstance(screen, Numbered) or screen.slip.job != event.job:
        return state, ()
    paper = Paper.UNSURE if event.unsure else Paper.FAILED
    span = config.result * WITHOUT_PAPER
    longer = replace(screen, paper=paper, until=moment.mono + span, span=span)
    return replace(state, screen=longer), ()


def reprint(state: State, screen: Numbered, moment: Moment) -> Next:
    """A visitor wants a slip that isn't there: a copy with the same number."""
    if screen.paper not in (Paper.OFFERED, Paper.FAILED, Paper.UNSURE):
        return state, ()
    state = replace(state, screen=replace(stayed(screen, moment), paper=Paper.COMING))
    return state, (Copy(screen.slip.ticket, moment.press),)


def copy_ready(state: State, event: CopyReady) -> Next:
    """The copy goes to the printer, unless the visitor has gone."""
    screen = state.screen
    if not isinstance(screen, Numbered) or screen.slip.ticket != event.slip.ticket:
        return state, ()
    if event.slip.job in state.printed:
        return state, ()
    slip = replace(event.slip, ahead=screen.slip.ahead, wait=screen.slip.wait)
    state = with_job(replace(state, screen=replace(screen, slip=slip)), slip.job)
    return state, (Print(event.slip),)


def copy_failed(state: State, event: CopyFailed) -> Next:
    """No copy now; the number is still on the screen."""
    screen = state.screen
    if not isinstance(screen, Numbered) or screen.slip.ticket != event.ticket:
        return state, ()
    return replace(state, screen=replace(screen, paper=Paper.FAILED)), ()


def stayed(screen: Numbered, moment: Moment) -> Numbered:
    """The number for as long again, from now."""
    return replace(screen, until=max(screen.until, moment.mono + screen.span))
