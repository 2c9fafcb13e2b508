"""An update of the device: unpack beside, try on a copy, switch, watch, and go back if need be.

The device may die at any moment. At its next start ``begin`` decides which release starts, and
``watch`` ends what was begun; both may be called as often as one likes.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from msgspec.structs import replace

from vuoro.core.wire.upkeep import Why
from vuoro.lobby.appliance.shelf import Shelf
from vuoro.lobby.appliance.update_record import Phase, Update, read, write

MOST_STARTS = 2
"""Starts that a new release gets to prove itself; a power cut may cost it one."""

At = Callable[[str], None]


class Device(Protocol):
    """The programs and the data of this device."""

    def try_out(self, release: Path) -> str:
        """Run a release on a copy of the data: a number drawn, called and printed. Empty: good."""
        ...

    def stop(self) -> None:
        """End the programs; when this returns nobody writes."""
        ...

    def start(self) -> None:
        """Start the programs of the release in use."""
        ...

    def ill(self) -> str:
        """Wait until the programs work, or can't be expected to any more. Empty: they work."""
        ...

    def keep_data(self) -> None:
        """Put a copy of the data aside; the programs are stopped."""
        ...

    def bring_data_back(self) -> None:
        """Take the copy back, if the release in use can't read the data any more."""
        ...


@dataclass(frozen=True)
class Updater:
    """Updates one device. ``record`` is the file that survives."""

    shelf: Shelf
    device: Device
    record: Path
    at: At = lambda point: None

    @property
    def last(self) -> Update | None:
        return read(self.record)

    def bring(self, version: str, attempt: int = 0) -> Update:
        """Bring a release into use that was unpacked under its part name. How it ended.

        ``attempt``: of the rollout it came with, told again with how it ended.
        """
        before = self.shelf.current
        assert before is not None, "the device runs a release"
        self.shelf.put(version)
        self.at("put")
        update = Update(version, before, Phase.UNPACKED, attempt=attempt)
        if why := self.device.try_out(self.shelf.folder(version)):
            return self._note(replace(update, phase=Phase.ROLLED_BACK, why=why, code=Why.TRIAL))
        self._note(update)
        self.at("tried")
        self.device.stop()
        self.at("stopped")
        self.device.keep_data()
        self.at("kept")
        update = self._note(replace(update, phase=Phase.SWITCHED))
        self.at("noted")
        self.shelf.use(version)
        self.at("switched")
        self.device.start()
        return self._watched(update)

    def begin(self) -> None:
        """Before any program starts: the release that the record says, or the one before it."""
        update = self.last
        if update is None or update.phase is Phase.GOOD:
            return
        if update.phase is not Phase.SWITCHED:
            return
        if update.starts >= MOST_STARTS:
            self._go_back(update, "It did not get through a start of the device.", Why.STARTS)
            return
        write(self.record, replace(update, starts=update.starts + 1))
        self.at("counted")
        self.shelf.use(update.version)

    def watch(self) -> Update | None:
        """Once the programs were started: see whether a release that is new works."""
        update = self.last
        if update is None or update.phase is not Phase.SWITCHED:
            return update
        return self._watched(update)

    def _watched(self, update: Update) -> Update:
        why = self.device.ill()
        self.at("watched")
        if not why:
            return self._note(replace(update, phase=Phase.GOOD))
        self.device.stop()
        self.at("stopped_again")
        back = self._go_back(update, why, Why.ILL)
        self.device.start()
        return back

    def _go_back(self, update: Update, why: str, code: Why) -> Update:
        """The programs are stopped."""
        self.shelf.go_back_to(update.before)
        self.at("used_before")
        self.device.bring_data_back()
        self.at("data_back")
        return self._note(replace(update, phase=Phase.ROLLED_BACK, why=why, code=code))

    def _note(self, update: Update) -> Update:
        write(self.record, update)
        if update.phase in (Phase.GOOD, Phase.ROLLED_BACK):
            self.at("ended")
            self.shelf.tidy()
        return update
