"""Letters for every script, speech, and a program that plays."""

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

from vuoro.lobby.doctor.finding import Finding

NEEDED_FONTS = "Noto Sans"
_SECONDS = 3.0


def sound() -> Iterator[Finding]:
    """What a board needs to be heard, and screens and slips to be read."""
    yield fonts(_find_font(NEEDED_FONTS))
    yield voice(shutil.which("espeak-ng"))
    yield player(shutil.which("pw-play") or shutil.which("paplay") or shutil.which("aplay"))


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


def _find_font(family: str) -> str | None:
    """The file that draws a family, if it is that family and no stand-in."""
    matcher = shutil.which("fc-match")
    if matcher is None:
        return next(map(str, Path("/usr/share/fonts").rglob("NotoSans-Regular.*")), None)
    asked = [matcher, "--format=%{family}|%{file}", family]
    found = subprocess.run(asked, capture_output=True, text=True, check=False, timeout=_SECONDS)
    name, _, file = found.stdout.partition("|")
    return file if name.startswith(family) else None
