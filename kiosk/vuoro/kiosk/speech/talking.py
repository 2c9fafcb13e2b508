"""All that a kiosk needs to be read aloud: voice, speakers, headset, keypad, opened on a thread."""

import logging
import os
import threading
from collections.abc import Callable

from vuoro.core.clock import Clock
from vuoro.core.languages import ENDONYMS
from vuoro.core.settings.schema import SpeechSettings
from vuoro.kiosk.flow.speech_events import (
    HeadsetChanged,
    Hush,
    Keyed,
    Say,
    SpeechEffect,
    SpeechEvent,
    VoicesFound,
)
from vuoro.kiosk.speech.ear import Ear
from vuoro.kiosk.speech.mouth import Mouth
from vuoro.kiosk.speech.outputs import Outputs

log = logging.getLogger(__name__)

AGAIN_SECONDS = 60.0
"""After a sound that nothing would play, speech is offered again."""


class Talking:
    """The speech of one kiosk. ``start`` returns at once; what is there is told by events."""

    def __init__(
        self, settings: SpeechSettings, clock: Clock, post: Callable[[SpeechEvent], None]
    ) -> None:
        self._settings, self._clock, self._post = settings, clock, post
        self._mouth: Mouth | None = None
        self._ear = Ear(self._heard)
        self._closing = threading.Event()
        self._again: threading.Timer | None = None
        self._languages: frozenset[str] = frozenset()
        self._closers: list[Callable[[], None]] = []
        self._thread = threading.Thread(target=self._open, name="kiosk speech start", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def run(self, effect: SpeechEffect) -> None:
        """Begin or end speaking, at once."""
        if self._mouth is None:
            return
        match effect:
            case Say():
                self._mouth.say(effect)
            case Hush():
                self._mouth.hush()

    def close(self) -> None:
        """End every thread."""
        self._closing.set()
        if self._again is not None:
            self._again.cancel()
        if self._thread.is_alive():
            self._thread.join(5.0)
        for close in reversed(self._closers):
            close()

    def _open(self) -> None:
        try:
            self._open_voice()
            self._open_headset()
            self._open_keypad()
        except Exception:
            log.exception("this kiosk can't be read aloud")
            self._post(VoicesFound(frozenset()))

    def _open_voice(self) -> None:
        from vuoro.hardware.sound import open_speech_speaker, open_voice
        from vuoro.hardware.sound.transcript import transcript_of

        settings = self._settings
        if settings.engine == "none" or settings.sound == "none":
            self._post(VoicesFound(frozenset()))
            return
        voice = open_voice(settings.engine, settings.voices)
        self._mouth = Mouth(
            voice,
            Outputs(
                lambda output: open_speech_speaker(settings, output, self._clock),
                loudspeaker=settings.loudspeaker,
            ),
            private=lambda: self._ear.plugged,
            spoken=self._post,
            failed=self._failed,
            transcript=transcript_of(os.environ, self._clock),
        )
        self._mouth.start()
        self._closers.append(self._mouth.close)
        self._languages = frozenset(tag for tag in ENDONYMS if voice.speaks(tag))
        self._post(VoicesFound(self._languages))

    def _open_headset(self) -> None:
        from vuoro.hardware.sound.headset import open_headset

        headset = open_headset(self._settings)
        self._closers.append(headset.close)
        headset.watch(self._ear.jack)

    def _open_keypad(self) -> None:
        from vuoro.hardware.keypads.keys import NavKey
        from vuoro.hardware.keypads.opening import open_keypad
        from vuoro.hardware.keypads.profile import KeypadProfileError

        def on_key(key: NavKey) -> None:
            if key in (NavKey.HEADSET_IN, NavKey.HEADSET_OUT):
                self._ear.plug(key is NavKey.HEADSET_IN)
            else:
                self._post(Keyed(key, self._clock.mono()))

        try:
            keypad = open_keypad(self._settings)
        except KeypadProfileError:
            log.exception("no keypad")
            return
        self._closers.append(keypad.close)
        keypad.start(on_key)

    def _heard(self, event: HeadsetChanged) -> None:
        """Pulled out: nothing that was meant for it may go on in the loudspeaker."""
        if not event.plugged and self._mouth is not None:
            self._mouth.hush()
        self._post(event)

    def _failed(self) -> None:
        """Nothing plays. That is said on the glass, and tried again after a while."""
        self._post(VoicesFound(frozenset()))
        if self._closing.is_set() or self._again is not None:
            return
        self._again = threading.Timer(AGAIN_SECONDS, self._try_again)
        self._again.daemon = True
        self._again.start()

    def _try_again(self) -> None:
        self._again = None
        self._post(VoicesFound(self._languages))
