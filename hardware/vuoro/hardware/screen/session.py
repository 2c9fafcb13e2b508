"""The watch of a session: tells systemd that the compositor is well, or that it is broken.

systemd then starts the session anew, and with it all that is shown in it.
"""

import json
import logging
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from vuoro.core.service_manager import ServiceManager
from vuoro.hardware.screen.compositor import NoAnswer, lit_outputs
from vuoro.hardware.screen.connectors import connectors
from vuoro.hardware.screen.watching import Look, Verdict, Watch, after_restart, judge

log = logging.getLogger(__name__)

LOOK_SECONDS = 10.0
"""The watchdog of the unit waits several of these."""


@dataclass
class SessionWatch:
    """``note``: file in which a session leaves word to the next one of this boot."""

    manager: ServiceManager
    note: Path
    boot: uuid.UUID
    look: Callable[[], Look]
    _watch: Watch = field(default_factory=Watch)
    _told: str = ""

    def begin(self) -> None:
        """Read what the session before left."""
        try:
            left = json.loads(self.note.read_text(encoding="utf-8"))
            if left["boot"] == str(self.boot):
                self._watch = after_restart([str(name) for name in left["dark"]])
        except (OSError, ValueError, KeyError, TypeError):
            # None was left, or one that a power cut spoilt: all screens have their chance.
            return

    def step(self, mono: float) -> Verdict:
        """Look once; a sign of life if all is well or may become so."""
        self._watch, verdict = judge(self._watch, self.look(), mono)
        if verdict.well:
            self.manager.alive()
        else:
            self._leave(verdict)
            self.manager.broken()
        if str(verdict) != self._told:
            self._told = str(verdict)
            self.manager.status(self._told)
            log.log(
                logging.INFO if verdict.well else logging.WARNING,
                "the screens of this session",
                extra={"screens": self._told, "starts_anew": not verdict.well},
            )
        return verdict

    def _leave(self, verdict: Verdict) -> None:
        left = {"boot": str(self.boot), "dark": sorted(verdict.dark)}
        try:
            self.note.write_text(json.dumps(left), encoding="utf-8")
        except OSError as error:
            log.warning("no word for the next session", extra={"reason": error.strerror})


def look() -> Look:
    """One look at this computer."""
    try:
        lit = lit_outputs()
    except NoAnswer as error:
        log.warning("the compositor does not answer", extra={"reason": str(error)})
        lit = None
    return Look(connectors(), lit)
