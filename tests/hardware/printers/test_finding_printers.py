"""Which printers there are, what they say of themselves, and the profile that fits."""

import random
from pathlib import Path

import pytest

from tests.hardware.printers.conftest import TWO_WAY, MakeRig
from vuoro.hardware.printers.discover import Lead, hosts, plugged_in, serial_ports
from vuoro.hardware.printers.discover_identity import Answers, ask, fitting, measured
from vuoro.hardware.printers.file import FilePrinter
from vuoro.hardware.printers.profile_files import profile_named
from vuoro.hardware.printers.transport import PrinterUnreachable
from vuoro.hardware.printers.virtual.models import MODELS
from vuoro.hardware.simulated_usb import SimulatedUsb
from vuoro.hardware.usb_identity import UsbName

EPSON = UsbName("04b8", "0e28", "X1")
CHEAP = UsbName("0416", "5011")


def add_interface(bus: SimulatedUsb, name: UsbName, kind: str, number: int = 0) -> None:
    """A device with an interface that no driver has taken, as sysfs lists it."""
    devices = bus.root / "sys/bus/usb/devices"
    device = devices / f"2-{name.product}"
    device.mkdir(parents=True, exist_ok=True)
    for file, text in (
        ("idVendor", name.vendor),
        ("idProduct", name.product),
        ("serial", name.serial),
        ("manufacturer", "Maker"),
        ("product", "POS"),
    ):
        (device / file).write_text(f"{text}\n")
    interface = devices / f"2-{name.product}:1.{number}"
    interface.mkdir()
    (interface / "bInterfaceClass").write_text(f"{kind}\n")


@pytest.fixture
def bus(tmp_path: Path) -> SimulatedUsb:
    return SimulatedUsb(tmp_path)


def test_nothing_plugged_in_is_no_printer(tmp_path: Path) -> None:
    assert list(plugged_in(tmp_path)) == []
    assert list(serial_ports(tmp_path)) == []


def test_a_printer_that_the_kernel_has_is_found_once_by_its_device_file(bus: SimulatedUsb) -> None:
    bus.plug(EPSON, "usbmisc", "lp0")
    bus.plug(UsbName("046d", "c52b"), "usbmisc", "hiddev0")
    add_interface(bus, EPSON, "07")

    assert [(lead.kind, lead.device) for lead in plugged_in(bus.root)] == [("file", str(EPSON))]


def test_a_printer_that_no_driver_has_is_found_by_its_class(bus: SimulatedUsb) -> None:
    add_interface(bus, CHEAP, "07")
    add_interface(bus, CHEAP, "07", number=1)
    add_interface(bus, UsbName("0c2e", "0b6a"), "03")

    (lead,) = plugged_in(bus.root)

    assert lead == Lead("usb", "usb:0416:5011", words="Maker POS")


def test_serial_ports_are_told_and_not_taken_for_printers(bus: SimulatedUsb) -> None:
    bus.plug(CHEAP, "tty", "ttyUSB0")

    assert list(plugged_in(bus.root)) == []
    assert [str(lead) for lead in serial_ports(bus.root)] == ["usb:0416:5011 (Vuoro Simulator)"]


@pytest.mark.parametrize(
    ("where", "addresses"),
    [
        ("printer.local", ["printer.local"]),
        ("192.0.2.7", ["192.0.2.7"]),
        ("192.0.2.8/30", ["192.0.2.9", "192.0.2.10"]),
        ("192.0.2.9/30", ["192.0.2.9", "192.0.2.10"]),
    ],
)
def test_a_host_is_one_and_a_network_is_all_of_its_hosts(where: str, addresses: list[str]) -> None:
    assert [lead.host for lead in hosts(where)] == addresses


@pytest.mark.parametrize("where", ["10.0.0.0/8", "192.0.2.0/99", "a/b"])
def test_no_whole_company_is_searched(where: str) -> None:
    with pytest.raises(ValueError, match=r"smaller|permit|appear"):
        list(hosts(where))


@pytest.mark.parametrize("kind", TWO_WAY)
def test_a_printer_says_who_it_is_on_every_line(make_rig: MakeRig, kind: str) -> None:
    rig = make_rig(kind, profile_named("epson-tm-t20iii"))

    answers = ask(rig.line)

    assert (answers.maker, answers.model) == ("EPSON", "TM-T20III")
    assert answers.is_ready
    assert (answers.unasked, answers.done, answers.clears) == (True, True, True)
    fits = fitting(answers)
    assert fits is not None
    assert fits.name == "epson-tm-t20iii"


