"""What the passing of time does, and when to look again."""

from collections.abc import Iterator
from dataclasses import replace
from math import ceil

from vuoro.kiosk.flow import phone
from vuoro.kiosk.flow.arrivals import sent_again
from vuoro.kiosk.flow.going import LINK_PATIENCE, Next, go, rest
from vuoro.kiosk.flow.languages import behind, keeps_time
from vuoro.kiosk.flow.patience import patient
from vuoro.kiosk.flow.screens import (
    Asking,
    Languages,
    Lost,
    Numbered,
    OwnPhone,
    Refused,
    Resting,
    StaffPin,
)
from vuoro.kiosk.flow.speech import ended
from vuoro.kiosk.flow.state import Config, Moment, State
from vuoro.kiosk.flow.wishes import Wishes

SLOW = 0.3
"""An answer that takes longer than this gets a screen that says so."""


def ticked(state: State, moment: Moment, config: Config) -> Next:
    """Everything that is due by now."""
    if isinstance(state.screen, Numbered) and not state.wishes.simple:
        return (rest(state, moment) if moment.mono >= state.screen.until else state), ()
    if isinstance(state.screen, Asking):
        return sent_again(state, moment)
    if isinstance(state.screen, Languages) and keeps_time(state.screen.back):
        return behind(state, lambda now: ticked(now, moment, config))
    idle = moment.mono - state.touched
    if isinstance(state.screen, OwnPhone) and idle < config.idle + config.warn:
        return phone.asked_again(replace(state, warned=idle >= config.idle), moment)
    if isinstance(state.screen, Resting):
        return _resting(state, idle, moment, config)
    if idle >= config.idle + config.warn:
        return rest(state, moment), ()
    return replace(state, warned=idle >= config.idle), ()


def next_tick(state: State, now: float, config: Config) -> float | None:
    """When something will be due; None while nothing can be but by an event."""
    return min(_dues(state, now, patient(state, config)), default=None)


def idle_left(state: State, now: float, config: Config) -> float:
    """Seconds until a kiosk nobody touches starts again."""
    config = patient(state, config)
    return max(0.0, state.touched + config.idle + config.warn - now)


def _resting(state: State, idle: float, moment: Moment, config: Config) -> Next:
    """Nobody is there; what the last visitor wished goes after a while, without a word."""
    left = idle >= config.idle + config.warn
    if left and isinstance(state.screen, Lost) and state.screen.pending is not None:
        return go(rest(state, moment), Lost(), moment), ()
    if left:
        state = replace(state, wishes=Wishes(), speech=ended(state.speech))
    # Whoever listens is told before the speech ends.
    state = replace(state, warned=state.speech.on and idle >= config.idle)
    return sent_again(state, moment)


def _dues(state: State, now: float, config: Config) -> Iterator[float]:
    away = state.touched + config.idle + config.warn
    if not state.linked and now < state.link_changed + LINK_PATIENCE:
        yield state.link_changed + LINK_PATIENCE
    match state.screen:
        case Numbered(until=until) if not state.wishes.simple:
            yield _next_second(until, now)
            return
        case Asking(retry_at=retry_at):
            yield from [state.since + SLOW] if now < state.since + SLOW else []
            yield from [retry_at] if retry_at is not None else []
            return
        case Languages(back=back) if keeps_time(back):
            yield from _dues(replace(state, screen=back), now, config)
            return
        case Lost(pending=pending, retry_at=retry_at):
            yield from [away] if pending is not None else []
            yield from [retry_at] if retry_at is not None else []
        case OwnPhone(next_at=float(at)):
            yield at
        case Refused(until=float(until)) if now < until:
            yield _next_second(until, now)
        case StaffPin() if now < state.pin.until:
            yield _next_second(state.pin.until, now)
    if isinstance(state.screen, Resting) and not state.speech.on:
        yield from [away] if state.wishes != Wishes() else []
    else:
        yield _next_second(away, now) if state.warned else state.touched + config.idle


def _next_second(until: float, now: float) -> float:
    """When the whole seconds left, rounded up, become one fewer."""
    left = ceil(until - now)
    return until - max(left - 1, 0)
