"""Which input device is the jack of a headset: the first that has a switch for one."""

from pathlib import Path

from vuoro.hardware.evdev import SW_HEADPHONE_INSERT


def find_jack(root: Path = Path("/")) -> Path | None:
    """Its file, such as /dev/input/event7; None while there is none.

    Sound cards announce their jacks as input devices with switches (Documentation/sound/designs/
    jack-controls). Those of HDMI cables have no such switch.
    """
    entries = (root / "sys/class/input").glob("event*")
    for entry in sorted(entries, key=lambda entry: int("0" + entry.name.removeprefix("event"))):
        if _switches(entry) >> SW_HEADPHONE_INSERT & 1:
            return root / "dev/input" / entry.name
    return None


def _switches(entry: Path) -> int:
    """A bitmap of hexadecimal words of the kernel's size; the lowest, last, has all we ask for."""
    try:
        words = (entry / "device/capabilities/sw").read_text("ascii").split()
        return int(words[-1], 16)
    except (OSError, ValueError, IndexError):
        return 0
