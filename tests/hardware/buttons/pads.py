"""A key pad at a counter that somebody plugs in, presses and pulls out."""

import queue
from dataclasses import dataclass
from pathlib import Path

from tests.hardware.scanners.plugs import PATIENCE, SOON, until
from vuoro.hardware.buttons import Press
from vuoro.hardware.buttons.keypad import KeypadButton
from vuoro.hardware.part_state import PartState
from vuoro.hardware.scanners.simulated_wedge import SimulatedWedge
from vuoro.hardware.simulated_usb import SimulatedUsb
from vuoro.hardware.usb_identity import UsbName

PAD = UsbName("1189", "8890")


@dataclass
class Time:
    now: float = 0.0

    def __call__(self) -> float:
        return self.now


class Counter:
    """A button, and the pad that somebody plugs in and presses."""

    def __init__(self, root: Path) -> None:
        self.usb, self.time = SimulatedUsb(root), Time()
        self.presses: queue.SimpleQueue[Press] = queue.SimpleQueue()
        self.pad: SimulatedWedge | None = None
        self.button = KeypadButton(
            str(PAD), root=root, ioctl=self._ioctl, mono=self.time, retry=lambda failures: SOON
        )

    def _ioctl(self, descriptor: int, request: int, argument: int | bytes) -> int | bytes:
        assert self.pad is not None
        return self.pad.ioctl(descriptor, request, argument)

    def plug(self, node: str = "event3") -> SimulatedWedge:
        path = self.usb.plug(PAD, "input", node)
        self.pad = SimulatedWedge(path, PAD)
        return self.pad

    def pull(self, node: str = "event3") -> None:
        assert self.pad is not None
        self.usb.unplug(node)
        self.pad.unplug()

    def start(self) -> SimulatedWedge:
        """Plugged in and listened to."""
        pad = self.plug()
        self.button.start(self.presses.put)
        until(lambda: self.button.state is PartState.OK)
        return pad

    def told(self) -> Press:
        return self.presses.get(timeout=PATIENCE)

    def close(self) -> None:
        self.button.close()
        if self.pad is not None:
            self.pad.unplug()
