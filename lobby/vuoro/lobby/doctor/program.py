"""The program itself, and what it stands on."""

import os
import platform
import sqlite3
import tomllib
from collections.abc import Iterator, Sequence
from importlib import metadata
from pathlib import Path

from vuoro.core.languages import MAIN
from vuoro.core.settings.schema import LobbySettings
from vuoro.hardware.health.files import nearest
from vuoro.lobby.doctor.finding import Finding

SAFE_SQLITE = (3, 51, 3)
"""Below it two connections that checkpoint at once can corrupt a database (offline_sync §3.13)."""


def program(file: Path | None) -> Iterator[Finding]:
    """Versions, and where the settings come from."""
    yield Finding("Vuoro", True, metadata.version("vuoro"))
    yield Finding("Python", True, platform.python_version())
    yield sqlite(sqlite3.sqlite_version_info)
    shown = str(file) if file is not None else "no file; what is built in, and the environment"
    yield Finding("Settings", True, shown)


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


def office(settings: LobbySettings) -> Iterator[Finding]:
    """The file of services and counters, and the folder of the database."""
    from vuoro.queue.office_file import BadOffice, load_office

    try:
        found = load_office(settings.office)
    except BadOffice as error:
        yield Finding("Office", False, " ".join(error.errors))
    else:
        counted = f"{len(found.services)} services, {len(found.counters)} counters"
        yield Finding("Office", True, f"{settings.office}: {counted}")
        named = tomllib.loads(settings.office.read_text("utf-8")).get("languages", MAIN)
        yield languages(found.languages, [tag for tag in named if tag not in found.languages])
    yield data_folder(settings.data)


def languages(offered: Sequence[str], held_back: Sequence[str]) -> Finding:
    """What visitors may choose, and what the office named in vain."""
    words = ", ".join(offered)
    if held_back:
        words += (
            f"; not offered, because nobody has checked all their words: {', '.join(held_back)}. "
            "unchecked_translations = true in the office file offers them all the same"
        )
    return Finding("Languages", not held_back, words)


def data_folder(folder: Path) -> Finding:
    """Whether this user may keep the database there."""
    place = nearest(folder)
    if not os.access(place, os.W_OK | os.X_OK):
        words = f"{place} may not be written to. Run this as the user of the service, or chown it"
        return Finding("Data folder", False, words)
    return Finding("Data folder", True, str(folder) if place == folder else f"{folder} (not yet)")
