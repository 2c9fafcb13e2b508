"""How the visitor wants to be called: quietly, or at another waiting place. Asked of everyone."""

from collections.abc import Callable
from dataclasses import replace

from vuoro.core.wire.follow import CallWish
from vuoro.kiosk.flow import paper
from vuoro.kiosk.flow.buttons import Button
from vuoro.kiosk.flow.effects import Wish
from vuoro.kiosk.flow.events import Pressed, WishKept, WishNotKept
from vuoro.kiosk.flow.going import Next, go, rest
from vuoro.kiosk.flow.screens import HowCalled, Numbered
from vuoro.kiosk.flow.state import Moment, State


def opened(state: State, number: Numbered, moment: Moment) -> Next:
    """From the number to the question."""
    return go(state, HowCalled(number), moment), ()


def on_question(state: State, screen: HowCalled, event: Pressed, moment: Moment) -> Next:
    """A wish goes to the lobby service; the number waits behind."""
    number = screen.number
    match event.button:
        case Button.SILENT:
            return _asked(state, screen, CallWish(silent=not number.silent), moment)
        case Button.ELSEWHERE if state.lobby is not None and state.lobby.elsewhere:
            return _asked(state, screen, CallWish(elsewhere=not number.elsewhere), moment)
        case Button.BACK | Button.DONE:
            return go(state, paper.stayed(number, moment), moment), ()
        case Button.START_AGAIN:
            return rest(state, moment), ()
        case _:
            return state, ()


def kept(state: State, event: WishKept) -> Next:
    """The lobby service has it: what holds now."""
    screen = state.screen
    if not isinstance(screen, HowCalled) or screen.pending != event.press:
        return state, ()
    wish = event.wish
    number = replace(screen.number, silent=bool(wish.silent), elsewhere=bool(wish.elsewhere))
    return replace(state, screen=HowCalled(number)), ()


def not_kept(state: State, event: WishNotKept) -> Next:
    """It could not be kept: a person helps."""
    screen = state.screen
    if not isinstance(screen, HowCalled) or screen.pending != event.press:
        return state, ()
    return replace(state, screen=HowCalled(screen.number, failed=True)), ()


def behind(state: State, happens: Callable[[State], Next]) -> Next:
    """What happens to the number's slip meanwhile."""
    assert isinstance(state.screen, HowCalled)
    after, effects = happens(replace(state, screen=state.screen.number))
    if isinstance(after.screen, Numbered) and after.since == state.since:
        after = replace(after, screen=replace(state.screen, number=after.screen))
    return after, effects


def _asked(state: State, screen: HowCalled, wish: CallWish, moment: Moment) -> Next:
    if screen.pending is not None:
        return state, ()
    waits = HowCalled(screen.number, pending=moment.press)
    return replace(state, screen=waits), (Wish(screen.number.slip.ticket, wish, moment.press),)
