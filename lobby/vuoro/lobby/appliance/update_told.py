"""What everybody on the device may know of the last update: a file that root writes for others."""

from pathlib import Path

import msgspec

from vuoro.core.wire.upkeep import FAILED, UpdateState, Why
from vuoro.lobby.appliance.keeping import keep
from vuoro.lobby.appliance.update_record import Phase, Update

NAME = "told.json"
_STATES = {Phase.GOOD: UpdateState.GOOD, Phase.ROLLED_BACK: UpdateState.ROLLED_BACK}


class Told(msgspec.Struct, frozen=True):
    """A release, and what became of it; ``why`` where it failed."""

    version: str
    attempt: int
    state: UpdateState
    why: Why | None = None

    @property
    def is_final(self) -> bool:
        """Whether nothing more comes of this attempt."""
        return self.state in FAILED or self.state is UpdateState.GOOD

    def is_of(self, version: str, attempt: int) -> bool:
        """Whether it is about this attempt, and not an earlier one."""
        return (self.version, self.attempt) == (version, attempt)


def told_of(update: Update) -> Told:
    """What may be told of an update; one that is not over yet still waits."""
    state = _STATES.get(update.phase, UpdateState.WAITING)
    return Told(update.version, update.attempt, state, update.code)


def tell(folder: Path, told: Told) -> None:
    """Write it, for all to read."""
    keep(folder / NAME, msgspec.json.encode(told), 0o644)


def heard(folder: Path) -> Told | None:
    """What was told last, if it can be read."""
    try:
        return msgspec.json.decode((folder / NAME).read_bytes(), type=Told)
    except (OSError, msgspec.DecodeError):
        return None
