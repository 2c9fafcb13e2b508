"""The slip printer: asked how it is, and never made to print."""

from collections.abc import Iterator
from pathlib import Path
from typing import NoReturn

from vuoro.core.settings.schema import PrinterSettings
from vuoro.hardware.printers.choose import printer_for
from vuoro.hardware.printers.profile import PrinterProfile, profile_for
from vuoro.hardware.printers.profile_files import BadProfile
from vuoro.hardware.printers.transport import PrinterError
from vuoro.hardware.usb_identity import find_device, find_lp, find_tty
from vuoro.lobby.doctor.finding import Finding
from vuoro.lobby.doctor.plugged import plugged
from vuoro.lobby.doctor.programs import runs
from vuoro.lobby.doctor.rights import missing_right
from vuoro.printer.escpos import PrinterState
from vuoro.printer.press import Press

IN_WORDS = {
    PrinterState.OK: "ready",
    PrinterState.PAPER_LOW: "the paper is running low. Change the roll",
    PrinterState.PAPER_OUT: "the paper is out. Put a new roll in, printed side out",
    PrinterState.COVER_OPEN: "the cover is open. Close it until it clicks",
    PrinterState.CUTTER_JAM: "the cutter is jammed. Switch it off, open the cover, take out paper",
    PrinterState.OVERHEATED: "the head is hot. It goes on by itself",
    PrinterState.FAULT: "it reports a fault. Switch it off and on; if it stays, replace it",
    PrinterState.SILENT: "connected, but it doesn't answer. Switch it off and on; is its profile "
    "right?",
    PrinterState.OFFLINE: "no answer. Check its power switch and both ends of its cable",
}
_MATTER = "Printer"
_ROOT = Path("/")


def printer(settings: PrinterSettings, root: Path = _ROOT) -> Iterator[Finding]:
    """Profile, right to use it, and what it says."""
    if settings.kind == "none":
        yield Finding(_MATTER, True, "none is set up ([kiosk.printer] kind)")
        return
    try:
        profile = profile_for(settings)
    except BadProfile as error:
        yield Finding("Profile", False, " ".join(error.errors))
        return
    yield Finding("Profile", True, f"{profile.name}: {profile.model}, {profile.dots} dots")
    lacking = _lacking(settings, root)
    if lacking:
        yield Finding(_MATTER, False, lacking)
    elif runs("kiosk", root):
        words = "the kiosk runs and has it: see vuoro status, or stop the kiosk for a closer look"
        yield Finding(_MATTER, True, words)
    else:
        yield _asked(settings, profile, root)


def _asked(settings: PrinterSettings, profile: PrinterProfile, root: Path) -> Finding:
    line = printer_for(settings, root)
    assert line is not None
    try:
        line.open()
    except PrinterError as error:
        return Finding(_MATTER, False, _not_there(settings, str(error), root))
    finally:
        line.close()
    state = Press(line, _never, _never, profile=profile).state()
    words = f"{_where(settings)}: {IN_WORDS[state]}"
    if state is PrinterState.OK and (profile.status == "none" or not line.answers):
        words = f"{_where(settings)}: takes bytes and never says how it is. Try: vuoro printer test"
    return Finding(_MATTER, state is PrinterState.OK, words)


def _not_there(settings: PrinterSettings, why: str, root: Path) -> str:
    words = f"{_where(settings)}: {IN_WORDS[PrinterState.OFFLINE]} ({why})"
    if settings.kind in ("usb", "serial", "file"):
        return f"{words}. {plugged(('usbmisc', 'tty'), root)}"
    return words


def _where(settings: PrinterSettings) -> str:
    if settings.kind == "network":
        return f"{settings.host}:{settings.port}"
    return settings.device or settings.kind


def _lacking(settings: PrinterSettings, root: Path) -> str:
    find = {"serial": find_tty, "file": find_lp}.get(settings.kind)
    device = find_device(settings.device, find, root) if find and settings.device else None
    return missing_right(device) if device is not None else ""


def _never(*_: object) -> NoReturn:
    raise AssertionError("the doctor prints nothing")
