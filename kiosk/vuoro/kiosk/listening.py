"""The scanner follows the screen: it rests where no code is of use, and a code taken is heard."""

from collections.abc import Callable

from vuoro.kiosk.flow.scanning import takes_codes
from vuoro.kiosk.flow.state import State


class Listening:
    """Told of every state; says when to listen or rest, and when a code was taken."""

    def __init__(self, listen: Callable[[bool], None], taken: Callable[[], None]) -> None:
        self._listen, self._taken = listen, taken
        self._listens = True
        self._scans = 0

    def follow(self, state: State) -> None:
        """Carry out what is new in this state."""
        listens = takes_codes(state.screen)
        if listens != self._listens:
            self._listens = listens
            self._listen(listens)
        if state.scans != self._scans:
            self._scans = state.scans
            self._taken()
