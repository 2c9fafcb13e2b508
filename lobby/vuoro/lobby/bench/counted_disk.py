"""A disk of its own, mounted as the sealed device mounts its data; the kernel counts what it takes.

Counted at the block device, so that the file system's own journal is in the figure.
"""

import os
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

FSTAB = Path("deploy/raspberrypi/package/usr/lib/vuoro/fstab.sealed")
LABEL = "vuoro-data"
SECTOR = 512
"""Bytes, whatever the disk's own sectors are (kernel.org, block/stat)."""
_SECTORS_WRITTEN = 6
_BYTES = 1 << 30
_WHOLE_FROM_THE_START = "lazy_itable_init=0,lazy_journal_init=0"
"""Else the kernel goes on making the file system while it is measured (mke2fs(8))."""


class NotMeasured(Exception):
    """Nothing can be mounted here; the message says what it needs."""


@dataclass(frozen=True, slots=True)
class CountedDisk:
    """Where it is mounted, and its counters (``/sys/block/…/stat``)."""

    folder: Path
    stat: Path

    def written(self) -> int:
        """Bytes since it was made, after what waits was written."""
        subprocess.run(["sync", "--file-system", str(self.folder)], check=True)
        return sectors_written(self.stat.read_text("ascii")) * SECTOR


@contextmanager
def counted_disk() -> Iterator[CountedDisk]:
    """An empty ext4 on a loop device, gone afterwards. Raises NotMeasured."""
    if os.geteuid() != 0:
        raise NotMeasured("needs root, to mount a disk that is counted")
    with tempfile.TemporaryDirectory(prefix="vuoro-disk-") as kept:
        image, folder = Path(kept) / "image", Path(kept) / "disk"
        folder.mkdir()
        with open(image, "wb") as made:
            made.truncate(_BYTES)
        _run("mke2fs", "-q", "-t", "ext4", "-E", _WHOLE_FROM_THE_START, str(image))
        options = ",".join(("loop", *mount_options(FSTAB.read_text("utf-8"), LABEL)))
        _run("mount", "-t", "ext4", "-o", options, str(image), str(folder))
        try:
            device = _run("findmnt", "--noheadings", "--output", "SOURCE", str(folder)).strip()
            yield CountedDisk(folder, Path("/sys/block") / Path(device).name / "stat")
        finally:
            _run("umount", str(folder))


def mount_options(fstab: str, label: str) -> tuple[str, ...]:
    """The options of a file system that the kernel knows, without those for whoever mounts it.

    Raises ValueError where the table (fstab(5)) does not have the label.
    """
    for line in fstab.splitlines():
        fields = line.split()
        if fields[:1] == [f"LABEL={label}"]:
            options = fields[3].split(",")
            return tuple(each for each in options if each != "nofail" and each[:2] != "x-")
    raise ValueError(f"no file system has the label {label}")


def sectors_written(stat: str) -> int:
    """Of ``/sys/block/…/stat``."""
    return int(stat.split()[_SECTORS_WRITTEN])


def _run(*command: str) -> str:
    try:
        done = subprocess.run(command, check=True, capture_output=True, text=True)
    except FileNotFoundError:
        raise NotMeasured(f"needs {command[0]}") from None
    except subprocess.CalledProcessError as error:
        raise NotMeasured(f"{command[0]}: {error.stderr.strip()}") from None
    return done.stdout
