"""The status light that the settings ask for."""

import time
from typing import assert_never

from vuoro.core.settings.schema import CounterSettings
from vuoro.hardware.lamps.blinking import BlinkingLamp, Mono
from vuoro.hardware.lamps.gpio import GpioBoard, GpioName
from vuoro.hardware.lamps.lamp import Lamp, LampState
from vuoro.hardware.lamps.relay import COMMON_BOARD, RelayBoard
from vuoro.hardware.part_state import PartState
from vuoro.hardware.usb_identity import UsbName


class BadLampDevice(Exception):
    """``counter.light_device`` names no light that could exist; the message says what to write."""


class NoLamp:
    """A counter without a light, or with one that can't be meant."""

    def __init__(self, state: PartState = PartState.NONE) -> None:
        self.state = state

    def start(self) -> None:
        pass

    def show(self, state: LampState) -> None:
        pass

    def close(self) -> None:
        pass


def open_lamp(settings: CounterSettings, mono: Mono = time.monotonic) -> Lamp:
    """The light of these settings, not started yet. Raises BadLampDevice.

    A light that is not plugged in is no error: it is tried again by itself.
    """
    match settings.light:
        case "gpio":
            return BlinkingLamp(GpioBoard(_gpio(settings.light_device)), mono)
        case "relay":
            return BlinkingLamp(RelayBoard(_relay(settings.light_device)), mono)
        case "none":
            return NoLamp()
        case _:
            assert_never(settings.light)


def _gpio(text: str) -> GpioName:
    name = GpioName.parse(text)
    if name is None:
        raise BadLampDevice(
            f"counter.light_device = {text!r}: name a chip and one line, or the lines of red, "
            'yellow and green: "gpiochip0:17,27,22"; ":low" at the end where low means on.'
        )
    return name


def _relay(text: str) -> UsbName:
    name = UsbName.parse(text) if text else COMMON_BOARD
    if name is None:
        raise BadLampDevice(
            f'counter.light_device = {text!r}: name the relay board as "usb:16c0:05df".'
        )
    return name
