"""Whether a camera that sends pictures sees anything: not covered, not frozen."""

import enum
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from vuoro.hardware.scanners.picture import GreyImage

DARK_SECONDS = 60.0
"""Longer than anybody holds a phone right against the lens."""
FROZEN_SECONDS = 10.0
_STEP = 16
"""Every n-th pixel of every n-th row: 3600 of a 720p picture, 20 µs."""
_BLACK, _EVEN = 24, 6
"""Grey of 255 below which a picture is night, and how much it may vary: the noise of a sensor."""
_FLAT = 2
"""A picture without any noise is one clipped to black or white: no wonder if the next is alike."""


class Sight(enum.Enum):
    """What becomes of a camera's pictures."""

    CLEAR = enum.auto()
    COVERED = enum.auto()
    """Black for a minute: a cover, a thing put before it, or a lobby without light."""
    FROZEN = enum.auto()
    """The very same picture again and again: no sensor does that, a camera that hangs does."""


@dataclass(slots=True)
class Liveness:
    """Judges one picture after another; remembers some of its pixels, and no picture."""

    _sample: bytes = b""
    _same_since: float = 0.0
    _dark_since: float | None = None

    def judge(self, picture: "GreyImage", at: float) -> Sight:
        """What this picture, seen at so many seconds, says beside those before it."""
        some = picture[_STEP // 2 :: _STEP, _STEP // 2 :: _STEP]
        spread = float(some.std())
        sample = some.tobytes()
        if sample != self._sample or spread < _FLAT:
            self._sample, self._same_since = sample, at
        if float(some.mean()) >= _BLACK or spread > _EVEN:
            self._dark_since = None
        elif self._dark_since is None:
            self._dark_since = at
        if at - self._same_since >= FROZEN_SECONDS:
            return Sight.FROZEN
        if self._dark_since is not None and at - self._dark_since >= DARK_SECONDS:
            return Sight.COVERED
        return Sight.CLEAR
