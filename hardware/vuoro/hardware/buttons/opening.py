"""The call button that the settings name."""

from vuoro.core.settings.schema import CounterSettings
from vuoro.hardware.buttons.button import Button, OnPress
from vuoro.hardware.buttons.keypad import KeypadButton
from vuoro.hardware.part_state import PartState


class NoButton:
    """A counter whose clients are called from the desk page alone."""

    state = PartState.NONE

    def start(self, on_press: OnPress) -> None:
        pass

    def close(self) -> None:
        pass


def open_button(settings: CounterSettings) -> Button:
    """The button of these settings, not started yet. One that is unplugged is no error."""
    return KeypadButton(settings.button) if settings.button else NoButton()
