"""Whether a headset is plugged in, whoever tells of it: its jack, or the keypad that has one."""

from collections.abc import Callable

from vuoro.kiosk.flow.speech_events import HeadsetChanged


class Ear:
    """What is known of the headset, from any thread."""

    def __init__(self, changed: Callable[[HeadsetChanged], None]) -> None:
        self._changed = changed
        self._found = False
        self.plugged = False
        """Whether private things may be said. Nobody who can tell means no."""

    def jack(self, plugged: bool | None) -> None:
        """How the jack is: first as it was found, then whenever it changes."""
        found, self._found = not self._found, True
        self._told(plugged is True, found=found)

    def plug(self, plugged: bool) -> None:
        """Somebody has plugged in or out just now."""
        self._told(plugged, found=False)

    def _told(self, plugged: bool, *, found: bool) -> None:
        if plugged != self.plugged:
            self.plugged = plugged
            self._changed(HeadsetChanged(plugged, found=found))
