"""Whether a screen shows nothing of a visitor now, as its program tells others on the computer.

A picture of a screen is taken for support only then (``vuoro appliance screenshot``). The word lies
in the session's folder, in memory, and goes with it.
"""

import os
from collections.abc import Mapping
from pathlib import Path

FOLDER = "XDG_RUNTIME_DIR"
_REST, _BUSY = b"rest", b"busy"


class AtRest:
    """What one program tells; without a session folder it tells nobody."""

    def __init__(self, program: str, environ: Mapping[str, str] = os.environ) -> None:
        folder = environ.get(FOLDER, "")
        self._file = Path(folder) / _name(program) if folder else None
        self._told: bytes | None = None

    def tell(self, at_rest: bool) -> None:
        """The screen shows nothing of a visitor from now on, or may show something."""
        word = _REST if at_rest else _BUSY
        if self._file is None or word == self._told:
            return
        try:
            self._file.write_bytes(word)
        except OSError:
            return  # whoever looks finds no word, and takes it for a no
        self._told = word


def resting_since(folder: Path, program: str) -> int | None:
    """A number that stays the same for as long as a program rests; None where it does not, or has
    told nothing.
    """
    try:
        file = folder / _name(program)
        since = file.stat().st_mtime_ns
        return since if file.read_bytes() == _REST else None
    except OSError:
        return None


def _name(program: str) -> str:
    return f"vuoro-{program}.rest"
