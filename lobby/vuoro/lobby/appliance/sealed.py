"""Whether the device is as sealed as it was made: what the kernel says against what was meant.

A read-only root can come up writable without a word (an overlay whose module is missing, a repair
that mounted it again), so it is looked at after each start. Formats: fstab(5),
proc_pid_mountinfo(5), proc_swaps(5).
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

DATA = "/data"
LASTING = ("/opt/vuoro", "/var/lib/vuoro", "/etc/vuoro")
"""What must lie on the data partition, or a restart loses it."""
NO_DUMP = "|/bin/false"
_OCTAL = re.compile(r"\\([0-7]{3})")


@dataclass(frozen=True, slots=True)
class Told:
    """Texts of the kernel and of the system: fstab, mountinfo, swaps, core_pattern."""

    fstab: str
    mounts: str
    swaps: str
    core_pattern: str
    firewall: bool


@dataclass(frozen=True, slots=True)
class Sealed:
    """``meant``: whether this device was made sealed; ``faults``: sentences about what fails."""

    meant: bool
    faults: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Mount:
    """One line of mountinfo."""

    device: str
    at: str
    options: frozenset[str]
    kind: str
    whole: frozenset[str]
    """Options of the file system, wherever it is mounted."""

    @property
    def writable(self) -> bool:
        return "ro" not in self.options and "ro" not in self.whole


def judge(told: Told) -> Sealed:
    """What does not hold. Nothing is expected of the disks of a device that was not made sealed."""
    meant = is_meant(told.fstab)
    faults = [*_disks(mounts(told.mounts)), *_swap(told.swaps)] if meant else []
    if told.core_pattern.strip() != NO_DUMP:
        faults.append("What a program had in its memory may be written to the disk (core_pattern).")
    if not told.firewall:
        faults.append("The firewall has no rules, so the network is open: see nftables.service.")
    return Sealed(meant, tuple(faults))


def is_meant(fstab: str) -> bool:
    """Whether this system is to be mounted without writing."""
    lines = (line.split() for line in fstab.splitlines() if not line.lstrip().startswith("#"))
    return any(len(line) > 3 and line[1] == "/" and "ro" in line[3].split(",") for line in lines)


def mounts(text: str) -> Mapping[str, Mount]:
    """What is mounted where; of several on one place the last, which covers the others."""
    found: dict[str, Mount] = {}
    for line in text.splitlines():
        here, _, there = line.partition(" - ")
        fields, rest = here.split(), there.split()
        if len(fields) > 5 and len(rest) > 2:
            at = _OCTAL.sub(lambda code: chr(int(code[1], 8)), fields[4])
            options, whole = frozenset(fields[5].split(",")), frozenset(rest[2].split(","))
            found[at] = Mount(fields[2], at, options, rest[0], whole)
    return found


def root_writable(text: str) -> bool:
    """Whether / can be written now."""
    root = mounts(text).get("/")
    return root is None or root.writable


def _disks(now: Mapping[str, Mount]) -> Iterator[str]:
    root, data = now.get("/"), now.get(DATA)
    if root is None or root.writable:
        yield "The system can be written. Restart the device; if it stays so, replace its card."
    if data is None:
        yield "The data partition is not there. Replace the card, then restore the last backup."
        return
    if not data.writable:
        yield "The data partition can't be written: its card is failing. Replace it."
    for place in LASTING:
        mount = now.get(place)
        if mount is None or mount.device != data.device:
            yield f"{place} does not lie on the data partition: what is written there is lost."


def _swap(swaps: str) -> Iterator[str]:
    for line in swaps.splitlines()[1:]:
        name = line.split()[0] if line.split() else ""
        # Compressed memory is no disk.
        if name and not name.startswith("/dev/zram"):
            yield f"Memory is swapped to {name}: what visitors typed may come to lie there."
