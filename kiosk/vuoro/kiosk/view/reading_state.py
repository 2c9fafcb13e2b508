"""A state of the kiosk as it is read aloud."""

from vuoro.core.catalogue import Catalogue
from vuoro.kiosk.flow import screens
from vuoro.kiosk.flow.state import Config, State
from vuoro.kiosk.flow.timing import idle_left
from vuoro.kiosk.view.outcomes import round_up
from vuoro.kiosk.view.present import Now, footer, office, present
from vuoro.kiosk.view.reading import Around, IdleSheet, reading
from vuoro.kiosk.view.reading_item import Reading
from vuoro.kiosk.view.reading_slip import slip_items
from vuoro.kiosk.view.words import time_of_day


def read_state(state: State, now: Now, words: Catalogue, config: Config) -> Reading:
    """All there is to read of a state at a moment."""
    screen = state.screen
    around = Around(
        office=office(state, words),
        clock=time_of_day(now.wall, words),
        idle=idle_sheet(state, now, words, config) if state.warned else None,
        camera=config.camera,
        slip=tuple(slip_items(screen.slip, words)) if isinstance(screen, screens.Numbered) else (),
    )
    return reading(present(state, now, words), footer(state, words), around, words)


def idle_sheet(state: State, now: Now, words: Catalogue, config: Config) -> IdleSheet:
    """The words of the sheet that asks whether somebody is still there."""
    left = round_up(idle_left(state, now.mono, config))
    return IdleSheet(
        title=words.text("idle.title"),
        lead=words.text("idle.lead", n=left),
        more=words.text("idle.more"),
        again=words.text("nav.again"),
    )
