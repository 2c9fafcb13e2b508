"""Status light and call button of a counter box, and the set behind a display."""

from collections.abc import Iterator
from pathlib import Path

from vuoro.core.settings.schema import CounterSettings, TvSettings
from vuoro.hardware.buttons.opening import open_button
from vuoro.hardware.lamps.opening import BadLampDevice, open_lamp
from vuoro.hardware.part_state import PartState
from vuoro.hardware.tv.opening import open_tv
from vuoro.hardware.tv.tv import TvState
from vuoro.hardware.usb_identity import find_device, find_input
from vuoro.lobby.doctor.finding import Finding
from vuoro.lobby.doctor.plugged import plugged
from vuoro.lobby.doctor.programs import runs
from vuoro.lobby.doctor.rights import missing_right
from vuoro.lobby.doctor.scanner import settled

_ROOT = Path("/")
_HELD = "the counter box runs and has it: see vuoro status"
_SET = {
    TvState.ON: "is on",
    TvState.STANDBY: "is in standby",
    TvState.UNKNOWN: "does not answer. Is it plugged in, and CEC (Anynet+, Simplink …) on in its "
    "menu?",
    TvState.OFFLINE: "can't be asked. Is the HDMI cable in, and v4l-utils installed?",
}


def light(settings: CounterSettings, root: Path = _ROOT) -> Iterator[Finding]:
    """The status light."""
    if settings.light == "none":
        return
    if runs("counter", root):
        yield Finding("Light", True, _HELD)
        return
    chip = root / "dev" / settings.light_device.partition(":")[0]
    lacking = missing_right(chip) if settings.light == "gpio" and chip.exists() else ""
    if lacking:
        yield Finding("Light", False, lacking)
        return
    try:
        lamp = open_lamp(settings)
    except BadLampDevice as error:
        yield Finding("Light", False, str(error))
        return
    lamp.start()
    try:
        well = settled(lambda: lamp.state, PartState.OK) is PartState.OK
    finally:
        lamp.close()
    what = f"{settings.light} {settings.light_device}"
    there = plugged(("hidraw",), root) if settings.light == "relay" else "Check chip and lines"
    yield Finding("Light", well, f"{what}: ready" if well else f"{what}: not there. {there}")


def button(settings: CounterSettings, root: Path = _ROOT) -> Iterator[Finding]:
    """The call button."""
    if not settings.button:
        return
    device = find_device(settings.button, find_input, root)
    lacking = missing_right(device) if device is not None else ""
    if lacking:
        yield Finding("Button", False, lacking)
        return
    if runs("counter", root):
        yield Finding("Button", True, _HELD)
        return
    opened = open_button(settings)
    opened.start(lambda press: None)
    try:
        well = settled(lambda: opened.state, PartState.OK) is PartState.OK
    finally:
        opened.close()
    words = "ready" if well else f"not there. {plugged(('input',), root)}"
    yield Finding("Button", well, f"{settings.button}: {words}")


def television(settings: TvSettings, root: Path = _ROOT) -> Iterator[Finding]:
    """The set that a display switches."""
    if settings.kind == "none":
        return
    adapter = root / str(settings.device).lstrip("/")
    lacking = missing_right(adapter) if adapter.exists() else ""
    if lacking:
        yield Finding("TV", False, lacking)
        return
    tv = open_tv(settings)
    try:
        state = tv.look()
    finally:
        tv.close()
    well = state in (TvState.ON, TvState.STANDBY)
    yield Finding("TV", well, f"{settings.device} {_SET.get(state, state.value)}")
