"""The button at a counter that calls the next client."""

from vuoro.hardware.buttons.button import Button, Press
from vuoro.hardware.buttons.opening import open_button

__all__ = ["Button", "Press", "open_button"]
