"""Putting settings in their place: a power cut leaves all of the old ones or all of the new ones.

New files are written beside the old ones, with a list of renames. Naming their folder ``.setup``
is the moment that counts: from then on the renames are carried out, now or at the next start.
"""

import json
import os
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path

from vuoro.lobby.appliance.bundle import flush
from vuoro.lobby.appliance.setup.answers import PROGRAMS
from vuoro.lobby.appliance.setup.plan import File
from vuoro.lobby.appliance.setup.present import ASIDE

STAGE, PART = ".setup", ".setup.part"
_RENAMES = "renames.json"

Own = Callable[[Path, str | None], None]
"""Gives a file to root, for a group to read, or for everybody."""


def place(folder: Path, files: Sequence[File], unused: Sequence[str], own: Own) -> tuple[str, ...]:
    """Write files into a folder and put settings of unused programs aside; what has changed."""
    finish(folder)
    changed = [file for file in files if _text(folder / file.name) != file.text]
    gone = [f"{name}.toml" for name in unused if (folder / f"{name}.toml").exists()]
    if not changed and not gone:
        return ()
    part = folder / PART
    shutil.rmtree(part, ignore_errors=True)
    part.mkdir(parents=True, mode=0o700)
    for file in changed:
        (part / file.name).write_text(file.text, encoding="utf-8")
        own(part / file.name, file.group)
    renames = [[f"{STAGE}/{file.name}", file.name] for file in changed]
    renames += [[name, f"{name}{ASIDE}"] for name in gone]
    (part / _RENAMES).write_text(json.dumps(renames), encoding="utf-8")
    flush(part)
    part.rename(folder / STAGE)
    _flush_folder(folder)
    finish(folder)
    return (*(file.name for file in changed), *gone)


def finish(folder: Path) -> None:
    """Carry out what a power cut has interrupted; nothing where there is nothing."""
    stage = folder / STAGE
    if stage.is_dir():
        for before, after in _renames(stage):
            if (folder / before).exists():
                os.replace(folder / before, folder / after)
        _flush_folder(folder)
        shutil.rmtree(stage)
    for name in PROGRAMS:
        if (folder / f"{name}.toml").exists():
            (folder / f"{name}.toml{ASIDE}").unlink(missing_ok=True)


def _renames(stage: Path) -> list[list[str]]:
    try:
        renames: list[list[str]] = json.loads((stage / _RENAMES).read_text(encoding="utf-8"))
    except FileNotFoundError:
        # Everything was renamed, and the removal of the folder was interrupted.
        return []
    return renames


def _flush_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _text(file: Path) -> str | None:
    try:
        return file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return None
