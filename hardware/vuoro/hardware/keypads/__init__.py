"""Keypads by which a kiosk is used without looking at it."""

from vuoro.hardware.keypads.keys import NavKey, NavKeypad, OnKey
from vuoro.hardware.keypads.opening import NoKeypad, open_keypad
from vuoro.hardware.keypads.profile import KeypadProfile, KeypadProfileError

__all__ = [
    "KeypadProfile",
    "KeypadProfileError",
    "NavKey",
    "NavKeypad",
    "NoKeypad",
    "OnKey",
    "open_keypad",
]
