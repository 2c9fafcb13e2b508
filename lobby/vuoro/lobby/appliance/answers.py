"""What root's helper brought for support, until the lobby service has handed it over."""

import os
from collections.abc import Mapping
from pathlib import Path

from vuoro.core.wire.codec import Malformed, decode, encode
from vuoro.core.wire.upkeep import SupportAnswer

MOST = 8
"""They lie in memory (tmpfs)."""


def bring(folder: Path, answer: SupportAnswer) -> None:
    """Leave an answer; the oldest ones go."""
    folder.mkdir(exist_ok=True, mode=0o750)
    part = folder / f".{answer.command}"
    part.write_bytes(encode(answer))
    part.chmod(0o640)
    owner = folder.stat()
    os.chown(part, -1, owner.st_gid)
    part.replace(folder / f"{answer.command}.json")
    for old in sorted(folder.glob("*.json"), key=_age)[:-MOST]:
        old.unlink(missing_ok=True)


def answers_in(folder: Path) -> Mapping[str, SupportAnswer]:
    """By command; what can't be read is not there."""
    found = {}
    for file in folder.glob("*.json"):
        try:
            answer = decode(file.read_bytes(), SupportAnswer)
        except (OSError, Malformed):
            continue
        found[answer.command] = answer
    return found


def _age(file: Path) -> float:
    return file.stat().st_mtime
