"""A scanner on a serial port, played by a pseudo-terminal."""

import fcntl
import logging
import os
import subprocess
import sys
import termios
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import serial

from tests.hardware.scanners.plugs import NAME, PATIENCE, SerialPlug, until
from vuoro.hardware.scanners import Flaw, ScannedCode, ScannerError, ScannerSource, ScannerState
from vuoro.hardware.scanners.cable import CableScanner
from vuoro.hardware.scanners.profile import End, ScannerProfile, profile_named, shipped
from vuoro.hardware.scanners.serial_device import SerialDevice
from vuoro.hardware.scanners.simulated_serial import SimulatedSerialScanner
from vuoro.hardware.tether import DeviceLost

MakePlug = Callable[..., SerialPlug]


@pytest.fixture
def make(tmp_path: Path) -> Iterator[MakePlug]:
    """A driver that has started and found its scanner."""
    plugs: list[SerialPlug] = []

    def started(profile: ScannerProfile | None = None, *, same_code: float = 0.0) -> SerialPlug:
        plug = SerialPlug(tmp_path, profile or ScannerProfile("test"), same_code=same_code)
        plugs.append(plug)
        plug.plug()
        plug.scanner.start(plug.codes.put)
        until(lambda: plug.scanner.state is ScannerState.READY)
        return plug

    yield started
    for plug in plugs:
        plug.close()


def texts(plug: SerialPlug, number: int) -> list[str]:
    return [plug.codes.get(timeout=PATIENCE).text for _ in range(number)]


def flaw(plug: SerialPlug) -> Flaw | None:
    return plug.codes.get(timeout=PATIENCE).flaw


@pytest.mark.parametrize("end", ["any", "cr", "lf", "crlf", "pause"])
def test_a_code_ends_as_the_profile_says(end: End, make: MakePlug) -> None:
    plug = make(ScannerProfile("test", end=end, pause_ms=50))

    plug.hold("VU1FIRST")
    assert texts(plug, 1) == ["VU1FIRST"]
    plug.hold("VU1ÄÖÅ")
    assert texts(plug, 1) == ["VU1ÄÖÅ"]


@pytest.mark.parametrize("end", ["cr", "lf", "crlf"])
def test_line_ends_that_are_not_the_scanners_own_belong_to_the_code(
    end: End, make: MakePlug
) -> None:
    plug = make(ScannerProfile("test", end=end))
    inner = {"cr": "\n", "lf": "\r", "crlf": "\n"}[end]

    plug.hold(f"BCD{inner}002{inner}1")

    assert texts(plug, 1) == [f"BCD{inner}002{inner}1"]


def test_with_a_pause_as_its_end_a_code_may_have_lines(make: MakePlug) -> None:
    plug = make(ScannerProfile("test", end="pause", pause_ms=50))

    plug.hold("BEGIN:VCARD\r\nFN:x\r\nEND:VCARD")

    assert texts(plug, 1) == ["BEGIN:VCARD\r\nFN:x\r\nEND:VCARD"]


def test_a_code_that_comes_in_pieces_is_one(make: MakePlug) -> None:
    plug = make(ScannerProfile("test", pause_ms=5000))

    for byte in b"VU1PIECES\r":
        plug.there.send(bytes((byte,)))

    assert texts(plug, 1) == ["VU1PIECES"]


def test_two_codes_at_once_are_two(make: MakePlug) -> None:
    plug = make()

    plug.there.send(b"VU1ONE\r\nVU1TWO\r\n")

    assert texts(plug, 2) == ["VU1ONE", "VU1TWO"]


def test_a_code_whose_end_got_lost_is_not_glued_to_the_next(make: MakePlug) -> None:
    plug = make(ScannerProfile("test", end="cr", pause_ms=200))

    plug.there.send(b"VU1HALF")
    until(lambda: plug.device._splitter.begun)
    until(lambda: not plug.device._splitter.begun)
    plug.there.send(b"VU1WHOLE\r")

    assert texts(plug, 1) == ["VU1WHOLE"]


@pytest.mark.parametrize("noise", [b"\xff\xfe", b"\0\0\0", b"\x80\r\n", b"\xf8\r"])
def test_a_crackle_on_the_line_is_no_code(noise: bytes, make: MakePlug) -> None:
    plug = make(ScannerProfile("test", pause_ms=20))

    plug.there.send(noise)
    plug.there.send(b"\r\nVU1AFTER\r\n")

    assert texts(plug, 1) == ["VU1AFTER"]


