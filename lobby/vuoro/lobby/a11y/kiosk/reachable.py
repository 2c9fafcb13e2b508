"""Every state of the kiosk that can be reached, found by trying everything in every state."""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass, replace
from functools import cache
from typing import Any, TypeVar
from uuid import UUID

from vuoro.core.catalogue import catalogue
from vuoro.core.wire.common import Lobby
from vuoro.kiosk import PACKAGE
from vuoro.kiosk.flow import events
from vuoro.kiosk.flow.screens import Numbered, StaffPin
from vuoro.kiosk.flow.state import OK, Config, Moment, PinGuard, State
from vuoro.kiosk.flow.step import step
from vuoro.kiosk.flow.timing import next_tick
from vuoro.kiosk.flow.wishes import Wishes
from vuoro.kiosk.samples import MONO, NOW, SERVICES
from vuoro.kiosk.view.present import Now, present
from vuoro.lobby.a11y.kiosk.happenings import LOBBY, PIN, happenings, news

CONFIG = Config(pin=PIN, counts_paper=True)
MOMENTS = {"since", "touched", "until", "retry_at", "link_changed", "code_seen", "next_at"}
"""Fields that are moments, in monotonic seconds."""
INNER = {"back", "number"}
"""Fields that are screens of their own, with moments of their own."""
FORGOTTEN = {
    "struck",
    "code_digest",
    "scans",
    "printed",
    "press",
    "wishes",
    "speech",
    "job",
    "span",
    "text",
}
"""Fields that tell two states apart but not what can be seen or done in them."""
MANY_WRONG = 3
"""Wrong PINs after which there is a pause."""
V = TypeVar("V")
_PRESS = UUID(int=7)


@dataclass(frozen=True, slots=True)
class Reached:
    """A state, how a visitor gets there, and the moment that is shown (``MONO`` for all)."""

    name: str
    state: State
    path: tuple[str, ...]


def reachable(wishes: Wishes, config: Config = CONFIG) -> list[Reached]:
    """Every state of a good day, and every screen with one thing amiss.

    Everything is tried on a good day; where something is amiss one answer and code of each kind.
    Wishes are held still: they change how a state is drawn, which is tried elsewhere.
    """
    found: dict[Any, Reached] = {}
    for disturbances in (0, 1):
        found = {**_walked(wishes, config, disturbances), **found}
    return sorted(found.values(), key=lambda each: len(each.path))


def _walked(wishes: Wishes, config: Config, disturbances: int) -> dict[Any, Reached]:
    frame = next(event for name, event in news() if name == "open")
    state, _ = step(State(wishes=wishes), frame, Moment(MONO, _PRESS), config)
    first = Reached("", _settled(replace(state, wishes=wishes), MONO), ())
    found = {_key(first.state): first}
    ahead = deque([first])
    while ahead:
        here = ahead.popleft()
        for name, after in _next(here.state, config, thorough=disturbances == 0):
            state = replace(after, wishes=wishes)
            if amiss(state) > disturbances or (key := _key(state)) in found:
                continue
            found[key] = Reached("", state, (*here.path, name))
            ahead.append(found[key])
    return found


def pictures(reached: list[Reached]) -> list[Reached]:
    """One state for each picture: those that look alike in Finnish look alike in every language."""
    words = catalogue(PACKAGE, "fi")
    seen: dict[str, Reached] = {}
    warned: set[str] = set()
    for each in reached:
        screen = type(each.state.screen).__name__
        if each.state.warned and screen in warned:
            # The sheet covers what differs.
            continue
        warned |= {screen} if each.state.warned else set()
        shown = present(each.state, Now(MONO, NOW), words)
        pad = shown.pad
        if pad is not None:
            filled = sum(cell != " " for group in pad.groups for cell in group)
            cells = sum(len(group) for group in pad.groups)
            few = "none" if not filled else "all" if filled == cells else "some"
            shown = replace(shown, pad=replace(pad, groups=((few,),), spoken="", fitting=""))
        name = shown.screen + ("-warned" if each.state.warned else "")
        seen.setdefault(f"{shown!r} {each.state.warned} {screen}", replace(each, name=name))
    return _numbered(list(seen.values()))


