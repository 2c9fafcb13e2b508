"""Which device file a camera has today: by its number, its path, or who it is on USB."""

from pathlib import Path

from vuoro.hardware.scanners.frames import SourceLost
from vuoro.hardware.usb_identity import UsbName, find_device, usb_nodes


def camera_device(source: str, root: Path = Path("/")) -> str:
    """The file of the camera that a setting means. Raises SourceLost while it is not there."""
    path = f"/dev/video{source}" if source.isdecimal() else source
    found = find_device(path, find_video, root)
    if found is None:
        raise SourceLost(f"no camera {source}")
    return str(found)


def find_video(name: UsbName, root: Path = Path("/")) -> Path | None:
    """The pictures of this camera, such as /dev/video0; None while it is not plugged in.

    A USB camera has several files. The driver makes the one of its pictures first, with index 0;
    the others are for their times, or for a second, compressed stream (uvcvideo).
    """
    nodes = [node for node in usb_nodes("video4linux", root) if name.names(node.name)]
    paths = (node.path for node in sorted(nodes, key=lambda node: _index(node.entry)))
    return next(paths, None)


def is_camera_source(source: str) -> bool:
    """Whether a setting can mean a camera: a number, a USB name, or a path below /dev."""
    known = source.isdecimal() or UsbName.parse(source) is not None
    return known or source.startswith("/dev/")


def _index(entry: Path) -> int:
    try:
        return int((entry / "index").read_text("ascii"))
    except (OSError, ValueError):
        return 99
