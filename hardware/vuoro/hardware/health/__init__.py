"""The health of the computer itself: power, heat, disk, clock, memory, as the kernel tells."""

from vuoro.hardware.health.health import Disk, Health, Trouble, warnings
from vuoro.hardware.health.probe import probe
from vuoro.hardware.health.watch import HealthWatch

__all__ = ["Disk", "Health", "HealthWatch", "Trouble", "probe", "warnings"]
