"""A turn in the visitor's words: what the page, its title and its voice say, made on the server.

The page without script, the script, and the backend's page outside the office all show this.
"""

import re
from dataclasses import dataclass
from datetime import datetime

from vuoro.core.catalogue import Catalogue
from vuoro.core.clock import local
from vuoro.core.languages import in_language, right_to_left
from vuoro.core.wire.common import WaitInterval
from vuoro.core.wire.follow import FollowFrame, FollowState

_HOUR = 60
_QUARTER = 15
_LEFT_TO_RIGHT, _FIRST_STRONG_ISOLATE, _POP_ISOLATE = "\u2066", "\u2068", "\u2069"
_CODE = re.compile(r"\b[0-9A-Z]{4,6}[- ][0-9A-Z]{4}\b", re.ASCII)
_DO = {FollowState.PARKED, FollowState.MISSED, FollowState.OVER}
_OPEN = frozenset(FollowState) - {FollowState.OVER}


@dataclass(frozen=True, slots=True)
class Line:
    """Words, and what they are: ``big``, ``go``, ``counter``, ``ahead``, ``wait``, ``text``."""

    kind: str
    text: str
    label: str = ""


@dataclass(frozen=True, slots=True)
class WishButton:
    """A button that sends ``name=value``: how the visitor wants to be called from now on."""

    name: str
    value: str
    text: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class TurnShown:
    """Everything on the page that may change. ``calls``: how often called, 0 unless called now.

    ``said``: what the page says aloud when the visitor is called. ``note``: how old this is.
    """

    state: str
    number: str
    title: str
    now: tuple[Line, ...]
    facts: tuple[Line, ...]
    calls: int
    said: str
    note: str
    is_stale: bool
    how: str
    place: str
    wishes: tuple[WishButton, ...]


@dataclass(frozen=True, slots=True)
class AsOf:
    """When the office was heard last; ``is_stale``: so long ago that the visitor must know."""

    moment: datetime
    is_stale: bool


def turn_shown(frame: FollowFrame, words: Catalogue, as_of: AsOf | None = None) -> TurnShown:
    """The turn of a frame. ``as_of``: outside the office, where news come with a delay."""
    called = frame.state is FollowState.CALLED
    number, counter = isolated(frame.number, words), _counter(frame, words)
    is_open = frame.state in _OPEN
    return TurnShown(
        state=frame.state.value,
        number=frame.number,
        title=_title(frame, number, counter, words),
        now=_now(frame, counter, words),
        facts=_facts(frame, words),
        calls=frame.times if called else 0,
        said=words.text("turn.said_called", number=number, counter=counter) if called else "",
        note=_note(as_of, words),
        is_stale=as_of is not None and as_of.is_stale,
        how=words.text("quiet.on" if frame.silent else "quiet.usual") if is_open else "",
        place=_place(frame, words) if is_open else "",
        wishes=_wishes(frame, words) if is_open else (),
    )


def clock_time(moment: datetime, words: Catalogue) -> str:
    """9.05 in Finnish, 9:05 in English: the office's local time."""
    at = local(moment)
    return words.text("time.clock", hour=at.hour, minute=f"{at.minute:02}")


def isolated(text: str, words: Catalogue) -> str:
    """Left-to-right words kept together within a sentence that runs from right to left."""
    if not right_to_left(words.language):
        return text
    return f"{_FIRST_STRONG_ISOLATE}{text}{_POP_ISOLATE}"


def with_codes(text: str) -> str:
    """Codes with a hyphen or space in them run from left to right in any sentence."""
    return _CODE.sub(f"{_LEFT_TO_RIGHT}\\g<0>{_POP_ISOLATE}", text)


def _counter(frame: FollowFrame, words: Catalogue) -> str:
    """The counter's name; outside the office only its label is known."""
    if frame.counter:
        return isolated(in_language(frame.counter, words.language), words)
    if frame.counter_label:
        return words.text("turn.at_counter", label=isolated(frame.counter_label, words))
    return ""


