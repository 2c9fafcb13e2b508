"""Who paints: the processor, or the graphics chip where it is asked to and able to. Pure but for
its note, a few bytes in the cache."""

import json
import logging
import uuid
from collections.abc import MutableMapping
from pathlib import Path

log = logging.getLogger(__name__)

BACKEND = "QT_QUICK_BACKEND"
"""Qt's own variable: ``software`` is the processor; empty is the chip."""
TRIES = 2
WELL_SECONDS = 60
"""A chip that paints for so long is able to."""


class Rendering:
    """The choice of one start. ``note``: where tries of this boot are counted."""

    def __init__(self, note: Path, boot: uuid.UUID) -> None:
        self._note, self._boot = note, str(boot)
        self._tries = 0

    def choose(self, environment: MutableMapping[str, str]) -> None:
        """Set Qt's variable: as it is, by default the processor; the processor, too, after the
        chip did not get through its first minute twice since the computer started."""
        if environment.setdefault(BACKEND, "software"):
            return
        self._tries = self._read()
        if self._tries >= TRIES:
            log.warning("the graphics chip failed: the processor paints", extra={"times": TRIES})
            environment[BACKEND] = "software"
            return
        self._write(self._tries + 1)

    def works(self) -> None:
        """It has painted for a minute. To be called once."""
        if self._read():
            self._write(0)

    def _read(self) -> int:
        try:
            left = json.loads(self._note.read_text(encoding="utf-8"))
            return int(left["tries"]) if left["boot"] == self._boot else 0
        except (OSError, ValueError, KeyError, TypeError):
            return 0

    def _write(self, tries: int) -> None:
        try:
            self._note.parent.mkdir(parents=True, exist_ok=True)
            self._note.write_text(json.dumps({"boot": self._boot, "tries": tries}))
        except OSError as error:
            log.warning("tries of the graphics chip are not counted", extra={"why": error.strerror})