@pytest.mark.parametrize("name", sorted(MODELS.keys() - {"generic-80", "generic-58"}))
def test_every_model_that_is_imitated_is_known_by_what_it_says(
    make_rig: MakeRig, name: str
) -> None:
    profile = profile_named(name)

    answers = ask(make_rig("usb", profile).line)

    assert fitting(answers) == profile
    assert answers.done == profile.done_request
    assert answers.clears == profile.clear
    assert answers.unasked == (profile.status == "asb")


def test_one_that_says_nothing_is_known_by_its_usb_identity() -> None:
    fits = fitting(Answers(), EPSON)

    assert fits is not None
    assert fits.name == "epson-tm-t20iii"


def test_what_it_says_counts_for_more_than_an_identity_that_others_use_too() -> None:
    assert fitting(Answers(model="Something else"), EPSON) is None


def test_a_printer_that_never_answers_is_none_that_speaks_esc_pos(make_rig: MakeRig) -> None:
    rig = make_rig("usb")
    rig.mute()

    assert not ask(rig.line).is_printer


def test_a_printer_that_is_off_is_told(make_rig: MakeRig) -> None:
    rig = make_rig("network")
    rig.unplug()

    with pytest.raises(PrinterUnreachable):
        ask(rig.line)


def test_a_one_way_line_is_not_asked(tmp_path: Path) -> None:
    (tmp_path / "slips").touch()

    assert ask(FilePrinter(str(tmp_path / "slips"))) == Answers()
    assert (tmp_path / "slips").read_bytes() == b""


class Babbler:
    """A line with something at its end that says these words to everything, bit by bit."""

    answers = True

    def __init__(self, words: bytes) -> None:
        self._words = words
        self._at = 0
        self._now = 0.0

    def mono(self) -> float:
        return self._now

    def open(self) -> None:
        pass

    def write(self, data: bytes, timeout: float) -> None:
        self._at = 0

    def read(self, timeout: float) -> bytes:
        said = self._words[self._at : self._at + 1]
        self._at += 1
        self._now += 0.02 if said else timeout
        return said

    def close(self, *, drop: bool = False) -> None:
        pass


@pytest.mark.parametrize(
    "words", [b"", b"\x00", b"\xff" * 9, b"\x12" * 300, b"_half a name", b"OK\r\n"]
)
def test_whatever_is_said_the_asking_ends(words: bytes) -> None:
    line = Babbler(words)

    answers = ask(line, line.mono)

    assert answers.is_printer is (words == b"\x12" * 300)
    assert answers.model == ""


def test_ten_thousand_wild_answers_neither_stop_the_asking_nor_the_terminal() -> None:
    chance = random.Random(26)
    good = b"\x12\x12\x12\x12_EPSON\x00\x00\x10\x00\x00\x0f\x37\x25\x00"
    for _ in range(10_000):
        wild = bytearray(chance.randbytes(chance.randrange(12)) if chance.random() < 0.5 else good)
        for _ in range(chance.randrange(4)):
            if wild:
                wild[chance.randrange(len(wild))] = chance.randrange(256)
        line = Babbler(bytes(wild))

        answers = ask(line, line.mono)

        assert line.mono() < 30
        assert (answers.maker + answers.model + answers.firmware).isprintable()


def test_a_device_that_vanishes_while_it_is_looked_at_is_left_out(bus: SimulatedUsb) -> None:
    add_interface(bus, CHEAP, "07")
    (bus.root / "sys/bus/usb/devices/2-5011/idVendor").unlink()

    assert list(plugged_in(bus.root)) == []


def test_a_device_can_not_steer_the_terminal_by_its_name() -> None:
    lead = Lead("usb", "usb:0416:5011", words="POS\x1b[2J\n")

    assert str(lead) == "usb:0416:5011 (POS[2J)"


def test_a_profile_is_made_of_what_was_seen() -> None:
    answers = Answers(b"\x12" * 4, (32, 0, 1), "ACME", "POS-80 /X", "1.0", done=True)

    profile = measured(answers, CHEAP, 80, "words")

    assert (profile.name, profile.model) == ("acme-pos-80-x", "ACME POS-80 /X")
    assert (profile.status, profile.done_request, profile.clear) == ("poll", True, False)
    assert (profile.usb, profile.answers_to) == (("0416:5011",), ("POS-80 /X",))
    assert profile.dots == 576


@pytest.mark.parametrize(
    ("words", "name"), [("Maker POS", "maker-pos"), ("", "esc-pos-printer-80-mm")]
)
def test_a_printer_without_a_name_is_called_what_the_bus_calls_it(words: str, name: str) -> None:
    profile = measured(Answers(), None, 80, words)

    assert profile.name == name
    assert (profile.status, profile.done_request) == ("none", False)
