"""A visitor who sees nothing: keys in, words out."""

from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID

from tests.kiosk.visit import NEWS, Visit
from vuoro.core.catalogue import catalogue
from vuoro.hardware.keypads.keys import NavKey
from vuoro.kiosk import PACKAGE
from vuoro.kiosk.flow import effects, events
from vuoro.kiosk.flow.speech_events import (
    HeadsetChanged,
    Hush,
    Keyed,
    Say,
    SpeechEffect,
    SpeechEvent,
    Spoken,
    VoicesFound,
)
from vuoro.kiosk.flow.state import Moment, State
from vuoro.kiosk.samples import NOW
from vuoro.kiosk.speech.aloud import aloud
from vuoro.kiosk.speech.telling import Reader, Teller
from vuoro.kiosk.view.present import Now
from vuoro.kiosk.view.reading_item import Reading
from vuoro.kiosk.view.reading_state import read_state


def words_in(language: str) -> object:
    return catalogue(PACKAGE, language)


@dataclass
class Listener(Visit):
    """A kiosk with a listener at it. ``heard`` is every sentence; what is private is marked."""

    heard: list[str] = field(default_factory=list)
    says: list[Say] = field(default_factory=list)
    hushes: int = 0

    def __post_init__(self) -> None:
        self.reader = Reader(self.read, lambda language: catalogue(PACKAGE, language))
        self.happens(events.LobbyChanged(NEWS))
        self.now = 10.0

    def read(self, state: State, mono: float) -> Reading:
        wall = NOW + timedelta(seconds=mono)
        words = catalogue(PACKAGE, state.wishes.language)
        return read_state(state, Now(mono, wall), words, self.config)

    def happens(  # type: ignore[override]  # more can happen, and more is done
        self, event: events.Event | SpeechEvent
    ) -> tuple[effects.Effect | SpeechEffect, ...]:
        self.presses += 1
        moment = Moment(self.now, UUID(int=self.presses))
        self.state, done = aloud(self.state, event, moment, self.config, self.reader)
        for effect in done:
            if isinstance(effect, Say):
                self._hear(effect)
            elif isinstance(effect, Hush):
                self.hushes += 1
            else:
                self.done.append(effect)
        return done

    def plugs_in(self) -> None:
        self.now += 1.0
        self.happens(HeadsetChanged(plugged=True))

    def pulls_out(self) -> None:
        self.now += 1.0
        self.happens(HeadsetChanged(plugged=False))

    def keys(self, *keys: NavKey) -> str:
        """Press keys, a second after each other; the words after the last."""
        for key in keys:
            self.now += 1.0
            self.happens(Keyed(key))
        return self.last

    def goes_to(self, name: str) -> str:
        """Move on until the cursor is there; the words there."""
        for _ in range(200):
            if self.here == name:
                return self.last
            self.keys(NavKey.NEXT)
        raise AssertionError(f"{name} can't be reached: {[item.id for item in self.teller.stops]}")

    def chooses(self, name: str) -> str:
        self.goes_to(name)
        return self.keys(NavKey.CHOOSE)

    def hears_the_end(self) -> None:
        """All that was begun has been said."""
        self.now += 3.0
        self.happens(Spoken(self.says[-1].serial))

    def can_speak(self, *languages: str) -> None:
        self.happens(VoicesFound(frozenset(languages)))

    @property
    def teller(self) -> Teller:
        return Teller(self.read(self.state, self.now), self.state.speech, self.reader.words)

    @property
    def here(self) -> str:
        return self.teller.current.id

    @property
    def last(self) -> str:
        """The newest words."""
        return " ".join(each.text for each in self.says[-1].utterances)

    @property
    def aloud(self) -> str:
        """Everything that a loudspeaker may have said."""
        return " ".join(
            each.text for say in self.says for each in say.utterances if not each.private
        )

    def _hear(self, say: Say) -> None:
        self.says.append(say)
        self.heard += [each.text for each in say.utterances]
