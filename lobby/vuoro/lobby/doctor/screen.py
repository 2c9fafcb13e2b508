"""Screens and touch, as the kernel sees them."""

from collections.abc import Iterator
from pathlib import Path

from vuoro.hardware.health.files import number_of, text_of
from vuoro.lobby.doctor.finding import Finding

_DIRECT = 1 << 1
"""INPUT_PROP_DIRECT (linux/input-event-codes.h): it is touched where the picture is."""


def screens(root: Path) -> Iterator[Finding]:
    """The screens that are plugged in (kernel, Documentation/gpu/drm-uapi.rst)."""
    outputs = sorted(root.glob("sys/class/drm/card*-*/status"))
    on = [each.parent.name.partition("-")[2] for each in outputs if text_of(each) == "connected"]
    if on:
        yield Finding("Screen", True, ", ".join(on))
    elif outputs:
        yield Finding("Screen", False, "none is plugged in. Check its cable and that it is on")
    else:
        yield Finding("Screen", True, "this computer doesn't tell of its outputs")


def touch(root: Path) -> Iterator[Finding]:
    """Something to touch."""
    devices = sorted(root.glob("sys/class/input/event*/device"))
    named = [text_of(each / "name") or each.parent.name for each in devices if _is_touch(each)]
    if named:
        yield Finding("Touch", True, ", ".join(dict.fromkeys(named)))
    else:
        words = "no touch screen is plugged in. Check the USB cable between screen and computer"
        yield Finding("Touch", False, words)


def _is_touch(device: Path) -> bool:
    properties = number_of(device / "properties", base=16)
    return properties is not None and bool(properties & _DIRECT)
