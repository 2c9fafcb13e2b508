"""Which computer this is, as an administrator recognises it on the fleet page."""

from collections.abc import Sequence
from importlib import metadata
from pathlib import Path

from vuoro.sync.enrolment import Computer

_MODEL = ("proc/device-tree/model", "sys/class/dmi/id/product_name")
_SERIAL = ("proc/device-tree/serial-number", "sys/class/dmi/id/product_serial", "etc/machine-id")
"""A Raspberry Pi tells by its device tree, a PC by DMI; the last is there on every Linux."""
_LONGEST = 40


def this_computer(root: Path = Path("/")) -> Computer:
    """Model, serial number and our version; empty what can't be read."""
    return Computer(_first(root, _MODEL), _first(root, _SERIAL), metadata.version("vuoro"))


def _first(root: Path, names: Sequence[str]) -> str:
    for name in names:
        try:
            text = (root / name).read_text(encoding="utf-8", errors="replace")
        except OSError:
            continue
        if words := text.strip("\0 \n"):
            return words[:_LONGEST]
    return ""
