"""What is said of a screen: all of it when it comes, later only what is new."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from vuoro.core.catalogue import Catalogue
from vuoro.core.languages import ENGLISH, FINNISH, fallbacks
from vuoro.core.languages import right_to_left as from_right
from vuoro.hardware.keypads.keys import NavKey
from vuoro.kiosk.flow.speech import LOUDEST, Speech
from vuoro.kiosk.flow.speech_events import Utterance
from vuoro.kiosk.flow.state import State
from vuoro.kiosk.view.reading_item import Item, Reading, Role
from vuoro.kiosk.view.saying import said
from vuoro.kiosk.view.walk import first_stop, walk

Told = tuple[tuple[str, str], ...]

ZONES = (NavKey.BACK, NavKey.NEXT, NavKey.REPEAT, NavKey.CHOOSE)
"""The parts of the glass: the upper two, then the lower two, in the direction of reading."""
_ZONE_NAMES = ("top_left", "top_right", "bottom_left", "bottom_right")
_MIRRORED = ("top_right", "top_left", "bottom_right", "bottom_left")


@dataclass(frozen=True)
class Reader:
    """Reads a state at a moment (monotonic seconds), and knows the words of every language."""

    read: Callable[[State, float], Reading]
    words: Callable[[str], Catalogue]


@dataclass(frozen=True)
class Teller:
    """A reading with its cursor, put into words."""

    reading: Reading
    speech: Speech
    words: Callable[[str], Catalogue]

    @property
    def stops(self) -> tuple[Item, ...]:
        """Where the cursor can be."""
        return walk(self.reading, self.speech, self.own)

    @property
    def own(self) -> Catalogue:
        """The words of the reading."""
        return self.words(self.reading.language)

    @property
    def current(self) -> Item:
        """Where the cursor is; where it was lost, where it begins."""
        stops = self.stops
        found = (item for item in stops if item.id == self.speech.at)
        return next(found, None) or first_stop(stops)

    def beside(self, steps: int) -> Item:
        """So many places further, from the last on to the first again."""
        stops = self.stops
        return stops[(stops.index(self.current) + steps) % len(stops)]

    def item(self, item: Item) -> Utterance:
        """A thing, its role and its state; in a language that can be spoken."""
        return self._voiced(said(item, self.words(item.language or self.reading.language)))

    def items(self, items: Iterable[Item]) -> tuple[Utterance, ...]:
        return tuple(self.item(item) for item in items)

    def plain(self, key: str, **values: object) -> Utterance:
        """Words about the speech itself."""
        return self._voiced(Utterance(self.own.text(key, **values), self.reading.language))

    def intro(self) -> tuple[Utterance, ...]:
        """The words of a screen up to what can be done first, and that."""
        if not self.speech.speaks(self.reading.language):
            return (*self._no_voice(), self.item(self.current))
        if self.reading.modal:
            return (*self.items(self.reading.items[:2]), self.plain("speech.stay"))
        if not any(item.role is Role.TITLE for item in self.reading.items):
            # Nothing to tell yet: an answer is on its way.
            return ()
        first = first_stop(self.stops)
        before = self.stops[: self.stops.index(first)]
        told = [item for item in before if not (item.acts or item.quiet or item.private)]
        return (*self.items(told), self.item(self.current))

    def welcome(self) -> tuple[Utterance, ...]:
        """That the speech is on, and how it is used."""
        return self.plain("speech.welcome"), self.how()

    def how(self) -> Utterance:
        """Where the keys are; on the glass that depends on the direction of reading."""
        if not self.speech.zones:
            return self.plain("speech.keys")
        places = _MIRRORED if from_right(self.reading.language) else _ZONE_NAMES
        names = {
            place: self.own.text(f"speech.{key.value}")
            for place, key in zip(places, ZONES, strict=True)
        }
        return self.plain("speech.zones", **names)

    def help(self) -> tuple[Utterance, ...]:
        return (self.how(), self.plain("speech.help"), self.item(self.current))

    def tuning(self, key: NavKey) -> Utterance:
        """How loud or fast it is now."""
        if key in (NavKey.LOUDER, NavKey.QUIETER):
            return self.plain("speech.volume", n=self.speech.volume, of=LOUDEST)
        return self.plain("speech.rate", n=self.speech.rate)

    def told(self) -> Told:
        """What of the screen needs no telling again while it stays the same."""
        return tuple((item.id, item.text) for item in self._standing())

    def news(self, told: Told) -> tuple[Item, ...]:
        """Words that weren't there before."""
        return tuple(item for item in self._standing() if (item.id, item.text) not in told)

    def _standing(self) -> tuple[Item, ...]:
        return tuple(
            item for item in self.reading.items if not (item.acts or item.quiet or item.private)
        )

    def _voiced(self, utterance: Utterance) -> Utterance:
        """A name in a language without a voice is said by another."""
        tags = (utterance.language, *fallbacks(utterance.language), FINNISH)
        spoken = next((tag for tag in tags if self.speech.speaks(tag)), utterance.language)
        return replace(utterance, language=spoken)

    def _no_voice(self) -> tuple[Utterance, ...]:
        return tuple(
            Utterance(self.words(tag).text("speech.no_voice"), tag)
            for tag in (ENGLISH, FINNISH)
            if self.speech.speaks(tag)
        )
