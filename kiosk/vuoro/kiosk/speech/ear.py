"""Whether a headset is plugged in, whoever tells of it: its jack, or the keypad that has one."""

from collections.abc import Callable

from vuoro.kiosk.flow.speech_events import HeadsetChanged


class Ear:
    """What is known of the headset, from any thread."""

    def __init__(self, changed: Callable[[HeadsetChanged], None]) -> None:
        self._changed = changed
        self._known = False
        self.plugged = False
        """Whether private things may be said. Nobody who can tell means no."""

    def told(self, plugged: bool | None) -> None:
        """How it is, by somebody who can tell; the first word is how it was found."""
        now = plugged is True
        found, self._known = not self._known, True
        if now != self.plugged or found:
            self.plugged = now
            self._changed(HeadsetChanged(now, found=found))