def amiss(state: State) -> int:
    """How many things are not as on a good day."""
    lobby = state.lobby
    return sum(
        (
            state.printer != OK,
            state.scanner != OK,
            not state.linked,
            state.locked_by_lobby,
            state.locked_here,
            lobby is not None and lobby != LOBBY,
            state.services != SERVICES,
        )
    )


def _next(state: State, config: Config, thorough: bool) -> Iterator[tuple[str, State]]:
    now = MONO + 1.0
    for name, event in happenings(state, thorough):
        after, _ = step(state, event, Moment(now, _PRESS), config)
        yield name, _settled(after, now)
    due = next_tick(state, MONO, config)
    for name, at in (("time", due), ("a long time", MONO + 1000.0)):
        if at is not None:
            after, _ = step(state, events.Ticked(), Moment(at, _PRESS), config)
            yield name, _settled(after, at)


def _settled(state: State, now: float) -> State:
    """The same state as if it were ``MONO`` now."""
    by = MONO - now
    return replace(
        state,
        screen=_moved(state.screen, by),
        pin=_moved(state.pin, by),
        struck=("", "", -1.0),
        **_shifted(state, by),
    )


def _moved(value: V, by: float) -> V:
    changes = _shifted(value, by)
    for name in INNER & set(_names_of(value)):
        changes[name] = _moved(getattr(value, name), by)
    return replace(value, **changes) if changes else value  # type: ignore[type-var]


def _shifted(value: object, by: float) -> dict[str, Any]:
    moments = ((name, getattr(value, name)) for name in _names_of(value) if name in MOMENTS)
    return {name: at + by for name, at in moments if at is not None}


def _key(value: object) -> Any:
    """A state without what nobody can see: moments are only past, or still to come."""
    if isinstance(value, Lobby):
        # There are a few of them, and each stays the same object.
        return id(value)
    if isinstance(value, State) and not isinstance(value.screen, StaffPin):
        # Wrong PINs are remembered, and matter where a PIN is typed.
        value = replace(value, pin=PinGuard())
    if isinstance(value, PinGuard):
        return min(value.wrong, MANY_WRONG), value.until > MONO
    if isinstance(value, tuple):
        return tuple(_key(part) for part in value)
    if isinstance(value, dict):
        return tuple(sorted(value.items()))
    names = _names_of(value)
    if not names:
        return value
    parts = (_part(name, getattr(value, name)) for name in names if name not in FORGOTTEN)
    return (type(value).__name__, *parts)


def _part(name: str, part: Any) -> Any:
    if name in MOMENTS:
        return None if part is None else part > MONO
    if name == "services":
        return id(part)
    if name == "number" and isinstance(part, Numbered):
        # Behind the question how to call there is a number, whichever.
        return part.silent, part.elsewhere
    # Where a visitor comes back to is a screen of its own, which is walked too.
    return type(part).__name__ if name == "back" else _key(part)


def _names_of(value: object) -> tuple[str, ...]:
    kind: Any = type(value)
    return _names(kind)


@cache
def _names(kind: Any) -> tuple[str, ...]:
    """The fields of a dataclass; nothing for anything else."""
    if not (isinstance(kind, type) and is_dataclass(kind)):
        return ()
    return tuple(item.name for item in fields(kind))


def _numbered(pictures: list[Reached]) -> list[Reached]:
    """Names that are told apart."""
    count: dict[str, int] = {}
    named = []
    for each in pictures:
        count[each.name] = count.get(each.name, 0) + 1
        again = count[each.name]
        named.append(replace(each, name=f"{each.name}-{again}" if again > 1 else each.name))
    return named
