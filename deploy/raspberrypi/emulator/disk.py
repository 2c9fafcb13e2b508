"""A disk with several ext4 file systems, written from folders: no loop device, no mount."""

import os
import subprocess
from dataclasses import dataclass
from pathlib import Path

_MB = 1 << 20
_FIRST_MB = 1
"""Where the first partition begins: room for the table (UEFI 5)."""


@dataclass(frozen=True, slots=True)
class Partition:
    """An ext4 file system with a label (16 bytes at most) and what is in the folder."""

    label: str
    folder: Path
    megabytes: int


def write(disk: Path, partitions: tuple[Partition, ...]) -> None:
    """A raw image with a GPT, whole or not at all: another emulator may run on the one before.

    Raises CalledProcessError, as when a folder is too large."""
    part = disk.with_suffix(".part")
    part.unlink(missing_ok=True)
    at, table = _FIRST_MB, ["label: gpt"]
    for partition in partitions:
        table.append(f"start={at}MiB, size={partition.megabytes}MiB, name={partition.label}")
        at += partition.megabytes
    with open(part, "wb") as made:
        made.truncate((at + _FIRST_MB) * _MB)
    subprocess.run(["sfdisk", "--quiet", str(part)], input="\n".join(table), text=True, check=True)
    at = _FIRST_MB
    for partition in partitions:
        subprocess.run(
            ["mke2fs", "-q", "-F", "-t", "ext4", "-L", partition.label, "-E", f"offset={at * _MB}",
             "-d", str(partition.folder), str(part), f"{partition.megabytes}M"],
            check=True,
        )  # fmt: skip
        at += partition.megabytes
    os.replace(part, disk)
