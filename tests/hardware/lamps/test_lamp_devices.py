"""Lights by the names that settings give them, and the bytes that reach a relay board."""

import errno
import os
import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vuoro.core.settings.schema import CounterSettings
from vuoro.hardware.lamps import BadLampDevice, LampState, open_lamp
from vuoro.hardware.lamps.gpio import CONSUMER, GpioBoard, GpioName
from vuoro.hardware.lamps.hidraw import HidrawFile, hidiocgfeature, hidiocsfeature
from vuoro.hardware.lamps.relay import COMMON_BOARD, RelayBoard, lamps_of
from vuoro.hardware.lamps.simulated import SimulatedChip, SimulatedRelays
from vuoro.hardware.part_state import PartState
from vuoro.hardware.simulated_usb import SimulatedUsb
from vuoro.hardware.usb_identity import UsbName


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("gpiochip0:17,27,22", GpioName("gpiochip0", (17, 27, 22))),
        ("/dev/gpiochip4:5,6,13:low", GpioName("gpiochip4", (5, 6, 13), active_low=True)),
        (" gpiochip0:17 ", GpioName("gpiochip0", (17,))),
        ("gpiochip0:17,27", None),
        ("gpiochip0:17,17,22", None),
        ("gpiochip0:17;27;22", None),
        ("gpiochip0:17,27,22:high", None),
        ("../gpiochip0:17", None),
        ("17,27,22", None),
        ("", None),
    ],
)
def test_lines_are_named_by_chip_and_number(text: str, name: GpioName | None) -> None:
    assert GpioName.parse(text) == name


@given(st.text())
def test_any_other_text_names_no_lines(text: str) -> None:
    name = GpioName.parse(text)

    assert name is None or len(name.lines) in (1, 3)


@pytest.mark.parametrize(
    ("light", "device", "words"),
    [
        ("gpio", "", "gpiochip0:17,27,22"),
        ("gpio", "usb:16c0:05df", "gpiochip0:17,27,22"),
        ("relay", "/dev/hidraw0", "usb:16c0:05df"),
    ],
)
def test_a_light_that_cannot_be_meant_is_refused_with_an_example(
    light: str, device: str, words: str
) -> None:
    there = CounterSettings(light=light, light_device=device)  # type: ignore[arg-type]

    with pytest.raises(BadLampDevice, match=words):
        open_lamp(there)


def test_a_counter_without_a_light_says_so() -> None:
    lamp = open_lamp(CounterSettings())
    lamp.start()
    lamp.show(LampState.CALLED)
    lamp.close()

    assert lamp.state is PartState.NONE


def test_the_common_relay_board_needs_no_name() -> None:
    lamp = open_lamp(CounterSettings(light="relay"))

    assert lamp.state is PartState.OFFLINE


def test_lines_belong_to_the_counter_while_they_are_used() -> None:
    chip = SimulatedChip()
    first, second = (
        GpioBoard(GpioName("gpiochip0", (17, 27, 22)), chip.request_lines) for _ in range(2)
    )

    assert first.open() == 3
    assert chip.users == dict.fromkeys((17, 27, 22), CONSUMER)
    with pytest.raises(OSError, match="busy"):
        second.open()
    first.close()

    assert second.open() == 3


def test_a_line_that_the_chip_has_not_is_an_error_of_the_system() -> None:
    board = GpioBoard(GpioName("gpiochip0", (99,)), SimulatedChip(lines=54).request_lines)

    with pytest.raises(OSError, match="Invalid argument"):
        board.open()


def test_a_chip_that_is_not_there_is_an_error_of_the_system(tmp_path: Path) -> None:
    board = GpioBoard(GpioName("gpiochip7", (17,)), root=tmp_path)

    with pytest.raises(OSError, match="No such file"):
        board.open()
    board.close()


@pytest.mark.parametrize(
    ("words", "lamps"),
    [
        ("www.dcttech.com USBRelay8", 3),
        ("www.dcttech.com USBRelay4", 3),
        ("www.dcttech.com USBRelay2", 1),
        ("www.dcttech.com USBRelay1", 1),
        ("Simulator", 1),
    ],
)
def test_a_board_with_too_few_relays_has_one_lamp(words: str, lamps: int) -> None:
    assert lamps_of(words) == lamps


