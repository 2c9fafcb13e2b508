"""Keypads by which a kiosk is used without looking at it.

Importing this is cheap: the flow of a kiosk knows the keys, only its edge opens a keypad.
"""

from vuoro.hardware.keypads.keys import NavKey, NavKeypad, OnKey

__all__ = ["NavKey", "NavKeypad", "OnKey"]
