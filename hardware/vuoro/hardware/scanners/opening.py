"""The scanner that the settings ask for."""

from pathlib import Path
from typing import assert_never

from vuoro.core.clock import Clock
from vuoro.core.settings.schema import ScannerSettings
from vuoro.hardware.scanners.cable import CableScanner
from vuoro.hardware.scanners.camera import PictureScanner
from vuoro.hardware.scanners.camera_scanner import camera_scanner
from vuoro.hardware.scanners.folder import FolderFrames
from vuoro.hardware.scanners.frames import Frames
from vuoro.hardware.scanners.keyboard import KeyboardScanner
from vuoro.hardware.scanners.lines import LineScanner
from vuoro.hardware.scanners.preview import Preview
from vuoro.hardware.scanners.profile import profile_named
from vuoro.hardware.scanners.scanner import (
    OnCode,
    Scanner,
    ScannerError,
    ScannerSource,
    ScannerState,
)
from vuoro.hardware.scanners.serial_device import SerialDevice
from vuoro.hardware.scanners.video import VideoFrames
from vuoro.hardware.scanners.wedge_device import WedgeDevice
from vuoro.hardware.usb_identity import UsbName

_STANDARD_INPUT = 0
_FOLDER_SECONDS = 0.1
"""A folder is cheap to look into, and a picture that waits there has somebody waiting with it."""


class NoScanner:
    """A kiosk without a scanner."""

    source = ScannerSource.NONE
    state = ScannerState.ABSENT

    def start(self, on_code: OnCode) -> None:
        pass

    def close(self) -> None:
        pass


def open_scanner(
    settings: ScannerSettings, clock: Clock, preview: Preview | None = None
) -> Scanner:
    """The scanner of these settings, not started yet: nothing is opened before ``start``.

    A camera puts its pictures into ``preview`` too.

    Raises ScannerError when ``source`` can't be meant: a camera that is no number, USB name or
    path, a video that is not a file, a cable that is neither a USB name nor a path. A camera that
    is unplugged or a folder that is not there yet is none of these.
    """
    match settings.kind:
        case "camera":
            return camera_scanner(settings, clock, preview)
        case "serial" | "wedge":
            return _cable(settings, clock)
        case "video":
            return _pictures(_video(settings), settings, clock)
        case "folder":
            return _pictures(FolderFrames(Path(settings.source)), settings, clock)
        case "stdin":
            return LineScanner(_STANDARD_INPUT)
        case "keyboard":
            return KeyboardScanner()
        case "none":
            return NoScanner()
        case _:
            assert_never(settings.kind)


def _pictures(frames: Frames, settings: ScannerSettings, clock: Clock) -> PictureScanner:
    period = 1 / settings.frames_per_second
    return PictureScanner(
        frames,
        ScannerSource(settings.kind),
        clock,
        period=min(period, _FOLDER_SECONDS) if settings.kind == "folder" else period,
        same_code_seconds=settings.same_code_seconds,
    )


def _cable(settings: ScannerSettings, clock: Clock) -> CableScanner:
    source = settings.source
    if UsbName.parse(source) is None and not source.startswith("/"):
        must = "usb:VENDOR:PRODUCT, usb:VENDOR:PRODUCT:SERIAL or a path such as /dev/ttyS0"
        raise ScannerError(f"kiosk.scanner.source must be {must}, not {source!r}")
    profile = profile_named(settings.profile)
    serial = settings.kind == "serial"
    device = SerialDevice(source, profile) if serial else WedgeDevice(source, profile)
    return CableScanner(
        device,
        ScannerSource(settings.kind),
        same_code_seconds=settings.same_code_seconds,
        mono=clock.mono,
    )


def _video(settings: ScannerSettings) -> VideoFrames:
    if not Path(settings.source).is_file():
        raise ScannerError(f"kiosk.scanner.source: there is no video file {settings.source!r}")
    return VideoFrames(settings.source, settings.frames_per_second)
