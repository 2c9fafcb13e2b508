"""Which output a touchscreen belongs to, as labwc reads it (labwc-config(5), touch)."""

import xml.etree.ElementTree as xml
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class TouchMap:
    """A touchscreen by the name that its driver gives it, and an output by its own."""

    device: str
    output: str


def touch_xml(touch: TouchMap) -> str:
    """The line for ``/etc/vuoro/touch.xml``."""
    line = xml.Element("touch", deviceName=touch.device, mapToOutput=touch.output)
    return f"{xml.tostring(line, 'unicode')}\n"


def read_touch_map(file: Path) -> TouchMap | None:
    """What such a file says; None where there is none, or nothing that is ours."""
    try:
        line = xml.fromstring(f"<all>{file.read_text('utf-8')}</all>").find("touch")
    except (OSError, ValueError, xml.ParseError):
        return None
    if line is None:
        return None
    return TouchMap(line.get("deviceName", ""), line.get("mapToOutput", ""))
