"""The camera that the settings ask for."""

from vuoro.core.clock import Clock
from vuoro.core.settings.schema import ScannerSettings
from vuoro.hardware.scanners.camera import PictureScanner
from vuoro.hardware.scanners.camera_device import camera_device, is_camera_source
from vuoro.hardware.scanners.camera_frames import CameraFrames, Open
from vuoro.hardware.scanners.capture import open_v4l2
from vuoro.hardware.scanners.preview import Preview
from vuoro.hardware.scanners.scanner import ScannerError, ScannerSource


def camera_scanner(
    settings: ScannerSettings,
    clock: Clock,
    preview: Preview | None = None,
    open_capture: Open = open_v4l2,
) -> PictureScanner:
    """A scanner over a camera, not started yet; ``preview`` gets its pictures too.

    Raises ScannerError when ``source`` can't mean a camera; one that is unplugged may come yet.
    """
    source = settings.source
    if not is_camera_source(source):
        must = "the number of a camera, usb:VENDOR:PRODUCT or a path below /dev"
        raise ScannerError(f"kiosk.scanner.source must be {must}, not {source!r}")
    frames = CameraFrames(
        lambda: camera_device(source),
        exposure=settings.exposure,
        preview=preview,
        open_capture=open_capture,
        mono=clock.mono,
    )
    return PictureScanner(
        frames,
        ScannerSource.CAMERA,
        clock,
        period=1 / settings.frames_per_second,
        same_code_seconds=settings.same_code_seconds,
    )
