"""Which output a touchscreen belongs to, as labwc reads it (labwc-config(5), touch)."""

import xml.etree.ElementTree as xml
from dataclasses import dataclass
from pathlib import Path

GUESSED = "<!-- A guess: nobody has touched the cross yet. -->\n"


@dataclass(frozen=True, slots=True)
class TouchMap:
    """A touchscreen by the name that its driver gives it, and an output by its own.

    ``guessed``: nobody has touched a cross yet.
    """

    device: str
    output: str
    guessed: bool = False


def touch_xml(touch: TouchMap) -> str:
    """The line for ``/etc/vuoro/touch.xml``."""
    line = xml.Element("touch", deviceName=touch.device, mapToOutput=touch.output)
    return f"{GUESSED if touch.guessed else ''}{xml.tostring(line, 'unicode')}\n"


def read_touch_map(file: Path) -> TouchMap | None:
    """What such a file says; None where there is none."""
    try:
        return touch_map_of(file.read_text("utf-8"))
    except (OSError, UnicodeDecodeError):
        return None


def touch_map_of(text: str) -> TouchMap | None:
    """What such a text says; None for one that is not ours."""
    try:
        line = xml.fromstring(f"<all>{text}</all>").find("touch")
    except xml.ParseError:
        return None
    if line is None:
        return None
    guessed = text.startswith(GUESSED)
    return TouchMap(line.get("deviceName", ""), line.get("mapToOutput", ""), guessed)
