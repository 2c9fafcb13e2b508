"""A scanner that types: a keyboard of the United States, as scanners come from the factory."""

import time
from collections.abc import Callable, Iterator

from deploy.raspberrypi.emulator.guest.uinput import EV_KEY, Event, Kind, Plugged

NAME = "Vuoro Test Scanner"
ENTER, LEFT_SHIFT = 28, 42
PAUSE_SECONDS = 0.012
"""Between two characters. The kernel keeps 64 events for a reader that is busy, and a scanner's
reader takes 50 ms without a key for its end: an emulator is slow enough to need both."""

_ROWS = {
    2: ("1234567890-=", "!@#$%^&*()_+"),
    16: ("qwertyuiop[]", "QWERTYUIOP{}"),
    30: ("asdfghjkl;'`", 'ASDFGHJKL:"~'),
    43: ("\\zxcvbnm,./", "|ZXCVBNM<>?"),
    57: (" ", " "),
}
"""Plain and shifted, by the code of the leftmost key (linux/input-event-codes.h)."""
_KEYS = {
    character: (first + place, shifted)
    for first, rows in _ROWS.items()
    for shifted, row in ((True, rows[1]), (False, rows[0]))
    for place, character in enumerate(row)
}

KIND = Kind(name=NAME, vendor=0x0C2E, product=0x0B6A, keys=tuple(range(1, 112)))


class Wedge:
    """The scanner, plugged in while this object is open."""

    def __init__(self, device: Plugged, rest: Callable[[float], None] = time.sleep) -> None:
        self._device, self._rest = device, rest

    def scan(self, text: str) -> None:
        """Type a code, and Enter. Raises ValueError for what this keyboard can't type."""
        for strokes in [*typed(text), *_pressed(ENTER, shifted=False)]:
            for stroke in strokes:
                self._device.send(stroke)
            self._rest(PAUSE_SECONDS)


def typed(text: str) -> list[tuple[Event, ...]]:
    """The key events of each character. Raises ValueError."""
    strange = {character for character in text if character not in _KEYS}
    if strange:
        raise ValueError(f"this scanner can't type {' '.join(sorted(strange))}")
    return [events for character in text for events in _pressed(*_KEYS[character])]


def _pressed(code: int, shifted: bool) -> Iterator[tuple[Event, ...]]:
    tap: tuple[Event, ...] = ((EV_KEY, code, 1), (EV_KEY, code, 0))
    if shifted:
        tap = ((EV_KEY, LEFT_SHIFT, 1), *tap, (EV_KEY, LEFT_SHIFT, 0))
    yield tap
