"""Which versions were tried on this device, so that none is tried for ever."""

from dataclasses import dataclass
from pathlib import Path

import msgspec

from vuoro.lobby.appliance.keeping import keep

MOST_TRIES = 3
"""A power cut may cost one."""
_REMEMBERED = 16


class _Try(msgspec.Struct, frozen=True):
    """The newest attempt at a version: how often it was begun, and whether it is over."""

    attempt: int
    times: int = 0
    over: bool = False


@dataclass(frozen=True, slots=True)
class Tries:
    """Kept in ``file``; one that can't be read is none."""

    file: Path

    def is_over(self, version: str, attempt: int) -> bool:
        """Whether this attempt, or a later one, has ended."""
        known = self._read().get(version)
        return known is not None and known.over and known.attempt >= attempt

    def begin(self, version: str, attempt: int) -> bool:
        """Count one more; False where it was begun often enough."""
        known = self._read().get(version)
        times = known.times if known is not None and known.attempt == attempt else 0
        if times >= MOST_TRIES:
            return False
        self._write(version, _Try(attempt, times + 1))
        return True

    def end(self, version: str, attempt: int) -> None:
        """It has ended, however it ended."""
        self._write(version, _Try(attempt, over=True))

    def _read(self) -> dict[str, _Try]:
        try:
            return msgspec.json.decode(self.file.read_bytes(), type=dict[str, _Try])
        except (OSError, msgspec.DecodeError):
            return {}

    def _write(self, version: str, tried: _Try) -> None:
        known = self._read()
        known.pop(version, None)
        newest = dict([*known.items(), (version, tried)][-_REMEMBERED:])
        keep(self.file, msgspec.json.encode(newest))
