"""What a counter box knows, and what its light and sound make of it at each moment. Pure."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from vuoro.core.wire.counter import CounterFrame, CounterUse
from vuoro.hardware.lamps import LampState
from vuoro.hardware.lamps.patterns import notice_seconds

PATIENCE_SECONDS = 5.0
"""So long the light keeps what it said when the lobby service is lost, as the board does."""
SOUND_SECONDS = 180.0
"""A client who has not come by then was given up, whatever the desk says; a repeat begins anew."""
_LIGHTS = {
    CounterUse.FREE: LampState.FREE,
    CounterUse.CALLED: LampState.CALLED,
    CounterUse.SERVING: LampState.SERVING,
}


@dataclass(frozen=True, slots=True)
class Framed:
    """The lobby service tells what the counter is doing."""

    frame: CounterFrame


@dataclass(frozen=True, slots=True)
class Linked:
    """The stream opened, or broke."""

    up: bool


@dataclass(frozen=True, slots=True)
class Noticed:
    """The clerk is to be told something, such as that nobody waits."""

    notice: LampState


Event = Framed | Linked | Noticed


@dataclass(frozen=True, slots=True)
class Box:
    """What the box knows. Moments in monotonic seconds."""

    frame: CounterFrame | None = None
    framed: float = 0.0
    began: float = 0.0
    """Since when the counter has done this; a repeated call begins anew."""
    up: bool = False
    linked: float = float("-inf")
    notice: LampState | None = None
    noticed: float = 0.0


@dataclass(frozen=True, slots=True)
class Shown:
    """What the light says, and since when: the same again from another moment begins anew."""

    state: LampState
    since: float


DARK = Shown(LampState.DARK, 0.0)


def step(box: Box, event: Event, mono: float) -> Box:
    """The box after something happened."""
    match event:
        case Framed(frame):
            same = box.frame is not None and _deed(box.frame) == _deed(frame)
            began = box.began if same else mono
            return replace(box, frame=frame, framed=mono, began=began)
        case Linked(up):
            return box if up is box.up else replace(box, up=up, linked=mono)
        case Noticed(notice):
            return replace(box, notice=notice, noticed=mono)


def light(box: Box, mono: float) -> Shown:
    """What the light says now."""
    if box.notice is not None and mono < _notice_ends(box):
        return Shown(box.notice, box.noticed)
    if box.frame is None or box.frame.use is CounterUse.CLOSED or _is_lost(box, mono):
        return DARK
    return Shown(_LIGHTS[box.frame.use], box.began)


def is_sounding(box: Box, mono: float) -> bool:
    """Whether the counter is to be heard: a called client is on the way."""
    if box.frame is None or _is_lost(box, mono):
        return False
    return box.frame.use is CounterUse.CALLED and mono < box.began + SOUND_SECONDS


def lobby_time(box: Box, mono: float) -> datetime | None:
    """What time it is by the lobby's clock; None before it has said so."""
    if box.frame is None:
        return None
    return box.frame.now + timedelta(seconds=mono - box.framed)


def seconds_to_change(box: Box, mono: float) -> float | None:
    """Until time alone changes light or sound; None where it will not."""
    moments = []
    if box.notice is not None:
        moments.append(_notice_ends(box))
    if not box.up:
        moments.append(box.linked + PATIENCE_SECONDS)
    if box.frame is not None and box.frame.use is CounterUse.CALLED:
        moments.append(box.began + SOUND_SECONDS)
    return min((moment - mono for moment in moments if moment > mono), default=None)


def _deed(frame: CounterFrame) -> tuple[CounterUse, datetime | None]:
    return frame.use, frame.called_at


def _is_lost(box: Box, mono: float) -> bool:
    return not box.up and mono >= box.linked + PATIENCE_SECONDS


def _notice_ends(box: Box) -> float:
    return box.noticed + (notice_seconds(box.notice) if box.notice is not None else 0.0)
