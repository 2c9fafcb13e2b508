"""The health of a computer that runs a part of Vuoro: each matter with what to do about it."""

import platform
import shutil
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from vuoro.core.clock import Clock, ClockState, local
from vuoro.core.settings.schema import Settings

SAFE_SQLITE = (3, 51, 3)
"""Below it two connections that checkpoint at once can corrupt a database (offline_sync §3.13)."""
ENOUGH_MB = 500
NEEDED_FONTS = "Noto Sans"


@dataclass(frozen=True, slots=True)
class Finding:
    """One matter, whether it is well, and in words what it is or what to do."""

    matter: str
    well: bool
    words: str


def examine(settings: Settings, clock: Clock) -> Iterator[Finding]:
    """Everything worth a look on this computer."""
    yield Finding("Vuoro", True, metadata.version("vuoro"))
    yield Finding("Python", True, platform.python_version())
    yield sqlite(sqlite3.sqlite_version_info)
    yield wall_clock(clock)
    yield disk(settings.lobby.data, shutil.disk_usage(_nearest(settings.lobby.data)).free)
    if settings.sync.backend_url:
        yield backend(settings.sync.backend_url)
    yield fonts(_find_font(NEEDED_FONTS))
    yield voice(shutil.which("espeak-ng"))
    yield player(shutil.which("pw-play") or shutil.which("paplay") or shutil.which("aplay"))


def sqlite(version: tuple[int, ...]) -> Finding:
    """The database engine."""
    shown = ".".join(map(str, version))
    if version >= SAFE_SQLITE:
        return Finding("SQLite", True, shown)
    note = (
        "older than 3.51.3, which two programs on one file could damage. The lobby service keeps "
        "lobby.db to itself: copy it with the service stopped, and open it with nothing else."
    )
    return Finding("SQLite", True, f"{shown}: {note}")


def wall_clock(clock: Clock) -> Finding:
    """The time of day."""
    shown = f"{local(clock.now()):%d.%m.%Y %H:%M} in Finland"
    if clock.state is ClockState.UNSET:
        return Finding("Clock", False, f"{shown} can't be right. Set it: timedatectl set-ntp true")
    return Finding("Clock", True, shown)


def disk(folder: Path, free: int) -> Finding:
    """Room for the database; ``free`` in bytes."""
    megabytes = free // 1_000_000
    if megabytes >= ENOUGH_MB:
        return Finding("Disk", True, f"{megabytes} MB free for {folder}")
    return Finding("Disk", False, f"only {megabytes} MB free for {folder}. Make room.")


def backend(url: str) -> Finding:
    """The way to the backend: whether it is there, and no stranger."""
    from vuoro.sync.probe import probe

    trouble = probe(url)
    return Finding("Backend", not trouble, f"{url}: {trouble}" if trouble else f"{url} answers")


def fonts(found: str | None) -> Finding:
    """Letters for scripts that our own typeface lacks."""
    if found:
        return Finding("Fonts", True, found)
    words = "no Noto fonts: Arabic and others come out as boxes. Install fonts-noto-core."
    return Finding("Fonts", False, words)


def voice(program: str | None) -> Finding:
    """Speech."""
    if program:
        return Finding("Speech", True, program)
    return Finding("Speech", False, "calls are not spoken. Install espeak-ng.")


def player(program: str | None) -> Finding:
    """Sound."""
    if program:
        return Finding("Sound", True, program)
    return Finding("Sound", False, "nothing plays sound. Install alsa-utils.")


def _nearest(folder: Path) -> Path:
    """The folder, or the one above it that exists."""
    return next(path for path in (folder, *folder.resolve().parents) if path.exists())


def _find_font(family: str) -> str | None:
    """The file that draws a family, if it is that family and no stand-in."""
    import subprocess

    matcher = shutil.which("fc-match")
    if matcher is None:
        return next(map(str, Path("/usr/share/fonts").rglob("NotoSans-Regular.*")), None)
    found = subprocess.run(
        [matcher, "--format=%{family}|%{file}", family], capture_output=True, text=True, check=False
    ).stdout
    name, _, file = found.partition("|")
    return file if name.startswith(family) else None
