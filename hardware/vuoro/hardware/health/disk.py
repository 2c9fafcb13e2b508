"""The disk under a folder: room, errors, wear.

Sources: proc(5), mountinfo; kernel, Documentation/ABI/testing/sysfs-fs-ext4 and
Documentation/driver-api/mmc/mmc-dev-attrs.rst.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from vuoro.hardware.health.files import nearest, number_of, text_of
from vuoro.hardware.health.health import Disk

Usage = Callable[[Path], tuple[int, int, int]]
"""Bytes in all, used and free, as ``shutil.disk_usage`` tells them. May raise OSError."""
_SPARE_BLOCKS_USED = 0x02
_TENTH = 10


@dataclass(frozen=True, slots=True)
class Mount:
    """A file system and where it hangs; ``device`` is its number as ``179:2``."""

    point: PurePosixPath
    device: str
    read_only: bool


def disk(root: Path, folder: Path, usage: Usage) -> Disk:
    """The disk that holds a folder, there already or not, by the kernel's files below ``root``."""
    size, free = _room(nearest(folder), usage)
    mountinfo = text_of(root / "proc/self/mountinfo") or ""
    mount = mount_of(mountinfo, PurePosixPath(folder.resolve()))
    if mount is None:
        return Disk(size, free)
    block = (root / "sys/dev/block" / mount.device).resolve()
    life, reserve_gone = _wear(block)
    return Disk(
        size,
        free,
        read_only=mount.read_only and not _meant(text_of(root / "etc/fstab") or "", mount.point),
        errors=number_of(root / "sys/fs/ext4" / block.name / "errors_count"),
        life_used=life,
        reserve_gone=reserve_gone,
    )


def mount_of(mountinfo: str, folder: PurePosixPath) -> Mount | None:
    """The mount that a folder lies on; of several at one place the last, which covers the rest."""
    mounts = [mount for mount in map(_mount, mountinfo.splitlines()) if mount is not None]
    over = [mount for mount in mounts if folder.is_relative_to(mount.point)]
    # max gives the first of equals, and the last mounted is wanted.
    return max(reversed(over), key=lambda mount: len(mount.point.parts), default=None)


def _mount(line: str) -> Mount | None:
    before, dash, after = line.partition(" - ")
    fields, beyond = before.split(" "), after.split(" ")
    if not dash or len(fields) < 6 or len(beyond) < 3:
        return None
    options = {*fields[5].split(","), *beyond[2].split(",")}
    return Mount(PurePosixPath(_unescaped(fields[4])), fields[2], "ro" in options)


def _unescaped(path: str) -> str:
    return re.sub(r"\\([0-7]{3})", lambda found: chr(int(found[1], 8)), path)


def _meant(fstab: str, point: PurePosixPath) -> bool:
    """Whether whoever set the computer up wanted this one to be read only."""
    for line in fstab.splitlines():
        fields = line.split()
        if len(fields) >= 4 and not fields[0].startswith("#") and fields[1] == str(point):
            return "ro" in fields[3].split(",")
    return False


def _room(folder: Path, usage: Usage) -> tuple[int | None, int | None]:
    try:
        size, _, free = usage(folder)
    except OSError:
        return None, None
    return size, free


def _wear(block: Path) -> tuple[int | None, bool]:
    """Percent of its rated life, and whether most spare blocks are gone, of an eMMC chip."""
    # A partition lies below its disk, and the disk knows the chip.
    disk = block.parent if (block.parent / "device").exists() else block
    life = text_of(disk / "device/life_time") or ""
    tenths = [int(each, 16) for each in re.findall(r"0x[0-9a-fA-F]+", life)]
    reserve = number_of(disk / "device/pre_eol_info", base=16)
    gone = reserve is not None and reserve >= _SPARE_BLOCKS_USED
    return max(tenths, default=0) * _TENTH or None, gone
