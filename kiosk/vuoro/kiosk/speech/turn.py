"""A step on its way: the kiosk as it becomes, and the words that go with it."""

from dataclasses import replace
from typing import Any

from vuoro.kiosk.flow.effects import Effect
from vuoro.kiosk.flow.events import Event
from vuoro.kiosk.flow.screens import Numbered
from vuoro.kiosk.flow.speech_events import Hush, Say, SpeechEffect, Utterance
from vuoro.kiosk.flow.state import Config, Moment, State
from vuoro.kiosk.flow.step import step
from vuoro.kiosk.speech.telling import Reader, Teller
from vuoro.kiosk.view.walk import waits_for_confirmation

Effects = tuple[Effect | SpeechEffect, ...]

LEAST_SPAN = 60.0
"""A number is shown for so long after the last word or key."""
WARN_SECONDS = 30.0
"""So long before a number leaves the glass its listener is told."""
_SECONDS_A_CHARACTER = 0.11
"""At 140 words a minute, in a language of long words."""
_SECONDS_A_REST = 0.8


class Turn:
    """One step; ``state`` and ``effects`` become what it leads to."""

    def __init__(self, state: State, moment: Moment, config: Config, reader: Reader) -> None:
        self.state, self.moment, self.config = state, moment, config
        self.effects: Effects = ()
        self._reader = reader

    @property
    def teller(self) -> Teller:
        """What there is to say of the kiosk as it is now."""
        reading = self._reader.read(self.state, self.moment.mono)
        return Teller(reading, self.state.speech, self._reader.words)

    def step(self, event: Event) -> None:
        """The flow's own step."""
        self.state, effects = step(self.state, event, self.moment, self.config)
        self.effects += effects

    def change(self, **values: Any) -> None:
        """Another value of something in the speech."""
        self.state = replace(self.state, speech=replace(self.state.speech, **values))

    def touch(self) -> None:
        """The visitor is there."""
        self.state = replace(self.state, touched=self.moment.mono)
        self._stay_on_number(self.moment.mono)

    def arrived(self) -> Teller:
        """The cursor where a screen begins, all of which is going to be told."""
        self.change(at="", row=None, moved=False)
        teller = self.teller
        self.change(at=teller.current.id, told=teller.told())
        return self.teller

    def say_here(self) -> None:
        """Where the cursor is."""
        teller = self.teller
        self.change(at=teller.current.id)
        self.say(teller.item(teller.current))

    def say(self, *words: Utterance, patient: bool = False, counts: bool = True) -> None:
        """Have words said. ``counts``: the visitor's time begins when they end."""
        speech = replace(self.state.speech, serial=self.state.speech.serial + 1)
        self.state = replace(self.state, speech=speech)
        soon = apart((self._soon(),)) if speech.on else ()
        words = apart(words)
        said = Say(speech.serial, words, speech.rate, speech.volume, patient, soon)
        self.effects += (said,)
        if counts and speech.on:
            end = self.moment.mono + length(words, speech.rate)
            self.state = replace(self.state, touched=max(self.state.touched, end))
            self._stay_on_number(end)

    def tell(
        self,
        before: State,
        *,
        echo: tuple[Utterance, ...] = (),
        here: bool = False,
        patient: bool = False,
    ) -> None:
        """What is new since ``before``; ``here``: also where the cursor is.

        ``patient``: it happened by itself, so it lets what is being said come to its end.
        """
        if not self.state.speech.on:
            if before.speech.on:
                self._say_goodbye(before)
            return
        if _is_another_screen(before, self.state):
            self._say_or_hush(self.arrived().intro(), counts=not self.state.warned)
            return
        teller = self.teller
        words = echo + teller.items(teller.news(self.state.speech.told))
        self.change(told=teller.told(), at=teller.current.id)
        if here or (echo and waits_for_confirmation(teller.current)):
            words += (teller.item(teller.current),)
        if words or not patient:
            self._say_or_hush(words, patient=patient, counts=not patient)

    def warn_of_the_end(self) -> None:
        """A number's time ends soon."""
        screen, speech = self.state.screen, self.state.speech
        if not speech.on or not isinstance(screen, Numbered):
            return
        soon = self.moment.mono >= screen.until - WARN_SECONDS
        if soon and speech.warned_until != screen.until:
            self.change(warned_until=screen.until)
            teller = self.teller
            bar = teller.reading.find("bar")
            left = teller.items([bar] if bar is not None else [])
            self.say(*left, teller.plain("speech.stay"), patient=True, counts=False)

    def _say_or_hush(self, words: tuple[Utterance, ...], **how: bool) -> None:
        if words:
            self.say(*words, **how)
        else:
            self.effects += (Hush(),)

    def _say_goodbye(self, before: State) -> None:
        """As it was spoken until now."""
        teller = Teller(
            self._reader.read(before, self.moment.mono), before.speech, self._reader.words
        )
        self.change(serial=self.state.speech.serial + 1)
        serial, speech = self.state.speech.serial, before.speech
        words = (teller.plain("speech.bye"),)
        self.effects += (Say(serial, words, speech.rate, speech.volume),)

    def _soon(self) -> Utterance:
        teller = self.teller
        return teller.item(teller.beside(1))

    def _stay_on_number(self, until: float) -> None:
        screen = self.state.screen
        if isinstance(screen, Numbered):
            span = max(screen.span, LEAST_SPAN)
            stayed = replace(screen, until=max(screen.until, until + span), span=span)
            self.state = replace(self.state, screen=stayed)


def apart(words: tuple[Utterance, ...]) -> tuple[Utterance, ...]:
    """A code in its characters: the voice remembers what it said, but no code."""
    return tuple(
        replace(each, text=part) for each in words for part in (_characters(each) or [each.text])
    )


def _characters(utterance: Utterance) -> list[str]:
    parts = utterance.text.rstrip(".").split()
    return parts if utterance.private and all(len(part) == 1 for part in parts) else []


def length(words: tuple[Utterance, ...], rate: int) -> float:
    """How many seconds words may take; rather too many."""
    characters = sum(len(each.text) for each in words)
    return (characters * _SECONDS_A_CHARACTER + len(words) * _SECONDS_A_REST) * 140 / rate


def _is_another_screen(before: State, after: State) -> bool:
    """Whether everything has to be told: a new screen, another language, the sheet over it."""
    return (
        before.since != after.since
        or type(before.screen) is not type(after.screen)
        or before.warned != after.warned
        or before.wishes.language != after.wishes.language
        or before.wishes.simple != after.wishes.simple
    )
