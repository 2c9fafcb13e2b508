"""The scanner that the settings ask for, opened only when it starts."""

import subprocess
import sys
from pathlib import Path
from typing import Literal

import pytest

from vuoro.core.clock import SystemClock
from vuoro.core.settings.schema import ScannerSettings
from vuoro.hardware.scanners import ScannerError, ScannerSource, ScannerState, open_scanner


@pytest.mark.parametrize(
    "settings",
    [
        ScannerSettings(kind="camera", source="63"),
        ScannerSettings(kind="folder", source="not there yet"),
        ScannerSettings(kind="serial", source="usb:0c2e:0b6a", profile="honeywell"),
        ScannerSettings(kind="serial", source="/dev/ttyS0"),
        ScannerSettings(kind="wedge", source="usb:0c2e:0b61:19059B0A3F"),
        ScannerSettings(kind="stdin"),
        ScannerSettings(kind="keyboard"),
    ],
)
def test_each_kind_opens_its_scanner_and_touches_no_device(settings: ScannerSettings) -> None:
    scanner = open_scanner(settings, SystemClock())

    assert scanner.source == settings.kind
    assert scanner.state is ScannerState.CLOSED


def test_a_kiosk_without_a_scanner_has_one_that_does_nothing() -> None:
    scanner = open_scanner(ScannerSettings(kind="none"), SystemClock())

    scanner.start(lambda code: None)
    scanner.close()

    assert scanner.source is ScannerSource.NONE
    assert scanner.state is ScannerState.ABSENT


@pytest.mark.parametrize("source", ["", "usb:12", "-1", "front"])
def test_what_can_mean_no_camera_is_told_by_the_name_of_its_setting(source: str) -> None:
    with pytest.raises(ScannerError, match=r"kiosk\.scanner\.source"):
        open_scanner(ScannerSettings(kind="camera", source=source), SystemClock())


@pytest.mark.parametrize("kind", ["serial", "wedge"])
@pytest.mark.parametrize("source", ["", "0", "usb:scanner", "COM3"])
def test_a_cable_that_is_neither_a_usb_name_nor_a_path_is_told(
    kind: Literal["serial", "wedge"], source: str
) -> None:
    with pytest.raises(ScannerError, match=r"kiosk\.scanner\.source must be usb:VENDOR:PRODUCT"):
        open_scanner(ScannerSettings(kind=kind, source=source), SystemClock())


def test_a_profile_that_is_none_is_told_before_anything_is_opened() -> None:
    settings = ScannerSettings(kind="serial", source="usb:0c2e:0b6a", profile="hony")

    with pytest.raises(ScannerError, match=r"kiosk\.scanner\.profile: 'hony'"):
        open_scanner(settings, SystemClock())


def test_a_video_that_is_not_there_is_told(tmp_path: Path) -> None:
    settings = ScannerSettings(kind="video", source=str(tmp_path / "missing.avi"))

    with pytest.raises(ScannerError, match=r"missing\.avi"):
        open_scanner(settings, SystemClock())


def test_the_kiosks_first_frame_does_not_wait_for_the_decoder() -> None:
    program = (
        "import sys, vuoro.hardware.scanners;"
        "sys.exit(' '.join({'cv2', 'numpy', 'zxingcpp', 'serial'} & set(sys.modules)))"
    )

    done = subprocess.run([sys.executable, "-c", program], capture_output=True, timeout=60)

    assert (done.returncode, done.stderr.strip()) == (1, b"")
