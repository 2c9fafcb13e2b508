"""A soft note when a code was taken: who holds a phone to a scanner doesn't look at the screen."""

import logging
import math
import time
from collections.abc import Callable

from vuoro.kiosk.workers import Worker

MUTE_SECONDS = 600.0
"""How long a kiosk whose sound failed stays silent, and its log with it."""

log = logging.getLogger(__name__)


class Earcon:
    """Plays the note on a thread of its own; where nothing can play it, it tries again later."""

    def __init__(self, mono: Callable[[], float] = time.monotonic) -> None:
        self._worker = Worker("kiosk sound")
        self._mono = mono
        self._mute_until = 0.0
        self._busy = False

    def start(self) -> None:
        self._worker.start()

    def play(self) -> None:
        """Begin to play and return at once; nothing while the last one is still being played."""
        if not self._busy and self._mono() >= self._mute_until:
            self._busy = True
            self._worker.submit(self._play)

    def close(self) -> None:
        self._mute_until = math.inf
        self._worker.close()

    def _play(self) -> None:
        from vuoro.hardware.sound import SpeakerError, taken
        from vuoro.hardware.sound.programs import ProgramSpeaker, installed_players

        try:
            ProgramSpeaker(installed_players(), grace=1.0).play(taken())
        except SpeakerError as error:
            self._mute_until = self._mono() + MUTE_SECONDS
            log.info("no sound when a code is taken: %s", error)
        finally:
            self._busy = False
