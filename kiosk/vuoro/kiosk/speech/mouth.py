"""Says what it is told: one thread makes the sounds ahead, another plays them."""

import logging
import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from vuoro.hardware.sound import NotSpoken, SpeakerError, Voice, at_volume
from vuoro.hardware.sound.transcript import Transcript
from vuoro.kiosk.flow.speech_events import Say, Spoken, Utterance
from vuoro.kiosk.speech.outputs import Outputs

log = logging.getLogger(__name__)

_AGAIN_SECONDS = 0.02
"""How soon a speaker is stopped once more that was just about to begin."""


@dataclass(frozen=True, slots=True)
class _Piece:
    """An utterance on its way: ``serial`` is told when it was the last of its words."""

    turn: int
    utterance: Utterance
    rate: int
    volume: int
    serial: int | None = None


class Mouth:
    """Two threads. ``say`` and ``hush`` return at once and may come from any thread.

    ``private`` tells at every moment whether private things may be said; ``failed`` is told when
    nothing can be heard, ``spoken`` when all of some words were.
    """

    def __init__(
        self,
        voice: Voice,
        outputs: Outputs,
        private: Callable[[], bool],
        spoken: Callable[[Spoken], None],
        failed: Callable[[], None],
        transcript: Transcript | None = None,
    ) -> None:
        self._voice, self._outputs, self._private = voice, outputs, private
        self._spoken, self._failed, self._transcript = spoken, failed, transcript
        self._change = threading.Condition()
        self._turn = 0
        """What belongs to an earlier turn was interrupted."""
        self._wanted: deque[_Piece] = deque()
        self._soon: deque[_Piece] = deque()
        self._ready: deque[tuple[_Piece, bytes | None]] = deque()
        self._playing: int | None = None
        self._closed = False
        self._told: set[str] = set()
        self._threads = [
            threading.Thread(target=self._make, name="kiosk voice", daemon=True),
            threading.Thread(target=self._play, name="kiosk speech", daemon=True),
        ]

    def start(self) -> None:
        for thread in self._threads:
            thread.start()

    def say(self, say: Say) -> None:
        """Say these words: at once, or after what is being said."""
        if not say.patient:
            self.hush()
        with self._change:
            *first, last = (
                _Piece(self._turn, each, say.rate, say.volume) for each in say.utterances
            )
            end = _Piece(self._turn, last.utterance, say.rate, say.volume, say.serial)
            self._wanted.extend((*first, end))
            self._soon = deque(_Piece(self._turn, each, say.rate, say.volume) for each in say.soon)
            self._change.notify_all()

    def hush(self) -> None:
        """Stop speaking."""
        with self._change:
            self._turn += 1
            self._wanted.clear()
            self._soon.clear()
            self._ready.clear()
            self._change.notify_all()
        self._outputs.stop()

    def close(self) -> None:
        """Stop speaking for good."""
        with self._change:
            self._closed = True
        self.hush()
        self._outputs.close()
        for thread in self._threads:
            if thread.is_alive():
                thread.join(3.0)

    def _make(self) -> None:
        while True:
            with self._change:
                self._change.wait_for(
                    lambda: self._closed or self._wanted or self._soon or self._goes_on()
                )
                if self._closed:
                    return
                self._silence_the_past()
                wanted = bool(self._wanted)
                pieces = self._wanted if wanted else self._soon
                if not pieces:
                    continue
                piece = pieces.popleft()
            wav = self._sound(piece)
            with self._change:
                if wanted and piece.turn == self._turn:
                    self._ready.append((piece, wav))
                    self._change.notify_all()

    def _goes_on(self) -> bool:
        """Whether something interrupted is still being played."""
        return self._playing not in (None, self._turn)

    def _silence_the_past(self) -> None:
        """A sound that was beginning just as it was interrupted has missed its stop."""
        while self._goes_on() and not self._closed:
            self._outputs.stop()
            self._change.wait(_AGAIN_SECONDS)

    def _sound(self, piece: _Piece) -> bytes | None:
        try:
            wav = self._voice.say(piece.utterance.text, piece.utterance.language, piece.rate)
            if isinstance(wav, NotSpoken):
                self._tell_once(f"no speech in {piece.utterance.language}: {wav.why}")
                return None
            return at_volume(wav, piece.volume)
        except Exception:
            log.exception("words could not be made into sound")
            return None

    def _play(self) -> None:
        while True:
            with self._change:
                self._change.wait_for(lambda: self._closed or self._ready)
                if self._closed:
                    return
                piece, wav = self._ready.popleft()
                self._playing = piece.turn
            if wav is not None:
                self._let_hear(piece, wav)
            with self._change:
                self._playing = None
                over = piece.turn == self._turn
                self._change.notify_all()
            if over and piece.serial is not None:
                self._spoken(Spoken(piece.serial))

    def _let_hear(self, piece: _Piece, wav: bytes) -> None:
        utterance = piece.utterance
        output = self._outputs.choose(headset=self._private(), private=utterance.private)
        if output is None:
            return
        try:
            if self._transcript is not None:
                self._transcript.write(
                    utterance.text,
                    utterance.language,
                    wav,
                    output=output,
                    private=utterance.private,
                )
            self._outputs.play(output, wav)
        except SpeakerError as error:
            self._tell_once(f"nothing plays speech: {error}")
            self._failed()
        except Exception:
            log.exception("words could not be played")

    def _tell_once(self, problem: str) -> None:
        if problem not in self._told:
            self._told.add(problem)
            log.warning(problem)
