"""Films screens of the kiosk while time passes: six seconds at 60 pictures a second each, as JSON.

A process of its own, because ``QSG_FIXED_ANIMATION_STEP`` is read when Qt begins: with it every
picture is a sixtieth of a second later for all animations, however long it took to draw.
"""

import os
import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict, replace
from datetime import timedelta
from typing import TYPE_CHECKING

import msgspec

from vuoro.lobby.a11y.motion import moved

if TYPE_CHECKING:
    from vuoro.kiosk.easel import Easel
    from vuoro.kiosk.flow.state import State
    from vuoro.lobby.a11y.pixels import Pixels

PER_SECOND = 60
SECONDS = 6
"""More than the five that a motion may last."""
SCREENS = ("home", "show-code", "services", "asking", "number-issued", "idle-warning")
SIZE = (360, 640, 340)


def frames(easel: "Easel", state: "State", tick: Callable[[float], None]) -> Iterator["Pixels"]:
    """A screen that has just come, while nobody does anything."""
    from vuoro.lobby.a11y.kiosk.studio import as_pixels

    easel.show(replace(state, scans=state.scans + 1))
    for number in range(PER_SECOND * SECONDS):
        if number % PER_SECOND == 0:
            tick(number / PER_SECOND)
        easel.view.update()
        yield as_pixels(easel.picture())


def main() -> None:
    """Film each screen."""
    os.nice(10)
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    os.environ["QT_QUICK_BACKEND"] = "software"
    os.environ["QSG_FIXED_ANIMATION_STEP"] = "1"
    from vuoro.core.clock import SteppingClock
    from vuoro.kiosk.easel import Easel
    from vuoro.kiosk.flow.state import Config
    from vuoro.kiosk.flow.wishes import Wishes
    from vuoro.kiosk.painter import Painter
    from vuoro.kiosk.samples import MONO, NOW, samples

    easel = Easel(*SIZE)
    states = dict(samples(Wishes()))
    told = {}
    for name in SCREENS:
        state = states[name]

        def tick(seconds: float, shown: "State" = state) -> None:
            clock = SteppingClock(NOW + timedelta(seconds=seconds), elapsed=MONO + seconds)
            Painter(easel.glass, clock, Config()).paint(shown)

        told[name] = asdict(moved(frames(easel, state, tick), PER_SECOND))
    easel.close()
    sys.stdout.write(msgspec.json.encode(told).decode())


if __name__ == "__main__":
    main()
