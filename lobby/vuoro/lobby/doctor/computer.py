"""The computer's own health, in words."""

from collections.abc import Iterator
from pathlib import Path

from vuoro.core.clock import Clock, ClockState, local
from vuoro.hardware.health import Health, Trouble, probe, warnings
from vuoro.lobby.doctor.finding import Finding

WHAT_TO_DO = {
    Trouble.DISK_READONLY: "takes no more writes, it failed. Replace it, and restore a backup",
    Trouble.DISK_ERRORS: "has counted errors. Copy the data folder and replace the disk soon",
    Trouble.DISK_LOW: "is nearly full. Make room",
    Trouble.DISK_WORN: "is at the end of its rated life. Replace it soon",
    Trouble.CLOCK_UNSET: "can't be right. Set it: timedatectl set-ntp true",
    Trouble.CLOCK_UNSURE: "was not checked over the network since the start, and no battery keeps "
    "it. Let this computer reach a time server: timedatectl timesync-status",
    Trouble.UNDERVOLTAGE: "is too weak. Use the supply made for this computer, and a short cable",
    Trouble.HOT: "is so high that the processor is slowed down. Give it air, or a fan",
    Trouble.THROTTLED: "is kept low: the firmware slows the processor down",
    Trouble.MEMORY_LOW: "is short. Restart the computer, and look what else runs on it",
}
_MATTERS = {
    "Clock": (Trouble.CLOCK_UNSET, Trouble.CLOCK_UNSURE),
    "Disk": (Trouble.DISK_READONLY, Trouble.DISK_ERRORS, Trouble.DISK_LOW, Trouble.DISK_WORN),
    "Power": (Trouble.UNDERVOLTAGE, Trouble.THROTTLED),
    "Temperature": (Trouble.HOT,),
    "Memory": (Trouble.MEMORY_LOW,),
}


def computer(clock: Clock, folder: Path, root: Path) -> Iterator[Finding]:
    """Clock, disk, power, temperature, memory."""
    return told(probe(clock, folder, root), clock, folder)


def told(health: Health, clock: Clock, folder: Path) -> Iterator[Finding]:
    """The same of a computer that was looked at."""
    wrong = warnings(health)
    shown = {
        "Clock": _clock(clock),
        "Disk": _disk(health, folder),
        "Power": _power(health),
        "Temperature": _temperature(health),
        "Memory": _memory(health),
    }
    for matter, troubles in _MATTERS.items():
        here = [WHAT_TO_DO[trouble] for trouble in wrong if trouble in troubles]
        words = f"{shown[matter]}: {'; '.join(here)}" if here else shown[matter]
        yield Finding(matter, not here, words)


def _clock(clock: Clock) -> str:
    shown = f"{local(clock.now()):%d.%m.%Y %H:%M} in Finland"
    return shown if clock.state is not ClockState.HOLDOVER else f"{shown}, not checked lately"


def _disk(health: Health, folder: Path) -> str:
    if health.disk.free is None:
        return f"nobody can tell how much is free for {folder}"
    free = f"{health.disk.free // 1_000_000} MB free for {folder}"
    used = health.disk.life_used
    return free if used is None else f"{free}, at most {used} % of its life used"


def _power(health: Health) -> str:
    if health.undervoltage is None:
        return "not measured here"
    return "the voltage" if health.undervoltage or health.throttled else "the voltage is enough"


def _temperature(health: Health) -> str:
    return "not measured here" if health.celsius is None else f"{health.celsius:.0f} °C"


def _memory(health: Health) -> str:
    if health.memory is None or health.memory_free is None:
        return "not told here"
    return f"{health.memory_free // 1_000_000} of {health.memory // 1_000_000} MB free"
