"""Where screens are plugged, as the kernel tells: /sys/class/drm (sysfs-class-drm)."""

from dataclasses import dataclass
from pathlib import Path

FOLDER = Path("/sys/class/drm")


@dataclass(frozen=True, slots=True)
class Connector:
    """One plug. ``name``: as the compositor has it, ``HDMI-A-1``. ``modes``: the screen told what
    it can show (EDID); one that is connected may not have told yet."""

    name: str
    connected: bool
    modes: bool

    @property
    def usable(self) -> bool:
        """Something can be shown there."""
        return self.connected and self.modes


def connectors(folder: Path = FOLDER) -> tuple[Connector, ...]:
    """All that there are, by name; none on a computer without a graphics card."""
    found = [_read(place) for place in folder.glob("card*-*")]
    return tuple(sorted(found, key=lambda each: each.name))


def _read(place: Path) -> Connector:
    name = place.name.split("-", 1)[1]
    return Connector(name, _word(place / "status") == "connected", _word(place / "modes") != "")


def _word(file: Path) -> str:
    try:
        return file.read_text(encoding="ascii", errors="replace").strip()
    except OSError:
        # A plug of a dock goes with its dock.
        return ""
