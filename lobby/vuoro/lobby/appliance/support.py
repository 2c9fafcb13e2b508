"""The support bundle: what an engineer needs to see of a device, and nothing of any visitor.

A tar of four JSON files, packed with xz. What may be in it is listed (facts, journal_words), not
what may not.
"""

import io
import json
import lzma
import subprocess
import tarfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from vuoro.core.wire.upkeep import LARGEST_ANSWER
from vuoro.lobby.appliance.facts import facts
from vuoro.lobby.appliance.journal_words import kept, known

NAME = "vuoro-support.tar.xz"
MOST_LINES = 20_000
_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class Sources:
    """Where it is all read from. ``findings``: of the doctor; ``updates``: files of the updater."""

    root: Path
    data: Path | None
    findings: Sequence[Mapping[str, Any]]
    version: str
    update: Mapping[str, Any]


def bundle(sources: Sources, entries: Iterable[Mapping[str, Any]] | None = None) -> bytes:
    """The file; the oldest lines of the journal are left out until it is small enough."""
    lines = list(kept(journal() if entries is None else entries, known()))
    told = {
        "facts.json": {"version": sources.version, "update": dict(sources.update),
                       **facts(sources.root, sources.data, systemctl)},
        "doctor.json": list(sources.findings),
    }  # fmt: skip
    while True:
        made = _packed({**told, "journal.json": lines})
        if len(made) <= LARGEST_ANSWER or not lines:
            return made
        lines = lines[(len(lines) + 1) // 2 :]


def journal() -> Iterator[Mapping[str, Any]]:
    """The newest lines of this boot and the one before, the oldest first (journalctl(1))."""
    words = ("journalctl", "--output=json", "--no-pager", "--quiet", f"--lines={MOST_LINES}")
    for line in _said(words).splitlines():
        try:
            entry = json.loads(line)
        except ValueError:
            continue
        if isinstance(entry, dict):
            yield entry


def systemctl(words: Sequence[str]) -> str:
    """What systemctl(1) says, or nothing."""
    return _said(("systemctl", *words))


def _said(words: Sequence[str]) -> str:
    try:
        done = subprocess.run(
            words, capture_output=True, text=True, errors="replace", timeout=_SECONDS
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout


def _packed(files: Mapping[str, Any]) -> bytes:
    out = io.BytesIO()
    with lzma.open(out, "wb", preset=6) as packed, tarfile.open(fileobj=packed, mode="w") as tar:
        for name, value in files.items():
            data = json.dumps(value, ensure_ascii=False, indent=1).encode()
            member = tarfile.TarInfo(name)
            member.size = len(data)
            tar.addfile(member, io.BytesIO(data))
    return out.getvalue()
