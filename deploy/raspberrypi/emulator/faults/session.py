"""Faults on a device that runs already, as many as fit into the time: for who has one at hand."""

import random
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from deploy.raspberrypi.emulator.faults.device import Device
from deploy.raspberrypi.emulator.faults.fault import FAULTS, Fault
from deploy.raspberrypi.emulator.faults.living import Living
from deploy.raspberrypi.emulator.faults.plugs import left_on_disks, pulls_during_tickets
from deploy.raspberrypi.emulator.faults.reading import Reader
from deploy.raspberrypi.emulator.faults.table import Row
from deploy.raspberrypi.emulator.machine import Machine


def suffered(
    machine: Machine,
    folder: Path,
    seconds: float,
    disks: int = 20,
    faults: tuple[Fault, ...] = FAULTS,
    mono: Callable[[], float] = time.monotonic,
) -> Iterator[Row]:
    """Disks of pulled plugs first, then faults, until the time is over; a fault is not cut short.

    ``folder`` gets slips and copies of what is held against each other.
    """
    end = mono() + seconds
    device, living = Device(machine, folder), Living(Reader(folder / "slips"))
    pulls = pulls_during_tickets(disks, random.Random(disks))
    for row in left_on_disks(device, machine.parts.disk, living, pulls):
        yield row
        if mono() > end:
            return
    for fault in faults:
        if mono() > end:
            return
        yield living.through(device, fault)
