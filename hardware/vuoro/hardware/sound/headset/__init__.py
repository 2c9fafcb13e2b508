"""The headset of a kiosk that is read aloud: whether one is plugged in."""

from vuoro.hardware.sound.headset.headset import Headset, OnPlug
from vuoro.hardware.sound.headset.jack import JackHeadset
from vuoro.hardware.sound.headset.opening import NoHeadset, open_headset

__all__ = ["Headset", "JackHeadset", "NoHeadset", "OnPlug", "open_headset"]
