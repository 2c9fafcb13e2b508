"""How an attempt at a release ends: told to all on the device, then remembered as over."""

from pathlib import Path

from vuoro.lobby.appliance.tries import Tries
from vuoro.lobby.appliance.update_record import Update
from vuoro.lobby.appliance.update_told import Told, tell, told_of

_TRIES = "tries.json"


def tries_in(folder: Path) -> Tries:
    """What was tried on this device; ``folder`` belongs to the updater."""
    return Tries(folder / _TRIES)


def end(folder: Path, told: Told) -> None:
    """Nothing more comes of this attempt."""
    tell(folder, told)
    tries_in(folder).end(told.version, told.attempt)


def settle(folder: Path, last: Update | None) -> None:
    """Tell how the last update ended where that was not told: the device died after it."""
    if last is None:
        return
    told = told_of(last)
    if told.is_final and not tries_in(folder).is_over(told.version, told.attempt):
        end(folder, told)
