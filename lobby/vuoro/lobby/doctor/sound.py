"""Letters for every script, speech, and a program that plays."""

import shutil
import subprocess
from collections.abc import Iterator

from vuoro.core.look.letters import SCRIPTS, without_letters
from vuoro.lobby.doctor.finding import Finding

_SECONDS = 3.0


def sound() -> Iterator[Finding]:
    """What a board needs to be heard, and screens and slips to be read."""
    yield from letters(_families())
    yield voice(shutil.which("espeak-ng"))
    yield player(shutil.which("pw-play") or shutil.which("paplay") or shutil.which("aplay"))


def letters(families: frozenset[str]) -> Iterator[Finding]:
    """Letters for scripts that our own typeface lacks, one finding for each."""
    boxes = without_letters(families)
    for script in SCRIPTS:
        words = script.family
        if script in boxes:
            words = f"no {script.family}: they come out as boxes. Install {script.package}."
        yield Finding("Letters", script not in boxes, f"{script.name}: {words}")


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


def _families() -> frozenset[str]:
    """Every family of fonts on this computer."""
    lister = shutil.which("fc-list")
    if lister is None:
        return frozenset()
    asked = [lister, ":", "--format=%{family}\\n"]
    found = subprocess.run(asked, capture_output=True, text=True, check=False, timeout=_SECONDS)
    return frozenset(name for line in found.stdout.splitlines() for name in line.split(","))
