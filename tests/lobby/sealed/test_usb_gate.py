"""What may be plugged in at USB: the script that udev asks, told what devices say of themselves."""

import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest

GATE = Path(__file__).parents[3] / "deploy/raspberrypi/package/usr/lib/vuoro/usb-gate"
SCANNER = "0c2e:0b61"
LIST = "# what setup let in\n0C2E:0b61   # Honeywell\n\n2047:0ad1\n"

TOUCH, KEYBOARD, MOUSE, STICK = ":030000:", ":030101:", ":030102:", ":080650:"
KINDS = [
    # what, interfaces, never set up, set up, set up and listed
    ("touch panel", TOUCH, True, True, True),
    ("printer", ":070102:", True, True, True),
    ("printer of its own kind", ":ff0000:", True, True, True),
    ("hub of two speeds", ":090001:090002:", True, True, True),
    ("serial scanner", ":020201:0a0000:", True, True, True),
    ("camera with microphone", ":0e0100:0e0200:010100:010200:", True, True, True),
    ("loudspeaker with a button", ":010100:010200:030000:", True, True, True),
    ("keyboard, or scanner that types", KEYBOARD, True, False, True),
    ("keyboard beside a touch panel", ":030000:030101:", True, False, True),
    ("mouse", MOUSE, True, False, True),
    ("stick", STICK, False, False, False),
    ("disk", ":080650:080662:", False, False, False),
    ("stick that types", ":080650:030101:", False, False, False),
    ("camera that is a disk, too", ":0e0100:080650:", False, False, False),
    ("network adapter", ":020600:0a0000:", False, False, True),
    ("phone that lends its network", ":e00103:0a0000:", False, False, True),
    ("Bluetooth", ":e00101:e00101:", False, False, True),
    ("phone with pictures", ":060101:", False, False, True),
    ("smart card reader", ":0b0000:", False, False, True),
    ("one of an unknown kind", ":dc0202:", False, False, True),
    ("one that does not say", "", False, False, False),
    ("one that says only a colon", ":", False, False, False),
]  # fmt: skip


@dataclass(frozen=True)
class Gate:
    etc: Path
    sys: Path

    def __call__(self, *words: str) -> bool:
        environment = {
            "VUORO_ETC": str(self.etc),
            "VUORO_SYS": str(self.sys),
            "PATH": "/usr/bin:/bin",
        }
        done = subprocess.run(
            ["sh", str(GATE), *words], env=environment, capture_output=True, timeout=20
        )
        assert done.returncode in (0, 1), done.stderr
        return done.returncode == 0

    def set_up(self, text: str = LIST) -> None:
        (self.etc / "usb-allowed").write_text(text)

    def plug(self, identity: str, *below: str) -> Path:
        """A device in a tree like that of the kernel; its file ``authorized``."""
        device = self.sys / "devices/pci0/usb1/1-1/1-1.3"
        device.joinpath(*below).mkdir(parents=True)
        vendor, product = identity.split(":")
        (device / "idVendor").write_text(f"{vendor}\n")
        (device / "idProduct").write_text(f"{product}\n")
        (device.parent / "authorized").write_text("1\n")
        (device.parent / "idVendor").write_text("2109\n")
        authorized = device / "authorized"
        authorized.write_text("1\n")
        return authorized


@pytest.fixture
def gate(tmp_path: Path) -> Gate:
    made = Gate(tmp_path / "etc", tmp_path / "sys")
    made.etc.mkdir()
    return made


@pytest.mark.parametrize(("what", "faces", "never", "up", "listed"), KINDS, ids=lambda v: str(v))
def test_a_device_is_judged_by_what_it_says_it_is(
    gate: Gate, what: str, faces: str, never: bool, up: bool, listed: bool
) -> None:
    assert gate("judge", faces, "1234:5678") is never, what
    gate.set_up()
    assert gate("judge", faces, "1234:5678") is up, what
    assert gate("judge", faces, SCANNER) is listed, what


def test_the_list_is_read_whatever_its_letters(gate: Gate) -> None:
    gate.set_up()

    assert gate("listed", SCANNER)
    assert gate("listed", "2047:0ad1")
    assert not gate("listed", "0c2e:0b6")
    assert not gate("listed", "0c2e:0b6.")


def test_a_keyboard_in_disguise_is_put_out(gate: Gate) -> None:
    authorized = gate.plug(
        "1234:5678", "1-1.3:1.0", "0003:1234:5678.0001", "input", "input7", "event7"
    )
    gate.set_up()

    gate("refuse", "/devices/pci0/usb1/1-1/1-1.3/1-1.3:1.0/0003:1234:5678.0001/input/input7/event7")

    assert authorized.read_text() == "0\n"
    assert (authorized.parents[1] / "authorized").read_text() == "1\n", "the hub above stays"


def test_what_setup_let_in_is_not_put_out(gate: Gate) -> None:
    authorized = gate.plug(SCANNER, "1-1.3:1.0", "input", "input7")
    gate.set_up()

    gate("refuse", "/devices/pci0/usb1/1-1/1-1.3/1-1.3:1.0/input/input7")

    assert authorized.read_text() == "1\n"


def test_before_setup_what_types_stays_but_no_network(gate: Gate) -> None:
    authorized = gate.plug("0bda:8153", "1-1.3:1.0", "net", "eth1")

    gate("refuse", "/devices/pci0/usb1/1-1/1-1.3/1-1.3:1.0/input/input7")
    assert authorized.read_text() == "1\n"
    gate("refuse", "/devices/pci0/usb1/1-1/1-1.3/1-1.3:1.0/net/eth1")
    assert authorized.read_text() == "0\n"


def test_what_is_not_at_usb_is_left_alone(gate: Gate) -> None:
    gate.sys.mkdir()

    assert gate("refuse", "/devices/virtual/input/input3")
