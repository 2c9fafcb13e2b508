"""The lobby service's word that nobody needs the device for a while.

Two users of one computer agree without a clock that may be wrong: until a moment of CLOCK_BOOTTIME
(clock_gettime(2)), in this boot only.
"""

import time
from dataclasses import dataclass
from pathlib import Path

import msgspec

NAME = "quiet.json"
_BOOT_ID = Path("/proc/sys/kernel/random/boot_id")


class _Quiet(msgspec.Struct, frozen=True):
    boot: str
    until: float


@dataclass(frozen=True, slots=True)
class Boot:
    """This run of the computer: its id, and how many seconds it lasts."""

    id: str
    seconds: float


def this_boot() -> Boot:
    """Read from the kernel."""
    return Boot(_BOOT_ID.read_text("ascii").strip(), time.clock_gettime(time.CLOCK_BOOTTIME))


def permit(folder: Path, boot: Boot, seconds: float) -> None:
    """Say that the device may be taken for so many seconds from now on."""
    part = folder / f".{NAME}"
    part.write_bytes(msgspec.json.encode(_Quiet(boot.id, boot.seconds + seconds)))
    part.replace(folder / NAME)


def forbid(folder: Path) -> None:
    """Take it back."""
    (folder / NAME).unlink(missing_ok=True)


def is_permitted(folder: Path, boot: Boot) -> bool:
    """Whether the word is there and still holds."""
    try:
        quiet = msgspec.json.decode((folder / NAME).read_bytes(), type=_Quiet)
    except (OSError, msgspec.DecodeError):
        return False
    return quiet.boot == boot.id and boot.seconds < quiet.until
