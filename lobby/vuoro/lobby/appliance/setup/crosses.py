"""Touching crosses: which screen is the kiosk's, which touchscreen lies on it, and which way."""

from collections.abc import Callable
from dataclasses import dataclass

from vuoro.core.catalogue import Catalogue
from vuoro.lobby.appliance.setup import orientation
from vuoro.lobby.appliance.setup.orientation import CROSSES, Matrix, Point
from vuoro.lobby.appliance.setup.shown import Shown
from vuoro.lobby.appliance.setup.stage import Stage
from vuoro.lobby.appliance.setup.stations import stations, touched
from vuoro.lobby.appliance.setup.touch_map import TouchMap
from vuoro.lobby.appliance.setup.touchscreens import Touch

PATIENCE_SECONDS = 600.0
"""So long somebody may be on the way to the screens; without them setup goes on."""
TRIES = 5
_LOOK_SECONDS = 2.0

NextTouch = Callable[[float], Touch | None]


@dataclass(frozen=True, slots=True)
class Crosses:
    """Somebody at the screens. ``next_touch`` comes from the touchscreens themselves, touches of
    the ``stage`` through the compositor; ``bind`` lets it go by another map and matrix."""

    stage: Stage
    words: Catalogue
    next_touch: NextTouch
    bind: Callable[[TouchMap, Matrix], None]

    def find(self, outputs: tuple[str, ...]) -> TouchMap | None:
        """Which touchscreen lies on which output; None where nobody says so in time."""
        places = stations(outputs)
        lines: tuple[str, ...] = (self.words.text("cross.which"),)
        for _ in range(TRIES):
            touch = self._touch(Shown(self.words.text("cross.title"), lines, crosses=places))
            if touch is None:
                return None
            output = touched(touch.at, places)
            if output is not None:
                return TouchMap(touch.device, output)
            lines = (self.words.text("cross.which"), self.words.text("cross.beside"))
        return None

    def _touch(self, page: Shown) -> Touch | None:
        """The next touch; the page is shown again and again, for screens may come late."""
        for _ in range(round(PATIENCE_SECONDS / _LOOK_SECONDS)):
            self.stage.show(page)
            if touch := self.next_touch(_LOOK_SECONDS):
                return touch
        return None

    def straighten(self, touch: TouchMap, matrix: Matrix) -> bool:
        """See that touches arrive where the finger is, and turn them round where they don't."""
        for _ in range(2):
            turn = self._turn(touch.output)
            if turn is None:
                return False
            if turn == orientation.IDENTITY:
                return True
            matrix = orientation.after(turn, matrix)
            self.bind(touch, matrix)
        return self._turn(touch.output) == orientation.IDENTITY

    def _turn(self, output: str) -> Matrix | None:
        touches: list[tuple[Point, Point]] = []
        for number, cross in enumerate(CROSSES, start=1):
            count = self.words.text("cross.count", number=number, of=len(CROSSES))
            self.stage.show(
                Shown(self.words.text("cross.title"), (count,), crosses={output: cross})
            )
            pressed = self.stage.pressed(PATIENCE_SECONDS)
            if pressed is None or pressed.output != output:
                return None
            touches.append((pressed.at, cross))
        return orientation.solved(touches)
