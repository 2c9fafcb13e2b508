"""What the glass shows of a state: the only place where flow, words and QML meet."""

from collections.abc import Callable

from vuoro.core.catalogue import Catalogue, catalogue
from vuoro.core.clock import Clock
from vuoro.hardware.keypads.keys import NavKey
from vuoro.kiosk import PACKAGE
from vuoro.kiosk.flow.patience import patient
from vuoro.kiosk.flow.state import Config, State
from vuoro.kiosk.flow.timing import idle_left
from vuoro.kiosk.glass import Glass
from vuoro.kiosk.speech.telling import ZONES
from vuoro.kiosk.view.outcomes import round_up
from vuoro.kiosk.view.present import Now, footer, office, present
from vuoro.kiosk.view.words import time_of_day

_ICONS = {
    NavKey.BACK: "back",
    NavKey.NEXT: "next",
    NavKey.REPEAT: "again",
    NavKey.CHOOSE: "check",
}


class Painter:
    """Keeps the glass at the state it is given."""

    def __init__(
        self,
        glass: Glass,
        clock: Clock,
        config: Config,
        words_in: Callable[[str], Catalogue] = lambda language: catalogue(PACKAGE, language),
    ) -> None:
        self._glass, self._clock, self._config, self._words_in = glass, clock, config, words_in

    def paint(self, state: State) -> None:
        """Show a state as it is now."""
        words = self._words_in(state.wishes.language)
        now = Now(self._clock.mono(), self._clock.now())
        glass = self._glass
        glass.wish(state.wishes)
        glass.foot(footer(state, words))
        glass.say(
            office=office(state, words),
            clock=time_of_day(now.wall, words),
            scans=state.scans,
            taken=words.text("scan.taken"),
            erase=words.text("pad.erase"),
            minus=words.text("pad.minus"),
            plus=words.text("pad.plus"),
            focus=state.speech.at if state.speech.on else "",
            zones=[_zone(key, words) for key in ZONES] if state.speech.zones else [],
        )
        glass.show(present(state, now, words))
        self._idle(state, now, words)

    def _idle(self, state: State, now: Now, words: Catalogue) -> None:
        left = idle_left(state, now.mono, self._config)
        warn = patient(state, self._config).warn
        self._glass.say(
            idle=state.warned,
            idleTitle=words.text("idle.title"),
            idleLead=words.text("idle.lead", n=round_up(left)) if state.warned else "",
            idleMore=words.text("idle.more"),
            idleAgain=words.text("nav.again"),
            idleShare=min(1.0, round_up(left) / warn) if state.warned else 1.0,
        )


def _zone(key: NavKey, words: Catalogue) -> dict[str, str]:
    """One of the four parts of the glass of somebody who listens."""
    return {"key": key.value, "text": words.text(f"speech.{key.value}"), "icon": _ICONS[key]}
