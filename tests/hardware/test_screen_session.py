"""What the package lays around the compositor: its settings, its fall-back, its cursor.

The scripts run as they ship, with the folders of the system put elsewhere.
"""

import os
import struct
import subprocess
import time
from pathlib import Path
from xml.etree import ElementTree

import pytest

PACKAGE = Path(__file__).parents[2] / "deploy/raspberrypi/package"
SCRIPTS = PACKAGE / "usr/lib/vuoro"


class Computer:
    """The folders of a computer that the scripts look into."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.session, self.drm = root / "run/vuoro-labwc", root / "sys/class/drm"
        self.etc = root / "etc/vuoro"
        for folder in (self.session.parent, self.drm, self.etc):
            folder.mkdir(parents=True)

    def run(self, name: str, **environment: str) -> subprocess.CompletedProcess[str]:
        script = (SCRIPTS / name).read_text(encoding="utf-8")
        for path in ("/run/vuoro-labwc", "/sys/class/drm", "/etc/vuoro"):
            script = script.replace(path, f"{self.root}{path}")
        script = script.replace("/usr/lib/vuoro", str(SCRIPTS))
        return subprocess.run(
            ["sh", "-c", script],
            env={"PATH": os.environ["PATH"], **environment},
            capture_output=True, text=True, timeout=20, check=True,
        )  # fmt: skip

    def chip(self, driver: str) -> None:
        node = self.drm / "renderD128/device"
        node.mkdir(parents=True)
        (self.root / driver).mkdir()
        (node / "driver").symlink_to(self.root / driver)

    def plug(self, name: str, status: str, modes: str) -> Path:
        plug = self.drm / name
        plug.mkdir()
        (plug / "status").write_text(f"{status}\n")
        (plug / "modes").write_text(modes)
        return plug / "status"

    def prepared(self, **environment: str) -> dict[str, str]:
        """The compositor's environment after a start was prepared."""
        done = self.run("prepare-session", **environment)
        assert done.stderr == ""
        text = (self.session / "environment").read_text()
        return dict(line.split("=", 1) for line in text.splitlines())


@pytest.fixture
def computer(tmp_path: Path) -> Computer:
    return Computer(tmp_path)


@pytest.mark.parametrize(
    ("driver", "renderer"),
    [("v3d", None), ("i915", None), ("virtio_gpu", "pixman"), (None, "pixman")],
)
def test_the_processor_paints_where_no_chip_can(
    driver: str | None, renderer: str | None, computer: Computer
) -> None:
    if driver:
        computer.chip(driver)

    assert computer.prepared().get("WLR_RENDERER") == renderer


def test_a_session_that_fails_soon_twice_in_a_row_is_painted_by_the_processor(
    computer: Computer,
) -> None:
    computer.chip("v3d")
    told = [computer.prepared().get("WLR_RENDERER")]
    for result in ("core-dump", "success", "watchdog", "exit-code"):
        computer.run("session-ended", SERVICE_RESULT=result)
        told.append(computer.prepared().get("WLR_RENDERER"))

    assert told == [None, None, None, None, "pixman"]
    assert "WLR_RENDERER" not in computer.prepared(WLR_RENDERER="gles2")


def test_a_session_that_fails_after_hours_was_no_fault_of_its_start(computer: Computer) -> None:
    computer.chip("v3d")
    for _ in range(3):
        computer.prepared()
        hours_ago = time.clock_gettime(time.CLOCK_REALTIME) - 7200
        os.utime(computer.session / "rc.xml", (hours_ago, hours_ago))
        computer.run("session-ended", SERVICE_RESULT="core-dump")

    assert "WLR_RENDERER" not in computer.prepared()


def test_the_touch_mapping_of_the_device_lies_within_the_settings(computer: Computer) -> None:
    (computer.etc / "touch.xml").write_text('<touch deviceName="A &amp; B" mapToOutput="DP-1" />\n')

    computer.prepared()
    settings = ElementTree.parse(computer.session / "rc.xml").getroot()
    touch = settings.find("touch")

    assert touch is not None
    assert touch.attrib == {"deviceName": "A & B", "mapToOutput": "DP-1"}
    # Without any bind of its own labwc takes its defaults: a terminal, Alt-F4, menus.
    assert settings.find("keyboard/keybind") is not None
    assert settings.find("mouse/context/mousebind") is not None


def test_only_a_screen_that_told_nothing_is_asked_again(computer: Computer) -> None:
    blind = computer.plug("card1-HDMI-A-1", "connected", "")
    told = computer.plug("card1-HDMI-A-2", "connected", "1920x1080\n")
    gone = computer.plug("card1-DP-1", "disconnected", "")
    script = (SCRIPTS / "probe-screens").read_text().replace("sleep 15", "exit 0")

    done = subprocess.run(
        ["sh", "-c", script.replace("/sys/class/drm", str(computer.drm))],
        capture_output=True, text=True, timeout=20, check=True,
    )  # fmt: skip

    assert done.stdout == "asking card1-HDMI-A-1 again\n"
    assert blind.read_text() == "detect\n"
    assert (told.read_text(), gone.read_text()) == ("connected\n", "disconnected\n")


def test_the_cursor_of_the_session_is_one_pixel_of_nothing() -> None:
    theme = PACKAGE / "usr/share/icons/vuoro-blank/cursors"

    for name in ("default", "left_ptr"):
        data = (theme / name).read_bytes()
        words = struct.unpack("<16I", data[4:])
        # Xcursor(3): header, one entry of contents, one picture of 1 × 1 pixels, ARGB.
        assert data[:4] == b"Xcur"
        assert words[:3] == (16, 0x10000, 1)
        assert words[3:6] == (0xFFFD0002, 1, 28)
        assert words[6:10] == (36, 0xFFFD0002, 1, 1)
        assert words[10:] == (1, 1, 0, 0, 0, 0)
    environment = (SCRIPTS / "labwc/environment").read_text()
    assert "XCURSOR_THEME=vuoro-blank" in environment
