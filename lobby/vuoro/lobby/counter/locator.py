"""The locating sound, begun and ended at once, in a thread of its own."""

import logging
import threading
import time
from collections.abc import Callable

from vuoro.hardware.part_state import PartState
from vuoro.hardware.scanners.retrying import retry_after
from vuoro.hardware.sound import Speaker, SpeakerError
from vuoro.hardware.sound.wav import seconds

log = logging.getLogger(__name__)


class Locator:
    """Plays one sound over and over while it is wanted.

    Every time it is wanted it has a speaker of its own, which is closed to end it in mid-tick.
    """

    def __init__(
        self,
        open_speaker: Callable[[], Speaker],
        sound: Callable[[], bytes],
        mono: Callable[[], float] = time.monotonic,
    ) -> None:
        self._open, self._sound, self._mono = open_speaker, sound, mono
        self._speaker: Speaker | None = None
        self._wanted = self._closing = False
        self._failures = 0
        self._changed = threading.Condition()
        self._thread = threading.Thread(target=self._run, name="locator", daemon=True)

    @property
    def state(self) -> PartState:
        return PartState.OFFLINE if self._failures else PartState.OK

    def start(self) -> None:
        try:
            self._open().close()
        except SpeakerError as error:
            # Staff are told now, not when the first blind client looks for the counter.
            self._failed(error)
        self._thread.start()

    def want(self, wanted: bool) -> None:
        """Begin to sound, or be silent at once; the same again changes nothing."""
        with self._changed:
            if wanted is not self._wanted:
                self._wanted = wanted
                self._hush()

    def close(self) -> None:
        """Silence, for good."""
        with self._changed:
            self._closing, self._wanted = True, False
            self._hush()
        if self._thread.is_alive():
            self._thread.join(timeout=2)

    def _hush(self) -> None:
        if self._speaker is not None:
            self._speaker.close()
            self._speaker = None
        self._changed.notify_all()

    def _run(self) -> None:
        while (speaker := self._next()) is not None:
            try:
                self._play(speaker)
            except SpeakerError as error:
                self._failed(error)
            except Exception as error:
                # A counter that falls silent for good is found by nobody who can't see it.
                log.exception("a bug in the locating sound")
                self._failed(error)

    def _play(self, speaker: Speaker) -> None:
        wav, began = self._sound(), self._mono()
        speaker.play(wav)
        self._failures = 0
        left = began + seconds(wav) - self._mono()
        with self._changed:
            # A player that swallows the sound at once would be started a hundred times a second.
            if left > 0 and self._speaker is speaker:
                self._changed.wait(left)

    def _next(self) -> Speaker | None:
        """What to play on, once something is to be played; None when it is over."""
        with self._changed:
            while not self._closing:
                if self._wanted:
                    try:
                        self._speaker = self._speaker or self._open()
                    except SpeakerError as error:
                        self._failed(error)
                        continue
                    return self._speaker
                self._changed.wait()
        return None

    def _failed(self, error: Exception) -> None:
        """Told once; tried again ever later, while it is still wanted."""
        if not self._failures:
            log.warning("the locating sound can't be heard: %s", error)
        self._failures += 1
        with self._changed:
            if self._wanted:
                self._changed.wait(retry_after(self._failures))


class NoLocator:
    """A counter that is found by its light alone."""

    state = PartState.NONE

    def start(self) -> None:
        pass

    def want(self, wanted: bool) -> None:
        pass

    def close(self) -> None:
        pass
