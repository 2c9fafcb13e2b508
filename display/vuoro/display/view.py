"""Everything the board shows at one moment, as plain values for QML."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from vuoro.core.catalogue import catalogue
from vuoro.core.languages import in_language
from vuoro.core.wire.board import BoardCall
from vuoro.core.wire.common import Lobby
from vuoro.display import wording
from vuoro.display.announce import is_new
from vuoro.display.board import Places, places
from vuoro.display.link import Link, is_lost
from vuoro.display.scene import Scene, scene
from vuoro.display.stage import Stage

LINE_SECONDS = 15
"""The foot's line changes its language so often (look.md: no faster than 10 s)."""
_DRIFT = (
    *((0, 0), (2, 1), (4, 3), (3, 4), (1, 3), (-1, 4)),
    *((-3, 3), (-4, 1), (-3, -2), (-1, -4), (2, -3)),
)
"""Pixels by which the picture is shifted, one after another, so that nothing burns in."""


@dataclass(frozen=True, slots=True)
class CallView:
    """A call on the screen.

    ``counter`` is the counter's label, ``place`` what it is called where it stands among names,
    ``names`` what it is called in each language, where that says more than its label.
    """

    number: str
    counter: str
    place: str
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Notice:
    """What fills a board without calls, in the board's languages."""

    title: tuple[str, ...] = ()
    detail: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Foot:
    """The foot of the board. ``office`` and ``line`` are in one language at a time."""

    clock: str
    office: str = ""
    line: str = ""
    waiting: str = ""
    waiting_words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Lost:
    """That the connection is gone and for how long; empty while it is up."""

    words: tuple[str, ...] = ()
    age: str = ""
    age_words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class View:
    """What the board shows. When ``serial`` grows the newest call slides in."""

    scene: Scene
    foot: Foot
    serial: int = 0
    accent: bool = False
    newest: CallView | None = None
    previous: tuple[CallView, ...] = ()
    history: tuple[CallView, ...] = ()
    empty: tuple[str, ...] = ()
    """What stands where earlier calls will be, in the board's languages."""
    notice: Notice = Notice()
    lost: Lost = Lost()
    shift: tuple[int, int] = (0, 0)


def picture(stage: Stage, languages: tuple[str, ...], *, now: datetime, mono: float) -> View:
    """What is to be seen at this moment. ``languages`` are the board's, most often two."""
    lobby, calls, serial = stage.board.lobby, stage.calls, stage.announcer.serial
    which = scene(lobby, calls, now)
    at = places(calls) if which is Scene.CALLS else Places()
    return View(
        scene=which,
        foot=_foot(which, lobby, languages, now=now, turn=int(mono // LINE_SECONDS)),
        serial=serial,
        accent=which is Scene.CALLS and is_new(stage.announcer, mono),
        newest=_call(at.newest, languages) if at.newest else None,
        previous=tuple(_call(call, languages) for call in at.previous),
        history=tuple(_call(call, languages) for call in at.history),
        empty=_in_words("history.empty", languages),
        notice=_notice(which, lobby, languages, now),
        lost=_lost(stage.link, languages, mono),
        shift=_DRIFT[(serial + int(now.timestamp()) // 60) % len(_DRIFT)],
    )


def _call(call: BoardCall, languages: tuple[str, ...]) -> CallView:
    names = dict.fromkeys(in_language(call.counter, language) for language in languages)
    label = call.counter_label
    place = in_language(call.counter, languages[0]) if label.isdecimal() else label
    others = tuple(name for name in names if name not in ("", label))
    return CallView(" / ".join((call.number, *call.also)), label, place or label, others)


def _foot(
    which: Scene, lobby: Lobby | None, languages: tuple[str, ...], *, now: datetime, turn: int
) -> Foot:
    clock = wording.clock_time(now, languages[0])
    if lobby is None:
        return Foot(clock)
    language = languages[turn % len(languages)]
    in_use = which in (Scene.CALLS, Scene.WELCOME)
    line = wording.foot_line if in_use else wording.message
    return Foot(
        clock=clock,
        office=in_language(lobby.office, language),
        line=line(lobby, language),
        waiting=str(lobby.waiting) if in_use else "",
        waiting_words=_each(languages, lambda tag: wording.waiting_word(lobby.waiting, tag)),
    )


def _notice(which: Scene, lobby: Lobby | None, languages: tuple[str, ...], now: datetime) -> Notice:
    if lobby is None or which in (Scene.BLANK, Scene.CALLS):
        return Notice()
    title = _in_words(f"{which}.title", languages)
    if which is Scene.CLOSED:
        return Notice(
            title, _each(languages, lambda tag: wording.opening(lobby.opens_at, now, tag))
        )
    return Notice(title, _in_words(f"{which}.detail", languages))


def _lost(link: Link, languages: tuple[str, ...], mono: float) -> Lost:
    if not is_lost(link, mono):
        return Lost()
    words = _each(languages, lambda tag: wording.lost(link, tag))
    if not link.ever:
        return Lost(words)
    age = wording.age(mono - link.since, languages[0])
    return Lost(words, age, _each(languages, wording.ago) if age else ())


def _in_words(key: str, languages: tuple[str, ...]) -> tuple[str, ...]:
    return _each(languages, lambda tag: catalogue("vuoro.display", tag).text(key))


def _each(languages: tuple[str, ...], words: Callable[[str], str]) -> tuple[str, ...]:
    """The words in every language of the board, without the empty and the equal ones."""
    return tuple(text for text in dict.fromkeys(words(language) for language in languages) if text)
