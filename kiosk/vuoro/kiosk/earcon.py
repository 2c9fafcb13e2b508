"""A soft note when a code was taken: who holds a phone to a scanner doesn't look at the screen."""

import logging

from vuoro.kiosk.workers import Worker

log = logging.getLogger(__name__)


class Earcon:
    """Plays the note on a thread of its own; a kiosk without sound is silent, and says so once."""

    def __init__(self) -> None:
        self._worker = Worker("kiosk sound")
        self._mute = self._busy = False

    def start(self) -> None:
        self._worker.start()

    def play(self) -> None:
        """Begin to play and return at once; nothing while the last one is still being played."""
        if not self._mute and not self._busy:
            self._busy = True
            self._worker.submit(self._play)

    def close(self) -> None:
        self._mute = True
        self._worker.close()

    def _play(self) -> None:
        from vuoro.hardware.sound import SpeakerError, taken
        from vuoro.hardware.sound.programs import ProgramSpeaker, installed_players

        try:
            ProgramSpeaker(installed_players(), grace=1.0).play(taken())
        except SpeakerError as error:
            self._mute = True
            log.info("no sound when a code is taken: %s", error)
        finally:
            self._busy = False
