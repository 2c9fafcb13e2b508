"""A look at the computer: files of the kernel in, health out."""

import re
import shutil
from pathlib import Path

from vuoro.core.clock import Clock
from vuoro.hardware.health.disk import Usage, disk
from vuoro.hardware.health.files import text_of
from vuoro.hardware.health.health import Health
from vuoro.hardware.health.power import throttled, undervoltage
from vuoro.hardware.health.temperature import temperature

ROOT = Path("/")


def probe(
    clock: Clock, folder: Path, root: Path = ROOT, usage: Usage = shutil.disk_usage
) -> Health:
    """The health of the computer whose files are below ``root``, and of the disk of ``folder``.

    Some thirty small files are read, none of them on a disk. Raises nothing for what isn't there.
    """
    celsius, hot_at = temperature(root)
    memory, memory_free = _memory(root)
    return Health(
        clock=clock.state,
        clock_checked=_clock_checked(root),
        clock_chip=next(root.glob("sys/class/rtc/rtc*"), None) is not None,
        disk=disk(root, folder, usage),
        undervoltage=undervoltage(root),
        throttled=throttled(root),
        celsius=celsius,
        hot_at=hot_at,
        memory=memory,
        memory_free=memory_free,
        uptime=_uptime(root),
    )


def _clock_checked(root: Path) -> bool | None:
    """systemd-timesyncd(8): it touches the file when the network has told it the time."""
    folder = root / "run/systemd/timesync"
    return (folder / "synchronized").exists() if folder.is_dir() else None


def _memory(root: Path) -> tuple[int | None, int | None]:
    """Bytes in all and to be had (proc(5), meminfo; in units of 1024 bytes)."""
    told = dict(re.findall(r"^(MemTotal|MemAvailable):\s+(\d+) kB$", _meminfo(root), re.MULTILINE))
    total, free = (told.get(name) for name in ("MemTotal", "MemAvailable"))
    return (int(total) * 1024 if total else None), (int(free) * 1024 if free else None)


def _meminfo(root: Path) -> str:
    return text_of(root / "proc/meminfo") or ""


def _uptime(root: Path) -> float | None:
    found = re.match(r"\d+(\.\d+)?", text_of(root / "proc/uptime") or "")
    return float(found[0]) if found else None