def test_a_code_in_the_wrong_speed_is_no_text_and_is_told(make: MakePlug) -> None:
    plug = make(ScannerProfile("test", pause_ms=20))

    plug.there.send(bytes(0x80 | byte for byte in b"VU1WRONGSPEED"))

    assert flaw(plug) is Flaw.BINARY


def test_a_code_far_too_long_is_told_and_not_kept(make: MakePlug) -> None:
    plug = make(ScannerProfile("test", pause_ms=5000))

    plug.there.send(b"A" * 100_000 + b"\r\n")
    plug.there.send(b"VU1AFTER\r\n")

    assert flaw(plug) is Flaw.TOO_LONG
    assert texts(plug, 1) == ["VU1AFTER"]


def test_a_scanner_in_a_stand_that_reads_one_code_again_and_again_tells_it_once(
    make: MakePlug,
) -> None:
    plug = make(same_code=60)

    plug.there.send(b"VU1HELD\r\n" * 20 + b"VU1OTHER\r\n")

    assert texts(plug, 2) == ["VU1HELD", "VU1OTHER"]
    assert plug.codes.empty()


def test_an_unplugged_scanner_is_found_again_by_its_serial_number(make: MakePlug) -> None:
    plug = make()

    plug.pull()
    until(lambda: plug.scanner.state is ScannerState.OFFLINE)
    plug.plug("ttyACM4")
    until(lambda: plug.scanner.state is ScannerState.READY)
    plug.hold("VU1BACK")

    assert texts(plug, 1) == ["VU1BACK"]


def test_half_a_code_of_a_plug_pulled_out_is_forgotten(make: MakePlug) -> None:
    plug = make(ScannerProfile("test", pause_ms=5000))

    plug.there.send(b"VU1HA")
    until(lambda: plug.device._splitter.begun)
    plug.pull()
    until(lambda: plug.scanner.state is ScannerState.OFFLINE)
    plug.plug("ttyACM1")
    until(lambda: plug.scanner.state is ScannerState.READY)
    plug.hold("VU1WHOLE")

    assert texts(plug, 1) == ["VU1WHOLE"]


@pytest.mark.parametrize("name", shipped())
def test_each_shipped_profile_reads_what_its_simulator_sends(name: str, make: MakePlug) -> None:
    plug = make(profile_named(name))

    for text in ("VU1FIRST", "VU1SECOND"):
        plug.hold(text)
        assert texts(plug, 1) == [text]


def test_a_scanner_that_waits_to_be_triggered_is_triggered_and_again_after_each_code(
    make: MakePlug,
) -> None:
    plug = make(profile_named("honeywell"))

    assert plug.there.told.get(timeout=PATIENCE) == "trigger_on"
    plug.hold("VU1FIRST")
    assert texts(plug, 1) == ["VU1FIRST"]
    assert [plug.there.told.get(timeout=PATIENCE) for _ in range(2)] == ["accept", "trigger_on"]


def test_a_trigger_that_has_run_out_is_pulled_again(make: MakePlug) -> None:
    profile = ScannerProfile("test", trigger_on="T", trigger_off="U", trigger_seconds=0.01)

    plug = make(profile)

    assert [plug.there.told.get(timeout=PATIENCE) for _ in range(5)] == ["trigger_on"] * 5


def test_the_light_of_a_triggered_scanner_goes_out_when_the_kiosk_closes(make: MakePlug) -> None:
    plug = make(profile_named("honeywell"))

    plug.scanner.close()

    told = iter(lambda: plug.there.told.get(timeout=PATIENCE), "trigger_off")
    assert set(told) == {"trigger_on"}


@pytest.mark.parametrize(
    ("sent", "beep"), [(b"VU1WELL\r\n", "accept"), (b"\xff\xfe\xfd\xfc\xfb\xfa\r\n", "reject")]
)
def test_a_scanner_is_told_whether_its_code_came_over(
    sent: bytes, beep: str, make: MakePlug
) -> None:
    plug = make(ScannerProfile("test", hello="E", accept="B", reject="FE"))
    assert plug.there.told.get(timeout=PATIENCE) == "hello"

    plug.there.send(sent)

    assert plug.there.told.get(timeout=PATIENCE) == beep


def test_a_scanner_that_waits_for_its_answer_gets_one_also_for_a_code_held_in_view(
    make: MakePlug,
) -> None:
    plug = make(ScannerProfile("test", accept="B"), same_code=60)

    plug.there.send(b"VU1HELD\r\n" * 3)

    assert [plug.there.told.get(timeout=PATIENCE) for _ in range(3)] == ["accept"] * 3
    assert texts(plug, 1) == ["VU1HELD"]
    plug.scanner.close()
    assert plug.codes.empty()