def _title(frame: FollowFrame, number: str, counter: str, words: Catalogue) -> str:
    if frame.state is FollowState.CALLED:
        return words.text("turn.title_called", number=number, counter=counter)
    if frame.state is FollowState.WAITING and frame.ahead is not None:
        return words.text("turn.title_ahead", number=number, n=frame.ahead)
    return words.text("page.turn", number=number)


def _now(frame: FollowFrame, counter: str, words: Catalogue) -> tuple[Line, ...]:
    if frame.state is FollowState.CALLED:
        lines = (
            Line("big", words.text("turn.now")),
            Line("go", words.text("turn.go")),
            Line("counter", counter),
        )
        return (*lines, Line("text", words.text("turn.again"))) if frame.times > 1 else lines
    if frame.state is FollowState.SERVING:
        return Line("big", words.text("turn.serving")), Line("counter", counter)
    return (Line("big", words.text(f"turn.{frame.state.value}")),)


def _facts(frame: FollowFrame, words: Catalogue) -> tuple[Line, ...]:
    if frame.state in _DO:
        return (Line("text", words.text(f"turn.{frame.state.value}_do")),)
    if frame.state is not FollowState.WAITING:
        return ()
    lines = []
    if frame.ahead is not None:
        none = words.text("turn.ahead_none")
        lines.append(Line("ahead", words.count("turn.ahead", frame.ahead) if frame.ahead else none))
    if frame.wait is not None:
        label = words.text("turn.wait_label")
        lines.append(Line("wait", _interval(frame.wait, words), label))
    where = isolated(in_language(frame.where, words.language), words)
    return (*lines, Line("text", where)) if frame.where and not frame.elsewhere else tuple(lines)


def _interval(wait: WaitInterval, words: Catalogue) -> str:
    """Never a single false-precise minute; from an hour on quarters are exact enough."""
    likely, most = wait.likely, wait.at_most
    if most >= _HOUR:
        low = max(likely // _QUARTER, 1) * _QUARTER
        high = -(-most // _QUARTER) * _QUARTER
        return words.text("turn.wait_long", **{"from": _span(low, words), "to": _span(high, words)})
    if likely < 1:
        return words.text("turn.wait_short", to=max(most, 1))
    if likely == most:
        return words.text("turn.wait_one", to=most)
    return words.text("turn.wait", **{"from": likely, "to": most})


def _span(minutes: int, words: Catalogue) -> str:
    hours, rest = divmod(minutes, _HOUR)
    if not hours:
        return words.text("time.minutes", n=rest)
    if not rest:
        return words.text("time.whole_hours", h=hours)
    return words.text("time.hours", h=hours, n=rest)


def _note(as_of: AsOf | None, words: Catalogue) -> str:
    if as_of is None:
        return ""
    key = "turn.unheard" if as_of.is_stale else "turn.as_of"
    return words.text(key, time=isolated(clock_time(as_of.moment, words), words))


def _place(frame: FollowFrame, words: Catalogue) -> str:
    if not frame.elsewhere:
        return ""
    place = _named_place(frame, words)
    return words.text("quiet.place", place=place) if place else words.text("quiet.elsewhere_on")


def _named_place(frame: FollowFrame, words: Catalogue) -> str:
    name = in_language(frame.elsewhere_name, words.language)
    return isolated(name, words) if name else ""


def _wishes(frame: FollowFrame, words: Catalogue) -> tuple[WishButton, ...]:
    """The same for everyone: asking for it tells nothing about who asks."""
    if frame.silent:
        quiet = WishButton("silent", "no", words.text("quiet.take_back"))
    else:
        quiet = WishButton("silent", "yes", words.text("quiet.ask"), words.text("quiet.ask_hint"))
    if not frame.has_elsewhere:
        return (quiet,)
    if frame.elsewhere:
        return quiet, WishButton("elsewhere", "no", words.text("quiet.in_lobby"))
    place = _named_place(frame, words)
    hint = words.text("quiet.elsewhere_hint", place=place) if place else ""
    return quiet, WishButton("elsewhere", "yes", words.text("quiet.elsewhere"), hint)
