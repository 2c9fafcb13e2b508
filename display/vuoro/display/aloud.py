"""Announcements aloud: chime and sentences, one call after another, in a thread of their own."""

import logging
import queue
import threading
from collections.abc import Callable

from vuoro.core.clock import Clock
from vuoro.core.wire.board import BoardCall
from vuoro.display.quiet import is_quiet
from vuoro.display.spoken import utterances
from vuoro.hardware.sound import NotSpoken, Speaker, Voice, chime

log = logging.getLogger(__name__)


class Aloud:
    """Says calls. ``on_silence`` is called, in this thread, whenever nothing more is to be said."""

    def __init__(
        self,
        speaker: Speaker,
        voice: Voice,
        clock: Clock,
        *,
        languages: tuple[str, ...],
        quiet_hours: str,
        on_silence: Callable[[], None],
    ) -> None:
        self._speaker = speaker
        self._voice = voice
        self._clock = clock
        self._languages = languages
        self._quiet_hours = quiet_hours
        self._on_silence = on_silence
        self._calls: queue.SimpleQueue[BoardCall | None] = queue.SimpleQueue()
        self._silent = threading.Event()
        self._silent.set()
        self._thread = threading.Thread(target=self._run, name="aloud", daemon=True)

    @property
    def speaking(self) -> bool:
        return not self._silent.is_set()

    def start(self) -> None:
        """Begin to listen for calls."""
        self._thread.start()

    def announce(self, call: BoardCall) -> None:
        """Say a call after those before it, unless these are quiet hours."""
        if not is_quiet(self._quiet_hours, self._clock.now()):
            self._silent.clear()
            self._calls.put(call)

    def close(self) -> None:
        """Stop in mid-sentence; waits for that at most two seconds."""
        self._calls.put(None)
        self._speaker.close()
        self._thread.join(timeout=2)

    def _run(self) -> None:
        while (call := self._calls.get()) is not None:
            try:
                self._say(call)
            except Exception:
                log.exception("an announcement could not be heard", extra={"number": call.number})
            if self._calls.empty():
                self._silent.set()
                self._on_silence()

    def _say(self, call: BoardCall) -> None:
        self._speaker.play(chime())
        for utterance in utterances(call, self._languages):
            spoken = self._voice.say(utterance.text, utterance.language)
            if isinstance(spoken, NotSpoken):
                log.warning(
                    "words stay unspoken",
                    extra={"language": utterance.language, "why": str(spoken.why)},
                )
            else:
                self._speaker.play(spoken)