class Recording:
    """A relay board that remembers what was sent to it."""

    def __init__(self, relays: int = 4) -> None:
        self.board = SimulatedRelays(relays)
        self.sent: list[bytes] = []

    def open(self, path: Path) -> "Recording":
        self._device = self.board.open(path)
        return self

    def set_feature(self, report: bytes) -> None:
        self.sent.append(report)
        self._device.set_feature(report)

    def get_feature(self, number: int, length: int) -> bytes:
        return self._device.get_feature(number, length)

    def close(self) -> None:
        self._device.close()


def relay_board(tmp_path: Path, recording: Recording, product: str = "USBRelay4") -> RelayBoard:
    usb = SimulatedUsb(tmp_path)
    path = usb.plug(COMMON_BOARD, "hidraw", "hidraw0")
    entry = (tmp_path / "sys/class/hidraw" / path.name).resolve()
    (entry.parents[2] / "product").write_text(product)
    return RelayBoard(COMMON_BOARD, recording.open, tmp_path)


def test_a_relay_is_set_by_command_and_number(tmp_path: Path) -> None:
    recording = Recording()
    board = relay_board(tmp_path, recording)
    board.open()

    board.set((False, False, True))
    board.set((True, False, False))

    assert [report.hex(" ") for report in recording.sent] == [
        "00 ff 03 00 00 00 00 00 00",
        "00 ff 01 00 00 00 00 00 00",
        "00 fd 03 00 00 00 00 00 00",
    ]


def test_a_relay_that_is_as_it_should_be_does_not_click(tmp_path: Path) -> None:
    recording = Recording()
    board = relay_board(tmp_path, recording)
    board.open()

    for _ in range(10):
        board.set((True, False, False))

    assert recording.board.clicks == 1


def test_the_other_relays_of_a_board_are_left_alone(tmp_path: Path) -> None:
    recording = Recording(relays=8)
    recording.board.on = {2, 7}
    board = relay_board(tmp_path, recording, "USBRelay8")

    board.open()

    assert recording.board.on == {7}


def test_a_board_of_one_relay_is_one_lamp(tmp_path: Path) -> None:
    recording = Recording(relays=1)
    board = relay_board(tmp_path, recording, "USBRelay1")

    assert board.open() == 1
    board.set((True,))
    assert recording.board.on == {1}


def test_a_device_that_answers_too_little_is_no_relay_board(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    recording = Recording()
    board = relay_board(tmp_path, recording)
    monkeypatch.setattr(recording, "get_feature", lambda number, length: b"BITFT\0")

    with pytest.raises(OSError, match="no relay board"):
        board.open()


def test_whatever_a_board_answers_its_lamps_are_set_or_it_is_lost() -> None:
    chance = random.Random(5)
    for _ in range(10_000):
        answer = chance.randbytes(chance.randrange(20))
        lit = tuple(chance.random() < 0.5 for _ in range(3))
        sent: list[bytes] = []
        board = RelayBoard(COMMON_BOARD, HidrawFile)
        board._device = Rubbish(answer, sent)

        try:
            board.set(lit)
        except OSError:
            assert len(answer) < 8
        else:
            after = {relay: bool(answer[7] >> (relay - 1) & 1) for relay in (1, 2, 3)}
            after |= {report[2]: report[1] == 0xFF for report in sent}
            assert tuple(after.values()) == lit


class Rubbish:
    """A device that answers anything."""

    def __init__(self, answer: bytes, sent: list[bytes]) -> None:
        self._answer, self._sent = answer, sent

    def set_feature(self, report: bytes) -> None:
        self._sent.append(report)

    def get_feature(self, number: int, length: int) -> bytes:
        return self._answer

    def close(self) -> None:
        pass


def test_another_board_is_not_taken_for_ours(tmp_path: Path) -> None:
    SimulatedUsb(tmp_path).plug(UsbName("16c0", "05de"), "hidraw", "hidraw0")

    with pytest.raises(OSError, match="not plugged in"):
        RelayBoard(COMMON_BOARD, SimulatedRelays().open, tmp_path).open()


def test_feature_reports_are_asked_for_as_the_kernel_header_says() -> None:
    assert hidiocsfeature(9) == 0xC0094806
    assert hidiocgfeature(9) == 0xC0094807


def test_a_file_that_is_no_hid_device_is_an_error_and_is_closed() -> None:
    before = len(os.listdir("/proc/self/fd"))
    device = HidrawFile(Path("/dev/null"))

    with pytest.raises(OSError, match=os.strerror(errno.ENOTTY)):
        device.get_feature(1, 9)
    with pytest.raises(OSError, match=os.strerror(errno.ENOTTY)):
        device.set_feature(bytes(9))
    device.close()

    assert len(os.listdir("/proc/self/fd")) == before