def test_what_a_scanner_says_to_commands_is_no_part_of_a_code(make: MakePlug) -> None:
    plug = make(profile_named("zebra-ssi"))

    plug.hold("VU1ACKED")

    assert texts(plug, 1) == ["VU1ACKED"]


def test_the_port_is_kept_from_other_programs_while_it_is_read(make: MakePlug) -> None:
    plug = make()
    port = plug.there.path

    with pytest.raises(serial.SerialException):
        serial.Serial(str(port), exclusive=True)

    plug.scanner.close()
    serial.Serial(str(port), exclusive=True).close()


def test_nobody_else_can_open_the_port_who_is_not_root(make: MakePlug) -> None:
    plug = make()
    descriptor = os.open(plug.there.path, os.O_RDWR | os.O_NOCTTY)

    exclusive = fcntl.ioctl(descriptor, 0x80045440, bytes(4))  # TIOCGEXCL
    os.close(descriptor)

    assert int.from_bytes(exclusive, sys.byteorder) == 1
    assert termios.TIOCEXCL == 0x540C


def test_a_port_that_is_busy_is_offline_and_taken_when_it_is_free(tmp_path: Path) -> None:
    plug = SerialPlug(tmp_path, ScannerProfile("test"))
    plug.plug()
    other = serial.Serial(str(plug.there.path), exclusive=True)

    plug.scanner.start(plug.codes.put)
    assert plug.lost.get(timeout=PATIENCE) == 1
    assert plug.scanner.state is ScannerState.OFFLINE
    other.close()
    until(lambda: plug.scanner.state is ScannerState.READY)

    plug.close()


def test_a_scanner_that_is_not_there_is_lost_and_named(tmp_path: Path) -> None:
    device = SerialDevice(str(NAME), ScannerProfile("test"), root=tmp_path)

    with pytest.raises(DeviceLost, match="usb:0c2e:0b6a:S1 is unplugged"):
        device.open()
    device.close()


def test_the_log_tells_of_a_lost_scanner_once_and_of_no_code(
    make: MakePlug, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO, logger="vuoro"):
        plug = make()
        plug.hold("VU1SECRET")
        assert texts(plug, 1) == ["VU1SECRET"]
        plug.pull()
        for _ in range(5):
            plug.lost.get(timeout=PATIENCE)

    assert [record.getMessage() for record in caplog.records] == [
        "scanner offline: usb:0c2e:0b6a:S1 is unplugged"
    ]


def test_a_fault_in_who_is_told_leaves_the_scanner_going(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    plug = SerialPlug(tmp_path, ScannerProfile("test"))
    plug.plug()

    def fault(code: ScannedCode) -> None:
        plug.codes.put(code)
        raise RuntimeError("a bug")

    plug.scanner.start(fault)
    until(lambda: plug.scanner.state is ScannerState.READY)
    for text in ("VU1FIRST", "VU1SECOND"):
        plug.hold(text)
        assert plug.codes.get(timeout=PATIENCE).text == text
    plug.close()

    assert "a scanned code could not be handled" in caplog.text
    assert "VU1FIRST" not in caplog.text


def test_a_closed_scanner_does_not_start(tmp_path: Path) -> None:
    device = SerialDevice(str(NAME), ScannerProfile("test"), root=tmp_path)
    scanner = CableScanner(device, ScannerSource.SERIAL, same_code_seconds=3)
    scanner.close()

    with pytest.raises(ScannerError):
        scanner.start(lambda code: None)


def test_the_simulator_is_a_program_that_sends_the_lines_it_is_given(tmp_path: Path) -> None:
    link = tmp_path / "scanner"
    command = [sys.executable, "-m", "vuoro.hardware.scanners.simulated_serial", "--link"]
    with subprocess.Popen(
        [*command, str(link)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as program:
        assert program.stdin is not None
        assert program.stdout is not None
        assert program.stdout.readline().decode().strip() == str(link)
        with serial.Serial(str(link), timeout=PATIENCE) as port:
            program.stdin.write(b"VU1TYPED\n")
            program.stdin.flush()

            assert port.read_until(b"\r\n") == b"VU1TYPED\r\n"
        program.stdin.close()

    assert program.returncode == 0
    assert not link.is_symlink()


def test_the_simulator_sends_nothing_before_it_is_triggered() -> None:
    scanner = SimulatedSerialScanner(ScannerProfile("t", trigger_on="T", trigger_seconds=1))
    with serial.Serial(str(scanner.path), timeout=PATIENCE) as port:
        scanner.hold("VU1HELD")
        assert port.in_waiting == 0
        port.write(b"T")

        assert port.read_until(b"\r\n") == b"VU1HELD\r\n"
    scanner.unplug()
