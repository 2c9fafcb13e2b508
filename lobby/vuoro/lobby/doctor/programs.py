"""Which programs of Vuoro run on this computer: they hold devices that two can't use at once."""

from itertools import pairwise
from pathlib import Path

_NAMES = ("vuoro", "vuoro.lobby")


def runs(part: str, root: Path = Path("/")) -> bool:
    """Whether a ``vuoro kiosk``, ``vuoro counter`` … runs (proc(5), cmdline)."""
    for file in root.glob("proc/[0-9]*/cmdline"):
        try:
            words = file.read_bytes().decode("utf-8", "replace").split("\0")
        except OSError:
            continue  # it has ended meanwhile, or is none of our business
        if any(Path(word).name in _NAMES and then == part for word, then in pairwise(words)):
            return True
    return False
