"""Boards with lamps that a test can pull out and look at."""

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from vuoro.hardware.lamps.gpio import GpioBoard, GpioName
from vuoro.hardware.lamps.lamp import LampBoard
from vuoro.hardware.lamps.relay import COMMON_BOARD, RelayBoard
from vuoro.hardware.lamps.simulated import SimulatedChip, SimulatedRelays
from vuoro.hardware.simulated_usb import SimulatedUsb

PINS = (17, 27, 22)
COLOURS = ("red", "yellow", "green")


class Plugged(Protocol):
    """A board that is there or not, and what burns on it."""

    @property
    def board(self) -> LampBoard: ...

    def burning(self) -> set[str]: ...

    def plug(self) -> None: ...

    def unplug(self) -> None: ...


class Pins:
    """Lamps on a chip; a low line means on where ``low``."""

    def __init__(self, root: Path, *, low: bool = False) -> None:
        self.chip = SimulatedChip()
        self.low = low
        self.board = GpioBoard(
            GpioName("gpiochip0", PINS, active_low=low), self.chip.request_lines, root
        )

    def burning(self) -> set[str]:
        levels = self.chip.levels
        return {
            colour
            for colour, pin in zip(COLOURS, PINS, strict=True)
            if levels.get(pin, self.low) is not self.low
        }

    def plug(self) -> None:
        self.chip.plug()

    def unplug(self) -> None:
        self.chip.unplug()


class LowPins(Pins):
    """The same, on relays that are on while their line is low."""

    def __init__(self, root: Path) -> None:
        super().__init__(root, low=True)


class Relays:
    """Lamps on a USB relay board."""

    def __init__(self, root: Path) -> None:
        self.relays = SimulatedRelays(relays=4)
        path = SimulatedUsb(root).plug(COMMON_BOARD, "hidraw", "hidraw3")
        self._link = root / "sys/class/hidraw" / path.name
        self._entry = self._link.resolve()
        (self._entry.parents[2] / "product").write_text("USBRelay4\n")
        self.board = RelayBoard(COMMON_BOARD, self.relays.open, root)

    def burning(self) -> set[str]:
        return {COLOURS[relay - 1] for relay in self.relays.on}

    def plug(self) -> None:
        self._link.symlink_to(self._entry)
        self.relays.plug()

    def unplug(self) -> None:
        self._link.unlink()
        self.relays.unplug()


@dataclass
class Time:
    """Monotonic seconds that move when told to."""

    now: float = 100.0

    def __call__(self) -> float:
        return self.now
