"""What is set on a device already."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from vuoro.lobby.appliance.setup.answers import PROGRAMS, BadAnswers, Program
from vuoro.lobby.appliance.setup.touch_map import TouchMap, read_touch_map

SETTINGS = Path("etc/vuoro")
LOBBY_DATA = Path("var/lib/vuoro/lobby")
SCREEN_DATA = Path("var/lib/vuoro/screen")
ASIDE = ".unused"
"""Ends the name of settings whose program this device does not run any more."""

TOKENS = {
    "kiosk": SCREEN_DATA / "kiosk.token",
    "display": SCREEN_DATA / "display.token",
    "leader": LOBBY_DATA / "leader.token",
}


@dataclass(frozen=True, slots=True)
class Present:
    """``programs`` run; ``settings`` are their trees, those put aside too; ``tokens`` are there."""

    programs: tuple[Program, ...] = ()
    settings: Mapping[Program, dict[str, Any]] = field(default_factory=dict, repr=False)
    office: bool = False
    authority: bool = False
    tokens: frozenset[str] = frozenset()
    touch: TouchMap | None = None
    usb_allowed: frozenset[str] = frozenset()
    """``VENDOR:PRODUCT`` of devices that may type here."""


def read_present(root: Path) -> Present:
    """What is set. Raises BadAnswers where somebody left settings that can't be read."""
    folder, errors = root / SETTINGS, list[str]()
    running = tuple(name for name in PROGRAMS if (folder / f"{name}.toml").exists())
    settings = {name: _tree(folder / f"{name}.toml", errors) for name in running}
    for name in PROGRAMS:
        if name not in settings and (aside := folder / f"{name}.toml{ASIDE}").exists():
            settings[name] = _tree(aside, errors)
    if errors:
        raise BadAnswers(tuple(errors))
    return Present(
        running,
        settings,
        (folder / "office.toml").exists(),
        (folder / "lobby-authority.pem").exists(),
        frozenset(name for name, file in TOKENS.items() if (root / file).exists()),
        read_touch_map(folder / "touch.xml"),
        frozenset(_entries(folder / "usb-allowed")),
    )


def _entries(file: Path) -> Iterator[str]:
    """The lines of a list, without comments."""
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return
    yield from filter(None, (line.partition("#")[0].strip() for line in lines))


def _tree(file: Path, errors: list[str]) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", "") or error
        errors.append(f"{file}: can't be read ({why}). Mend it, or move it away.")
        return {}
