"""Which camera a setting means, and where it is today."""

from pathlib import Path

import pytest

from vuoro.core.clock import SystemClock
from vuoro.core.settings.schema import ScannerSettings
from vuoro.hardware.scanners import ScannerError
from vuoro.hardware.scanners.camera_device import camera_device, find_video
from vuoro.hardware.scanners.camera_frames import CameraFrames
from vuoro.hardware.scanners.camera_scanner import camera_scanner
from vuoro.hardware.scanners.frames import SourceLost
from vuoro.hardware.scanners.reel import Reel
from vuoro.hardware.usb_identity import UsbName


def test_a_camera_is_found_by_its_usb_name_whatever_number_it_got(tmp_path: Path) -> None:
    plug(tmp_path, "1-1", "046d:0825", "A1", {"video3": 0, "video4": 1})
    plug(tmp_path, "1-2", "046d:0825", "B2", {"video1": 1, "video0": 0})

    found = {
        text: find_video(UsbName.parse(text), tmp_path)  # type: ignore[arg-type]
        for text in ("usb:046d:0825:A1", "usb:046d:0825:B2", "usb:046d:9999")
    }

    assert found == {
        "usb:046d:0825:A1": tmp_path / "dev/video3",
        "usb:046d:0825:B2": tmp_path / "dev/video0",
        "usb:046d:9999": None,
    }


@pytest.mark.parametrize("source", ["3", "/dev/video3", "usb:046d:0825"])
def test_a_camera_is_meant_by_number_path_or_usb_name(tmp_path: Path, source: str) -> None:
    plug(tmp_path, "1-1", "046d:0825", "A1", {"video3": 0})

    assert camera_device(source, tmp_path) == str(tmp_path / "dev/video3")


@pytest.mark.parametrize("source", ["7", "/dev/video7", "usb:1111:2222"])
def test_a_camera_that_is_not_there_is_lost_and_not_an_error(tmp_path: Path, source: str) -> None:
    with pytest.raises(SourceLost):
        camera_device(source, tmp_path)


@pytest.mark.parametrize("source", ["", "front", "usb:12", "-1", "video0"])
def test_settings_that_can_mean_no_camera_are_refused(source: str) -> None:
    with pytest.raises(ScannerError):
        camera_scanner(ScannerSettings(kind="camera", source=source), SystemClock())


def plug(root: Path, port: str, ids: str, serial: str, nodes: dict[str, int]) -> None:
    """A camera in a made-up /sys and /dev, as uvcvideo and udev lay it out."""
    device = root / "sys/devices/pci0/usb1" / port
    device.mkdir(parents=True)
    vendor, product = ids.split(":")
    for name, value in {"idVendor": vendor, "idProduct": product, "serial": serial}.items():
        (device / name).write_text(value + "\n")
    for node, index in nodes.items():
        entry = device / f"{port}:1.0" / "video4linux" / node
        entry.mkdir(parents=True)
        (entry / "index").write_text(f"{index}\n")
        (entry / "uevent").write_text(f"MAJOR=81\nMINOR={index}\nDEVNAME={node}\n")
        group = root / "sys/class/video4linux"
        group.mkdir(parents=True, exist_ok=True)
        (group / node).symlink_to(entry)
        file = root / "dev" / node
        file.parent.mkdir(exist_ok=True)
        file.touch()


@pytest.mark.parametrize(
    ("there", "allowed", "words"),
    [(False, False, "gone"), (True, False, "group video"), (True, True, "another program")],
)
def test_a_camera_that_does_not_open_says_why(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, there: bool, allowed: bool, words: str
) -> None:
    device = tmp_path / "video0"
    if there:
        device.touch()
    monkeypatch.setattr("os.access", lambda path, mode: allowed)
    reel = Reel([])
    reel.set(plugged=False)
    frames = CameraFrames(lambda: str(device), open_capture=reel.open)

    frames.open()
    with pytest.raises(SourceLost, match=words):
        frames.next()
    frames.close()
