"""What is known of a computer, and what of it a person must see to."""

import enum
from collections.abc import Iterator
from dataclasses import dataclass

from vuoro.core.clock import ClockState

ENOUGH_BYTES = 500_000_000
"""Free space: the database of a year is smaller, and logs need some too."""
MEMORY_SHARE = 0.05
"""Of all memory, still to be had: where earlyoom, Debian's guard, ends programs outright."""
WORN_PERCENT = 90
"""Of a flash memory's rated life (JEDEC JESD84-B51, DEVICE_LIFE_TIME_EST 0x0A: 90–100 %)."""
PATIENCE_SECONDS = 600.0
"""From the start of the computer until time from the network should have come."""


class Trouble(enum.StrEnum):
    """What can be wrong with a computer, as device reports name it; most urgent first."""

    DISK_READONLY = "disk_readonly"
    """The kernel takes no more writes: the disk failed under it."""
    DISK_ERRORS = "disk_errors"
    DISK_LOW = "disk_low"
    CLOCK_UNSET = "clock_unset"
    UNDERVOLTAGE = "undervoltage"
    HOT = "hot"
    THROTTLED = "throttled"
    """Slowed down by the firmware, for neither of the two reasons above."""
    MEMORY_LOW = "memory_low"
    DISK_WORN = "disk_worn"
    CLOCK_UNSURE = "clock_unsure"
    """Set to a likely time and never checked since the start, on a computer without a battery."""


@dataclass(frozen=True, slots=True)
class Disk:
    """The file system of a folder; bytes and percent, None where the kernel doesn't tell."""

    size: int | None = None
    free: int | None = None
    read_only: bool = False
    """Against the will of whoever set this computer up."""
    errors: int | None = None
    life_used: int | None = None
    """Upper end of the tenth that the flash memory is in; 110: beyond its rated life."""
    reserve_gone: bool = False
    """Most of its spare blocks are used up (PRE_EOL_INFO 0x02 and 0x03)."""


@dataclass(frozen=True, slots=True)
class Health:
    """A computer at one moment; None where it has nothing that would tell."""

    clock: ClockState = ClockState.SYNC
    clock_checked: bool | None = None
    """Whether the time service has reached the network since the start."""
    clock_chip: bool = False
    """A clock with a battery."""
    disk: Disk = Disk()
    undervoltage: bool | None = None
    throttled: bool | None = None
    celsius: float | None = None
    hot_at: float | None = None
    """The temperature, in °C, from which the processor is slowed down."""
    memory: int | None = None
    memory_free: int | None = None
    """What programs could still get, in bytes."""
    uptime: float | None = None
    """Seconds since the start."""


def warnings(health: Health) -> tuple[Trouble, ...]:
    """What a person must see to, most urgent first; empty where all is well."""
    found = set(_found(health))
    return tuple(trouble for trouble in Trouble if trouble in found)


def _found(health: Health) -> Iterator[Trouble]:
    yield from _of_the_disk(health.disk)
    if health.clock is ClockState.UNSET:
        yield Trouble.CLOCK_UNSET
    elif _is_unsure(health):
        yield Trouble.CLOCK_UNSURE
    hot = _at_least(health.celsius, health.hot_at)
    if health.undervoltage:
        yield Trouble.UNDERVOLTAGE
    if hot:
        yield Trouble.HOT
    if health.throttled and not (health.undervoltage or hot):
        yield Trouble.THROTTLED
    if _is_short(health):
        yield Trouble.MEMORY_LOW


def _of_the_disk(disk: Disk) -> Iterator[Trouble]:
    if disk.read_only:
        yield Trouble.DISK_READONLY
    if disk.errors:
        yield Trouble.DISK_ERRORS
    if disk.free is not None and disk.free < ENOUGH_BYTES:
        yield Trouble.DISK_LOW
    if disk.reserve_gone or (disk.life_used is not None and disk.life_used > WORN_PERCENT):
        yield Trouble.DISK_WORN


def _is_unsure(health: Health) -> bool:
    late = _at_least(health.uptime, PATIENCE_SECONDS)
    return health.clock_checked is False and not health.clock_chip and late


def _is_short(health: Health) -> bool:
    if health.memory is None or health.memory_free is None:
        return False
    return health.memory_free < MEMORY_SHARE * health.memory


def _at_least(value: float | None, limit: float | None) -> bool:
    return value is not None and limit is not None and value >= limit
