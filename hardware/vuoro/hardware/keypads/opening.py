"""The navigation keypad that the settings name."""

from pathlib import Path

from vuoro.core.settings.schema import SpeechSettings
from vuoro.hardware.keypads.evdev_keypad import EvdevKeypad
from vuoro.hardware.keypads.keys import NavKeypad, OnKey
from vuoro.hardware.keypads.line_keypad import LineKeypad
from vuoro.hardware.keypads.profile import profile_named
from vuoro.hardware.part_state import PartState


class NoKeypad:
    """A kiosk without a keypad: its four zones are on the glass."""

    state = PartState.NONE

    def start(self, on_key: OnKey) -> None:
        pass

    def close(self) -> None:
        pass


def open_keypad(settings: SpeechSettings) -> NavKeypad:
    """The keypad of these settings, not started yet. One that is unplugged is no error.

    A path outside /dev is a named pipe of lines, for scripts. Raises KeypadProfileError.
    """
    source = settings.keypad
    if not source:
        return NoKeypad()
    if source.startswith("usb:") or source.startswith("/dev/"):
        return EvdevKeypad(source, profile_named(settings.keypad_profile))
    return LineKeypad(Path(source))
