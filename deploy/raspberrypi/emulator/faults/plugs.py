"""Pulled plugs: the emulator is killed while people take numbers, or while a release comes in."""

import random
import shutil
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path

from deploy.raspberrypi.emulator.channel import GuestTrouble
from deploy.raspberrypi.emulator.faults.device import TEST, Device
from deploy.raspberrypi.emulator.faults.frozen import evidence
from deploy.raspberrypi.emulator.faults.living import Living
from deploy.raspberrypi.emulator.faults.table import Row
from deploy.raspberrypi.emulator.lobby import SIZES
from deploy.raspberrypi.emulator.machine import Machine
from deploy.raspberrypi.emulator.qemu import Parts

BOOT_LIMIT = 1200.0
"""Seconds from power on to a usable kiosk, on an emulated processor of a busy computer."""
_MANY = 3600.0
_SOONEST, _LATEST = 5.0, 45.0
_AGENT_SECONDS = 1800.0


@dataclass(frozen=True, slots=True)
class Pull:
    """What goes on in the device (a command of its shell), and after how many seconds of it the
    plug is pulled."""

    name: str
    command: str
    after: float


def tickets(after: float) -> Pull:
    """While people take numbers, one after the other."""
    return Pull("plug pulled during tickets", f"{TEST}/visitor many", after)


def pulls_during_tickets(count: int, chance: random.Random) -> list[Pull]:
    """So many, each at any moment."""
    return [tickets(chance.uniform(_SOONEST, _LATEST)) for _ in range(count)]


def update(bundle: str, after: float) -> Pull:
    """While a release comes in."""
    command = f"mount -t 9p share /mnt; vuoro appliance update {bundle}"
    return Pull("plug pulled during an update", command, after)


def pulled(parts: Parts, folder: Path, living: Living, pulls: Iterable[Pull]) -> Iterator[Row]:
    """Pull the plug each time, and put it back: a row for each start after one."""
    name = ""
    for pull in pulls:
        with powered(parts, folder) as device:
            # The first start comes after no fault: it is there so that something can be pulled.
            row = living.started(device, name or "first start", BOOT_LIMIT)
            if name:
                yield row
            busy = threading.Thread(target=_keep, args=(device, pull.command), daemon=True)
            busy.start()
            time.sleep(pull.after)
            device.machine.kill()
        busy.join()
        name = f"{pull.name}, after {pull.after:.0f} s"
    if name:
        with powered(parts, folder) as device:
            yield living.started(device, name, BOOT_LIMIT)


def left_on_disks(
    device: Device, disk: Path, living: Living, pulls: Iterable[Pull]
) -> Iterator[Row]:
    """What a pulled plug would leave on the disk, each time, while the device goes on."""
    copy = device.folder / "frozen.qcow2"
    began = ""
    for number, pull in enumerate(pulls, start=1):
        if pull.command != began:
            began = pull.command
            threading.Thread(target=_keep, args=(device, began), daemon=True).start()
        time.sleep(pull.after)
        with device.machine.held():
            shutil.copyfile(disk, copy)
        row = Row(f"{pull.name}, disk {number}", disk_only=True)
        try:
            yield living.found(row, evidence(copy, device.folder / "frozen"))
        except Exception as error:
            # Whatever keeps the disk from being read is what is wrong with it.
            yield replace(row, wrong=(f"{type(error).__name__}: {error}",))
    # Nobody else may stand before the glass in what comes next.
    device.machine.run("pkill --full '[v]isitor many'")


@contextmanager
def powered(parts: Parts, folder: Path) -> Iterator[Device]:
    """The device from power on, with its agent heard, to a pulled plug. Raises GuestTrouble."""
    with Machine.boot(parts, folder, screens=SIZES, seconds=_AGENT_SECONDS) as machine:
        yield Device(machine, folder)


def _keep(device: Device, command: str) -> None:
    """Until the plug is pulled."""
    with suppress(GuestTrouble, OSError):
        device.machine.run(command, timeout=_MANY)
