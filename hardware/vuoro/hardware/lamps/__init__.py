"""The status light at a counter: what it says, and the pins or relays that say it.

Importing this is cheap: libgpiod is loaded when a light on pins is opened.
"""

from vuoro.hardware.lamps.lamp import Lamp, LampState
from vuoro.hardware.lamps.opening import BadLampDevice, open_lamp

__all__ = ["BadLampDevice", "Lamp", "LampState", "open_lamp"]
