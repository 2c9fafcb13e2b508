"""All the display knows, and how each thing that happens changes it."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import assert_never

from vuoro.core.wire.board import BoardCall, BoardFrame
from vuoro.display import announce, link
from vuoro.display.announce import IDLE, Announcer
from vuoro.display.board import EMPTY, Board, apply
from vuoro.display.link import Link


@dataclass(frozen=True, slots=True)
class Stage:
    """The board as told, its announcements and the link.

    ``catching_up``: no message came since the link opened.
    """

    link: Link
    board: Board = EMPTY
    announcer: Announcer = IDLE
    catching_up: bool = True

    @property
    def calls(self) -> tuple[BoardCall, ...]:
        """The calls as the screen shows them, newest first."""
        return announce.shown(self.board, self.announcer)


@dataclass(frozen=True, slots=True)
class Framed:
    """A message of the stream came."""

    frame: BoardFrame


@dataclass(frozen=True, slots=True)
class Linked:
    """The stream opened or broke."""

    up: bool


@dataclass(frozen=True, slots=True)
class Passed:
    """Time passed, or a sentence ended."""


Event = Framed | Linked | Passed


def step(stage: Stage, event: Event, *, now: datetime, mono: float, speaking: bool) -> Stage:
    """The stage after an event.

    ``now`` is this computer's clock; ``speaking``: an announcement is being said.
    """
    match event:
        case Framed(frame):
            stage = _framed(stage, frame)
        case Linked(up):
            catching_up = stage.catching_up or not up
            stage = replace(
                stage, link=link.changed(stage.link, up, mono, now), catching_up=catching_up
            )
        case Passed():
            pass
        case _:
            assert_never(event)
    return replace(stage, announcer=announce.advance(stage.announcer, mono, speaking=speaking))


def _framed(stage: Stage, frame: BoardFrame) -> Stage:
    board = apply(stage.board, frame)
    announcer = announce.plan(
        stage.announcer,
        stage.board,
        board,
        now=frame.now,
        catching_up=stage.catching_up or frame.full,
    )
    return replace(stage, board=board, announcer=announcer, catching_up=False)
