"""How often a kiosk may try a code: five in a minute, then a growing pause (lobby.md, Arrival)."""

from dataclasses import dataclass, replace

_MINUTE = 60.0
_FIRST_PAUSE = 30.0
_LONGEST_PAUSE = 480.0
_FORGOTTEN_AFTER = 900.0


@dataclass(frozen=True, slots=True)
class Tries:
    """The tries of one kiosk, in monotonic seconds."""

    at: tuple[float, ...] = ()
    pauses: int = 0
    paused_until: float = 0.0


def attempt(tries: Tries, now: float, per_minute: int) -> tuple[Tries, int]:
    """The tries after one more, and how many seconds to wait first: 0 means go on, else the try does not count."""
    if now < tries.paused_until:
        return tries, int(tries.paused_until - now) + 1
    recent = tuple(moment for moment in tries.at if now - moment < _MINUTE)
    pauses = 0 if now - tries.paused_until > _FORGOTTEN_AFTER else tries.pauses
    if len(recent) < per_minute:
        return Tries((*recent, now), pauses, tries.paused_until), 0
    pause = min(_FIRST_PAUSE * 2**pauses, _LONGEST_PAUSE)
    return replace(tries, at=(), pauses=pauses + 1, paused_until=now + pause), int(pause)
