"""Screens and touch, as the kernel sees them."""

from collections.abc import Iterator
from pathlib import Path

from vuoro.hardware.health.files import number_of, text_of
from vuoro.lobby.doctor.finding import Finding

_DIRECT = 1 << 1
"""INPUT_PROP_DIRECT (linux/input-event-codes.h): it is touched where the picture is."""
_OUTPUTS = "sys/class/drm/card*-*/status"


def screens(root: Path) -> Iterator[Finding]:
    """The screens that are plugged in (kernel, Documentation/gpu/drm-uapi.rst)."""
    on = connected(root)
    if on:
        yield Finding("Screen", True, ", ".join(on))
    elif any(root.glob(_OUTPUTS)):
        yield Finding("Screen", False, "none is plugged in. Check its cable and that it is on")
    else:
        yield Finding("Screen", True, "this computer doesn't tell of its outputs")


def touch(root: Path) -> Iterator[Finding]:
    """Something to touch."""
    named = touch_names(root)
    if named:
        yield Finding("Touch", True, ", ".join(named))
    else:
        words = "no touch screen is plugged in. Check the USB cable between screen and computer"
        yield Finding("Touch", False, words)


def connected(root: Path) -> tuple[str, ...]:
    """The names of outputs with a screen, such as ``HDMI-A-1``."""
    outputs = sorted(root.glob(_OUTPUTS))
    on = (each.parent.name for each in outputs if text_of(each) == "connected")
    return tuple(name.partition("-")[2] for name in on)


def touch_names(root: Path) -> tuple[str, ...]:
    """What touchscreens call themselves."""
    return tuple(dict.fromkeys(name for _, name in touch_nodes(root)))


def touch_nodes(root: Path) -> Iterator[tuple[Path, str]]:
    """The device file of each touchscreen, and what it calls itself."""
    for device in sorted(root.glob("sys/class/input/event*/device")):
        if _is_touch(device):
            node = device.parent.name
            yield root / "dev/input" / node, text_of(device / "name") or node


def _is_touch(device: Path) -> bool:
    properties = number_of(device / "properties", base=16)
    return properties is not None and bool(properties & _DIRECT)
