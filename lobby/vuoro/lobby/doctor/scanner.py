"""The scanner: opened, and looked at whether it is there; nothing that it reads is kept."""

import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

from vuoro.core.clock import Clock
from vuoro.core.settings.schema import ScannerSettings
from vuoro.hardware.scanners import ScannedCode, Scanner, ScannerError, ScannerState, open_scanner
from vuoro.hardware.usb_identity import find_device, find_input, find_tty
from vuoro.lobby.doctor.finding import Finding
from vuoro.lobby.doctor.plugged import cameras, plugged
from vuoro.lobby.doctor.programs import runs
from vuoro.lobby.doctor.rights import missing_right

IN_WORDS = {
    ScannerState.OFFLINE: "is not there. Plug it in, and check [kiosk.scanner] source",
    ScannerState.COVERED: "sees nothing but black. Take the cap or the film off its lens",
}
_MATTER = "Scanner"
S = TypeVar("S")
PATIENCE_SECONDS = 4.0
_LOOK_SECONDS = 0.1
_ROOT = Path("/")


def scanner(
    settings: ScannerSettings,
    clock: Clock,
    root: Path = _ROOT,
    patience: float = PATIENCE_SECONDS,
) -> Iterator[Finding]:
    """Whether it is there, within so many seconds, and this user may use it."""
    if settings.kind in ("none", "keyboard", "stdin"):
        yield Finding(_MATTER, True, _NOTHING_TO_SEE[settings.kind])
        return
    lacking = _lacking(settings, root)
    if lacking:
        yield Finding(_MATTER, False, lacking)
    elif runs("kiosk", root):
        words = "the kiosk runs and has it: see vuoro status, or stop the kiosk for a closer look"
        yield Finding(_MATTER, True, words)
    else:
        yield _looked_at(settings, clock, root, patience)


def _looked_at(settings: ScannerSettings, clock: Clock, root: Path, patience: float) -> Finding:
    try:
        opened = open_scanner(settings, clock)
    except ScannerError as error:
        return Finding(_MATTER, False, str(error))
    try:
        opened.start(_forget)
        state = settled(lambda: opened.state, ScannerState.READY, patience)
        seen = _seen(opened)
    finally:
        opened.close()
    what = f"{settings.kind} {settings.source}"
    if state is ScannerState.READY:
        return Finding(_MATTER, True, f"{what}: ready{seen}")
    words = IN_WORDS.get(state, f"is {state.value}")
    return Finding(_MATTER, False, f"{what} {words}. {_what_is_there(settings, root)}")


def settled(state: Callable[[], S], wanted: S, seconds: float = PATIENCE_SECONDS) -> S:
    """The state of a device once it is as wanted, or after so many seconds."""
    never = threading.Event()
    for _ in range(round(seconds / _LOOK_SECONDS)):
        if state() == wanted:
            break
        never.wait(_LOOK_SECONDS)
    return state()


def _lacking(settings: ScannerSettings, root: Path) -> str:
    find = {"serial": find_tty, "wedge": find_input}.get(settings.kind)
    device = find_device(settings.source, find, root) if find else _camera(settings, root)
    return missing_right(device) if device is not None else ""


def _camera(settings: ScannerSettings, root: Path) -> Path | None:
    if settings.kind != "camera":
        return None
    source = settings.source
    path = root / (f"dev/video{source}" if source.isdecimal() else source.lstrip("/"))
    return path if path.exists() else None


def _what_is_there(settings: ScannerSettings, root: Path) -> str:
    if settings.kind == "camera":
        return cameras(root)
    return plugged(("tty",) if settings.kind == "serial" else ("input",), root)


def _seen(opened: Scanner) -> str:
    """How many pictures a second a camera gives, where it counts them."""
    stats = getattr(opened, "stats", None)
    return f", {stats().frames_per_second:.0f} pictures a second" if callable(stats) else ""


def _forget(_: ScannedCode) -> None:
    """What is held to it now may name somebody."""


_NOTHING_TO_SEE = {
    "none": "none is set up ([kiosk.scanner] kind)",
    "keyboard": "types into the kiosk's window; try it in the staff menu of the kiosk",
    "stdin": "lines on standard input",
}
