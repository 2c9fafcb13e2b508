"""A USB device is found by who it is, whatever file it got when it was plugged in."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vuoro.hardware.simulated_usb import VOLUME, SimulatedUsb
from vuoro.hardware.usb_identity import (
    Find,
    UsbName,
    find_device,
    find_input,
    find_lp,
    find_tty,
    usb_nodes,
)

SCANNER = UsbName("0c2e", "0b6a", "19059B0A3F")
PRINTER = UsbName("04b8", "0e28")


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("usb:0c2e:0b6a", UsbName("0c2e", "0b6a")),
        ("usb:0C2E:0B6A", UsbName("0c2e", "0b6a")),
        (" usb:0c2e:0b6a:19059B0A3F ", SCANNER),
        ("usb:0c2e:0b6a:A:B/C", UsbName("0c2e", "0b6a", "A:B/C")),
        ("usb:0c2e", None),
        ("usb:c2e:b6a", None),
        ("usb:0c2e:0b6a:", None),
        ("usb:0c2e:0b6g", None),
        ("/dev/ttyACM0", None),
        ("0", None),
        ("", None),
    ],
)
def test_a_setting_names_a_usb_device_or_does_not(text: str, name: UsbName | None) -> None:
    assert UsbName.parse(text) == name


@given(st.text(max_size=40))
def test_any_text_is_a_name_or_none_and_a_name_reads_as_itself(text: str) -> None:
    name = UsbName.parse(text)

    assert name is None or UsbName.parse(str(name)) == name


@pytest.mark.parametrize(
    ("subsystem", "node", "find", "file"),
    [
        ("tty", "ttyACM7", find_tty, "dev/ttyACM7"),
        ("input", "event12", find_input, "dev/input/event12"),
        ("usbmisc", "lp3", find_lp, "dev/usb/lp3"),
    ],
)
def test_each_kind_of_file_is_found_by_name(
    subsystem: str, node: str, find: Find, file: str, tmp_path: Path
) -> None:
    SimulatedUsb(tmp_path).plug(SCANNER, subsystem, node)

    assert find(SCANNER, tmp_path) == tmp_path / file
    assert find(UsbName("0c2e", "0b6a"), tmp_path) == tmp_path / file
    assert find(UsbName("0c2e", "0b6a", "OTHER"), tmp_path) is None
    assert find(PRINTER, tmp_path) is None


def test_a_device_is_found_under_the_number_it_got_this_time(tmp_path: Path) -> None:
    usb = SimulatedUsb(tmp_path)
    usb.plug(SCANNER, "tty", "ttyACM0")
    usb.unplug("ttyACM0")
    assert find_tty(SCANNER, tmp_path) is None

    usb.plug(PRINTER, "tty", "ttyACM0")
    usb.plug(SCANNER, "tty", "ttyACM1")

    assert find_tty(SCANNER, tmp_path) == tmp_path / "dev/ttyACM1"


def test_of_two_the_same_the_lower_number_counts_as_a_number(tmp_path: Path) -> None:
    usb = SimulatedUsb(tmp_path)
    for node in ("ttyACM10", "ttyACM9"):
        usb.plug(SCANNER, "tty", node)

    assert find_tty(SCANNER, tmp_path) == tmp_path / "dev/ttyACM9"


def test_a_scanner_with_two_keyboards_is_found_by_the_one_with_letters(tmp_path: Path) -> None:
    usb = SimulatedUsb(tmp_path)
    usb.plug(SCANNER, "input", "event3", keys=VOLUME)
    usb.plug(SCANNER, "input", "event4")

    assert find_input(SCANNER, tmp_path) == tmp_path / "dev/input/event4"


def test_a_key_pad_without_letters_is_found_all_the_same(tmp_path: Path) -> None:
    SimulatedUsb(tmp_path).plug(SCANNER, "input", "event3", keys=VOLUME)

    assert find_input(SCANNER, tmp_path) == tmp_path / "dev/input/event3"


def test_mice_and_joysticks_of_the_same_device_are_no_event_files(tmp_path: Path) -> None:
    SimulatedUsb(tmp_path).plug(SCANNER, "input", "mouse0")

    assert find_input(SCANNER, tmp_path) is None


def test_ports_that_hang_on_no_usb_are_left_out(tmp_path: Path) -> None:
    port = tmp_path / "sys/devices/platform/serial8250/tty/ttyS0"
    port.mkdir(parents=True)
    (port / "uevent").write_text("DEVNAME=ttyS0\n")
    entries = tmp_path / "sys/class/tty"
    entries.mkdir(parents=True)
    (entries / "ttyS0").symlink_to(port)
    (entries / "gone").symlink_to(tmp_path / "pulled out meanwhile")

    assert list(usb_nodes("tty", tmp_path)) == []


def test_a_list_for_people_says_what_the_devices_call_themselves(tmp_path: Path) -> None:
    SimulatedUsb(tmp_path).plug(SCANNER, "tty", "ttyACM0")

    (node,) = usb_nodes("tty", tmp_path)

    assert (node.name, node.words) == (SCANNER, "Vuoro Simulator")


def test_a_computer_without_usb_has_none(tmp_path: Path) -> None:
    assert find_tty(SCANNER, tmp_path) is None
    assert list(usb_nodes("tty", tmp_path)) == []


def test_a_path_means_the_file_when_it_is_there(tmp_path: Path) -> None:
    assert find_device("/dev/ttyUSB0", find_tty, tmp_path) is None

    (tmp_path / "dev").mkdir()
    (tmp_path / "dev/ttyUSB0").touch()

    assert find_device("/dev/ttyUSB0", find_tty, tmp_path) == tmp_path / "dev/ttyUSB0"


def test_a_usb_name_as_a_setting_is_looked_up(tmp_path: Path) -> None:
    SimulatedUsb(tmp_path).plug(SCANNER, "tty", "ttyACM0")

    found = find_device("usb:0c2e:0b6a", find_tty, tmp_path)

    assert found == tmp_path / "dev/ttyACM0"
