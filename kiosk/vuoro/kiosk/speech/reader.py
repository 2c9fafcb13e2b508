"""Reads the states of a kiosk by its clock and in its words."""

from collections.abc import Callable

from vuoro.core.catalogue import Catalogue, catalogue
from vuoro.core.clock import Clock
from vuoro.kiosk import PACKAGE
from vuoro.kiosk.flow.state import Config, State
from vuoro.kiosk.speech.telling import Reader
from vuoro.kiosk.view.present import Now
from vuoro.kiosk.view.reading_item import Reading
from vuoro.kiosk.view.reading_state import read_state


def words_in(language: str) -> Catalogue:
    """The kiosk's words in a language."""
    return catalogue(PACKAGE, language)


def reader(clock: Clock, config: Config, words: Callable[[str], Catalogue] = words_in) -> Reader:
    """What reads this kiosk."""

    def read(state: State, mono: float) -> Reading:
        return read_state(state, Now(mono, clock.now()), words(state.wishes.language), config)

    return Reader(read, words)
