"""The faults: what is done to a device that works, and what must be ready again by itself."""

from collections.abc import Callable
from dataclasses import dataclass

from deploy.raspberrypi.emulator.faults.device import Device
from deploy.raspberrypi.emulator.faults.states import (
    ALL,
    DISPLAY,
    KIOSK,
    LOBBY,
    SESSION,
)
from deploy.raspberrypi.emulator.lobby import SIZES

_SCREENS = (SESSION, KIOSK, DISPLAY)
_FILL = "/var/lib/vuoro/lobby/vuoro-test-fill"

Act = Callable[[Device], None]


@dataclass(frozen=True, slots=True)
class Fault:
    """``limit``: seconds until all is ready again, on an emulated processor of a busy computer,
    where a program takes twenty times as long to start as on the device.

    ``ends`` are the units that end and come back by themselves; the others must be the processes
    that they were. ``mend`` is what somebody does later; the time counts from then. ``reboots``:
    the whole computer starts anew.
    """

    name: str
    act: Act
    limit: float
    ends: tuple[str, ...] = ()
    mend: Act | None = None
    reboots: bool = False

    @property
    def stay(self) -> tuple[str, ...]:
        """The units that nothing happens to."""
        return () if self.reboots else tuple(unit for unit in ALL if unit not in self.ends)


def signal(unit: str, name: str) -> Act:
    """A signal to the main process of a unit."""

    def act(device: Device) -> None:
        device.machine.shell(f"systemctl kill --kill-whom=main --signal={name} {unit}.service")

    return act


def panic(device: Device) -> None:
    """The kernel gives up; nothing answers that order."""
    device.machine.shell("(sleep 1; echo c > /proc/sysrq-trigger) > /dev/null 2>&1 &")


def unplug(head: int) -> Act:
    """Pull the cable of a screen."""
    return lambda device: device.machine.unplug(head)


def plug(head: int) -> Act:
    """Put it back."""
    return lambda device: device.machine.plug(head, *SIZES[head])


def fill_disk(device: Device) -> None:
    """Not a byte is left for the lobby service; then somebody wants a number."""
    # Root may use what is kept back for it; the lobby service may not.
    left = "$(df --output=avail --block-size=1K /var/lib/vuoro/lobby | tail -1)"
    device.machine.shell(f"fallocate --length {left}KiB {_FILL} && sync && test {left} -eq 0")
    if not device.visit(90):
        raise DiskStops("no number while the disk is full")


def empty_disk(device: Device) -> None:
    """There is room again."""
    device.machine.shell(f"rm -f {_FILL}; sync")


class DiskStops(Exception):
    """What a fault must not do was done: carries a sentence."""


FAULTS = (
    Fault("lobby service killed", signal(LOBBY, "KILL"), 300, ends=(LOBBY,)),
    Fault("kiosk killed", signal(KIOSK, "KILL"), 300, ends=(KIOSK,)),
    Fault("display killed", signal(DISPLAY, "KILL"), 300, ends=(DISPLAY,)),
    Fault("kiosk hangs", signal(KIOSK, "STOP"), 360, ends=(KIOSK,)),
    Fault("display hangs", signal(DISPLAY, "STOP"), 360, ends=(DISPLAY,)),
    Fault("lobby service hangs", signal(LOBBY, "STOP"), 420, ends=(LOBBY,)),
    Fault("compositor crashes", signal(SESSION, "SEGV"), 400, ends=_SCREENS),
    Fault("kiosk's screen unplugged", unplug(0), 120, mend=plug(0)),
    Fault("board's screen unplugged", unplug(1), 120, mend=plug(1)),
    Fault("disk full", fill_disk, 120, mend=empty_disk),
    Fault("kernel panic", panic, 900, ends=ALL, reboots=True),
)
