"""Announcements aloud: chime and sentences, one call after another, in a thread of their own."""

import logging
import queue
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor

from vuoro.core.clock import Clock
from vuoro.core.wire.board import BoardCall
from vuoro.display.likely import likely
from vuoro.display.quiet import is_quiet
from vuoro.display.spoken import Utterance, utterances
from vuoro.display.uttering import after_chime, chime_at, known, spoken
from vuoro.hardware.sound import NotSpoken, RememberingVoice, Speaker
from vuoro.hardware.sound.loudness import LOUDNESS_DBFS
from vuoro.hardware.sound.transcript import Transcript

log = logging.getLogger(__name__)

Sentence = bytes | NotSpoken


class Aloud:
    """Says calls. ``on_silence`` is called, in this thread, whenever nothing more is to be said.

    ``loudness`` is that of the chime, in dBFS; the voice has its own.
    """

    def __init__(
        self,
        speaker: Speaker,
        voice: RememberingVoice,
        clock: Clock,
        *,
        languages: tuple[str, ...],
        quiet_hours: str,
        on_silence: Callable[[], None],
        loudness: float = LOUDNESS_DBFS,
        transcript: Transcript | None = None,
    ) -> None:
        self._speaker = speaker
        self._voice = voice
        self._clock = clock
        self._languages = languages
        self._quiet_hours = quiet_hours
        self._on_silence = on_silence
        self._loudness = loudness
        self._transcript = transcript
        self._calls: queue.SimpleQueue[BoardCall | None] = queue.SimpleQueue()
        self._closing = False
        self._silent = threading.Event()
        self._silent.set()
        self._thread = threading.Thread(target=self._run, name="aloud", daemon=True)
        self._ahead = ThreadPoolExecutor(1, "voice")

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
        self._closing = True
        self._calls.put(None)
        self._speaker.close()
        self._ahead.shutdown(wait=False, cancel_futures=True)
        self._thread.join(timeout=2)

    def _run(self) -> None:
        # The first call of the day is not to wait for numpy.
        chime_at(self._loudness)
        while (call := self._calls.get()) is not None:
            try:
                self._say(call)
            except Exception:
                # What was being prepared when the display was closed is no failure.
                if not self._closing:
                    log.exception(
                        "an announcement could not be heard", extra={"number": call.number}
                    )
            if self._calls.empty():
                self._silent.set()
                self._on_silence()

    def _say(self, call: BoardCall) -> None:
        first, *others = utterances(call, self._languages, self._voice.speaks)
        ready = known(self._voice, first)
        if ready is not None:
            later = [self._begin(utterance) for utterance in others]
            self._write(first, ready)
            self._speaker.play(after_chime(ready, self._loudness))
        else:
            others = [first, *others]
            later = [self._begin(utterance) for utterance in others]
            self._speaker.play(chime_at(self._loudness))
        for utterance, future in zip(others, later, strict=True):
            self._play_sentence(utterance, future.result())
        for next_call in likely(call):
            self._ahead.submit(self._prepare, next_call)

    def _begin(self, utterance: Utterance) -> "Future[Sentence]":
        return self._ahead.submit(spoken, self._voice, utterance)

    def _prepare(self, call: BoardCall) -> None:
        for utterance in utterances(call, self._languages, self._voice.speaks)[:1]:
            spoken(self._voice, utterance)

    def _play_sentence(self, utterance: Utterance, sentence: Sentence) -> None:
        if isinstance(sentence, NotSpoken):
            why = {"language": utterance.language, "why": str(sentence.why)}
            log.warning("words stay unspoken", extra=why)
            return
        self._write(utterance, sentence)
        self._speaker.play(sentence)

    def _write(self, utterance: Utterance, wav: bytes) -> None:
        if self._transcript is None:
            return
        try:
            self._transcript.write(utterance.text, utterance.language, wav, output="loudspeaker")
        except OSError as error:
            log.warning("the transcript can't be written: %s", error.strerror)
