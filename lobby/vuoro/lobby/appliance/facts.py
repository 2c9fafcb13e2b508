"""Facts of a device for support: the computer, its disk, its screens, its units, its settings.

Each is put together from what is known to hold nothing personal; nothing is copied as it is. Of a
setting that is free text only is told whether it is there.
"""

import dataclasses
import os
import re
import shutil
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, Literal, get_args, get_origin, get_type_hints

from vuoro.core.settings.load import BadSettings, load_settings
from vuoro.lobby.opening import DATABASE

PROGRAMS = ("lobby", "kiosk", "display")
_PLAIN = re.compile(r"[A-Za-z0-9 ._()/+-]{1,80}")
_FILES = re.compile(r"lobby\.[a-z-]{1,20}")
_UNIT_FACTS = ("Id", "ActiveState", "SubState", "Result", "NRestarts", "ExecMainStatus",
               "MemoryCurrent", "ConditionResult")  # fmt: skip
_MEMORY = ("MemTotal", "MemAvailable", "SwapTotal")

Systemctl = Callable[[Sequence[str]], str]


def facts(root: Path, data: Path | None, systemctl: Systemctl) -> dict[str, Any]:
    """Everything; ``root`` holds /etc, /proc and /sys, ``data`` is of the lobby service."""
    return {
        "computer": _computer(root),
        "disk": _disk([root, *([data] if data is not None else [])]),
        "database": _database(data),
        "screens": _screens(root),
        "units": units(systemctl),
        "settings": {program: settings(root, program) for program in PROGRAMS},
    }


def settings(root: Path, program: str) -> dict[str, Any] | None:
    """The settings of a program, where it is set up: numbers, switches and choices as they are."""
    file = root / "etc/vuoro" / f"{program}.toml"
    if not file.exists():
        return None
    try:
        return _told(load_settings(file, {}))
    except BadSettings as error:
        return {"problems": len(error.errors)}


def units(systemctl: Systemctl) -> list[dict[str, str]]:
    """How each unit of ours is."""
    words = ("show", "--property", ",".join(_UNIT_FACTS), "vuoro-*")
    found = []
    for block in systemctl(words).split("\n\n"):
        pairs = dict(line.split("=", 1) for line in block.splitlines() if "=" in line)
        known = {k: v for k, v in pairs.items() if k in _UNIT_FACTS and _PLAIN.fullmatch(v)}
        if known.get("Id", "").startswith("vuoro"):
            found.append(known)
    return sorted(found, key=lambda unit: unit["Id"])


def _told(value: Any) -> dict[str, Any]:
    hints = get_type_hints(type(value), include_extras=False)
    told: dict[str, Any] = {}
    for field in dataclasses.fields(value):
        held = getattr(value, field.name)
        if dataclasses.is_dataclass(held):
            told[field.name] = _told(held)
        elif isinstance(held, bool | int | float) or _is_choice(hints[field.name]):
            told[field.name] = held
        else:
            told[field.name] = "set" if held else "empty"
    return told


def _is_choice(hint: Any) -> bool:
    """Whether only words of ours can stand there."""
    if get_origin(hint) is Literal:
        return True
    return any(_is_choice(part) for part in get_args(hint)) and str not in get_args(hint)


def _computer(root: Path) -> dict[str, Any]:
    release = _pairs(root / "etc/os-release", "=")
    memory = _pairs(root / "proc/meminfo", ":")
    return {
        "model": _plain(root / "proc/device-tree/model"),
        "system": release.get("PRETTY_NAME", "").strip('"')[:60],
        "kernel": _plain(root / "proc/sys/kernel/osrelease"),
        "up_seconds": _plain(root / "proc/uptime").partition(" ")[0],
        "load": _plain(root / "proc/loadavg"),
        "memory": {name: memory.get(name, "").strip() for name in _MEMORY},
        "celsius": [
            int(text) / 1000
            for zone in sorted((root / "sys/class/thermal").glob("thermal_zone*/temp"))
            if (text := _plain(zone)).isdecimal()
        ],
    }


def _disk(folders: Sequence[Path]) -> list[dict[str, int | bool]]:
    found = []
    for folder in folders:
        usage = shutil.disk_usage(folder)
        read_only = bool(os.statvfs(folder).f_flag & os.ST_RDONLY)
        found.append({"total": usage.total, "free": usage.free, "read_only": read_only})
    return found


def _database(data: Path | None) -> dict[str, int]:
    """Sizes of its files, and how many were put aside as damaged."""
    if data is None or not data.is_dir():
        return {}
    sizes = {
        file.name: file.stat().st_size
        for file in sorted(data.iterdir())
        if file.is_file() and _FILES.fullmatch(file.name)
    }
    sizes.setdefault(DATABASE, 0)
    return {**sizes, "damaged": sum(1 for _ in data.glob("damaged-*"))}


def _screens(root: Path) -> list[dict[str, str]]:
    return [
        {"output": place.name, "status": _plain(place / "status"),
         "mode": _first_line(place / "modes")}
        for place in sorted((root / "sys/class/drm").glob("card*-*"))
    ]  # fmt: skip


def _first_line(file: Path) -> str:
    try:
        line = file.read_text("ascii").partition("\n")[0]
    except (OSError, UnicodeError):
        return ""
    return line if _PLAIN.fullmatch(line) else ""


def _plain(file: Path) -> str:
    try:
        text = file.read_text("utf-8").strip("\0 \n")
    except (OSError, UnicodeError):
        return ""
    return text if _PLAIN.fullmatch(text) else ""


def _pairs(file: Path, sign: str) -> Mapping[str, str]:
    try:
        lines = file.read_text("utf-8").splitlines()
    except (OSError, UnicodeError):
        return {}
    return {key: value for key, found, value in (line.partition(sign) for line in lines) if found}
