"""What is special about a line: who else uses it, how it is found again, what it lets through."""

import errno
import os
import select
import socket
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import chain, repeat
from pathlib import Path
from types import SimpleNamespace

import pytest

from vuoro.hardware.printers import file as file_line
from vuoro.hardware.printers.file import FilePrinter
from vuoro.hardware.printers.network import NetworkPrinter
from vuoro.hardware.printers.profile import PrinterProfile
from vuoro.hardware.printers.serial import SerialPrinter
from vuoro.hardware.printers.transport import PrinterLost, PrinterStuck, PrinterUnreachable
from vuoro.hardware.printers.virtual import VirtualPrinter
from vuoro.hardware.simulated_usb import SimulatedUsb
from vuoro.hardware.usb_identity import UsbName

ASK_PAPER = b"\x10\x04\x04"
ANSWER_OK = b"\x12"
LONG = 5.0
PRINTER = UsbName("0416", "5011", "A1")


class Ticking:
    """Time that passes only while somebody sleeps."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.now += seconds


@pytest.fixture
def bus(tmp_path: Path) -> SimulatedUsb:
    return SimulatedUsb(tmp_path)


# A network printer that is gone.


class _Silence:
    """A socket on which the kernel has given up."""

    def __init__(self, error: OSError) -> None:
        self._error = error

    def settimeout(self, seconds: float) -> None:
        pass

    def sendall(self, data: bytes) -> None:
        raise self._error

    def recv(self, size: int) -> bytes:
        raise self._error


def network_line(error: OSError) -> NetworkPrinter:
    line = NetworkPrinter("192.0.2.7")
    line._socket = _Silence(error)  # type: ignore[assignment]
    return line


def test_a_printer_that_the_kernel_gave_up_is_lost_and_not_slow() -> None:
    gave_up = TimeoutError(errno.ETIMEDOUT, "Connection timed out")

    with pytest.raises(PrinterLost):
        network_line(gave_up).write(b"x", LONG)
    with pytest.raises(PrinterLost):
        network_line(gave_up).read(LONG)


def test_our_own_time_running_out_is_slow_and_not_lost() -> None:
    ran_out = TimeoutError("timed out")

    with pytest.raises(PrinterStuck):
        network_line(ran_out).write(b"x", LONG)
    assert network_line(ran_out).read(LONG) == b""


def test_a_connection_is_watched_by_the_kernel() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        line = NetworkPrinter("127.0.0.1", server.getsockname()[1])
        line.open()
        connection = line._socket
        assert connection is not None

        options = (socket.TCP_KEEPIDLE, socket.TCP_KEEPINTVL, socket.TCP_USER_TIMEOUT)
        seconds = [connection.getsockopt(socket.IPPROTO_TCP, option) for option in options]

        assert connection.getsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE) == 1
        assert seconds == [10, 5, 25_000]
        line.close()


def test_words_that_nobody_read_do_not_cost_the_end_of_the_job() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        line = NetworkPrinter("127.0.0.1", server.getsockname()[1])
        line.open()
        printer, _ = server.accept()
        with printer:
            printer.sendall(b"nobody reads this")
            line.write(b"the slip", LONG)
            line.close()

            assert printer.recv(100) == b"the slip"
            assert printer.recv(100) == b""


# A serial printer, whose port has lines that say stop.


class FakePort:
    """A port of pyserial with modem lines; keeps what was written, and whether CTS was heeded."""

    def __init__(self, *, dsr: Iterator[bool], cts: bool = False) -> None:
        self.written: list[bytes] = []
        self.heeded: list[bool] = []
        self.out_waiting = 0
        self.rtscts = False
        self.cts = cts
        self.write_timeout = 0.0
        self._dsr = dsr

    @property
    def dsr(self) -> bool:
        return next(self._dsr)

    def write(self, data: bytes) -> int:
        self.written.append(bytes(data))
        self.heeded.append(self.rtscts)
        return len(data)


Open = Callable[[FakePort, str], SerialPrinter]


@pytest.fixture
def open_serial(profile: PrinterProfile, monkeypatch: pytest.MonkeyPatch) -> Open:
    """A line over such a port, opened, with this flow control."""

    def make(port: FakePort, flow: str) -> SerialPrinter:
        def plugged(path: str, baud: int, *, rtscts: bool, **_: object) -> FakePort:
            port.rtscts = rtscts
            return port

        monkeypatch.setattr("serial.Serial", plugged)
        clock = Ticking()
        known = replace(profile, flow=flow)  # type: ignore[arg-type]
        line = SerialPrinter("/dev/null", 9600, known, mono=clock, sleep=clock.sleep)
        line.open()
        return line

    return make


@pytest.mark.parametrize("flow", ["dtr_dsr", "auto"])
def test_a_few_bytes_at_a_time_go_to_a_printer_that_stops_by_dsr(
    open_serial: Open, flow: str
) -> None:
    busy_twice = chain([True, True, True, True, False, False], repeat(True))
    port = FakePort(dsr=busy_twice)

    open_serial(port, flow).write(bytes(range(200)), LONG)

    assert b"".join(port.written) == bytes(range(200))
    assert max(len(piece) for piece in port.written) == 64


@pytest.mark.parametrize(
    ("flow", "lines"), [("dtr_dsr", repeat(False)), ("auto", chain([True] * 3, repeat(False)))]
)
def test_a_printer_that_never_lets_us_is_stuck(
    open_serial: Open, flow: str, lines: Iterator[bool]
) -> None:
    port = FakePort(dsr=lines)

    with pytest.raises(PrinterStuck):
        open_serial(port, flow).write(bytes(200), LONG)

    assert port.written == []


@pytest.mark.parametrize("cts", [True, False])
def test_only_lines_that_are_in_the_cable_can_say_stop(open_serial: Open, cts: bool) -> None:
    port = FakePort(dsr=repeat(False), cts=cts)

    open_serial(port, "auto").write(bytes(200), LONG)

    assert port.written == [bytes(200)]
    assert port.heeded == [cts]


def test_lines_that_come_up_late_are_in_the_cable_all_the_same(open_serial: Open) -> None:
    port = FakePort(dsr=chain([False] * 5, repeat(True)))

    open_serial(port, "auto").write(bytes(200), LONG)

    assert len(port.written) == 4


@pytest.mark.parametrize(
    ("flow", "dsr", "cts"),
    [("dtr_dsr", False, False), ("rts_cts", False, True), ("auto", True, True)],
)
def test_a_real_time_request_goes_out_though_the_printer_says_stop(
    open_serial: Open, flow: str, dsr: bool, cts: bool
) -> None:
    port = FakePort(dsr=chain([dsr] * 3, repeat(False)), cts=cts)
    line = open_serial(port, flow)
    heeded = port.rtscts

    line.write(ASK_PAPER, LONG)

    assert port.written == [ASK_PAPER]
    assert port.heeded == [False]
    assert port.rtscts is heeded is cts


def test_a_request_does_not_overtake_what_the_printer_holds_up(open_serial: Open) -> None:
    port = FakePort(dsr=repeat(False))
    line = open_serial(port, "rts_cts")
    port.out_waiting = 10

    line.write(ASK_PAPER, LONG)

    assert port.heeded == [True]


def test_a_serial_port_is_for_one_program_alone(tmp_path: Path, profile: PrinterProfile) -> None:
    link = tmp_path / "tty"
    with VirtualPrinter(pty=link):
        first, second = (SerialPrinter(str(link), 9600, profile) for _ in range(2))
        first.open()

        with pytest.raises(PrinterUnreachable, match="lock"):
            second.open()
        first.close()
        second.open()
        second.close()


def test_a_serial_printer_is_found_again_at_another_port(
    bus: SimulatedUsb, profile: PrinterProfile
) -> None:
    line = SerialPrinter(str(PRINTER), 9600, profile, root=bus.root)
    with pytest.raises(PrinterUnreachable, match="unplugged"):
        line.open()

    for node in ("ttyUSB0", "ttyUSB3"):
        with VirtualPrinter(pty=bus.plug(PRINTER, "tty", node)):
            line.open()
            line.write(ASK_PAPER, LONG)
            assert line.read(LONG) == ANSWER_OK
            line.close()
        bus.unplug(node)


def test_without_a_name_the_serial_printer_that_the_profile_knows_is_taken(
    bus: SimulatedUsb, profile: PrinterProfile
) -> None:
    known = replace(profile, usb=("0416:5011",))
    bus.plug(UsbName("0c2e", "0b6a", "a scanner"), "tty", "ttyACM0")

    with VirtualPrinter(pty=bus.plug(PRINTER, "tty", "ttyUSB0")):
        line = SerialPrinter("", 9600, known, root=bus.root)
        line.open()
        line.close()
        nameless = SerialPrinter("", 9600, profile, root=bus.root)
        with pytest.raises(PrinterUnreachable, match="name it in device"):
            nameless.open()


# A printer behind a device file.


def test_a_device_file_is_found_again_under_another_number(bus: SimulatedUsb) -> None:
    for device in (str(PRINTER), ""):
        line = FilePrinter(device, root=bus.root)
        for node in ("lp0", "lp4"):
            with VirtualPrinter(pty=bus.plug(PRINTER, "usbmisc", node)):
                line.open()
                line.write(ASK_PAPER, LONG)
                assert line.read(LONG) == ANSWER_OK
                line.close()
            bus.unplug(node)
        with pytest.raises(PrinterUnreachable, match="switched off, or unplugged"):
            line.open()


def test_a_plain_file_is_a_one_way_line(tmp_path: Path) -> None:
    file = tmp_path / "slips.bin"
    file.write_bytes(b"before ")
    line = FilePrinter(str(file))

    line.open()
    line.write(b"slip", LONG)
    answers, said = line.answers, line.read(0.01)
    line.close()

    assert (answers, said) == (False, b"")
    assert file.read_bytes() == b"before slip"


def test_a_misspelt_device_makes_no_file(tmp_path: Path) -> None:
    with pytest.raises(PrinterUnreachable):
        FilePrinter(str(tmp_path / "lp0")).open()

    assert list(tmp_path.iterdir()) == []


def test_a_pipe_that_nobody_reads_is_unreachable_and_one_that_is_left_is_lost(
    tmp_path: Path,
) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    line = FilePrinter(str(pipe))
    with pytest.raises(PrinterUnreachable):
        line.open()

    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    line.open()
    line.write(b"slip", LONG)
    os.close(reader)

    with pytest.raises(PrinterLost):
        line.write(b"slip", LONG)
    line.close()


@pytest.fixture
def open_file(tmp_path: Path) -> Iterator[FilePrinter]:
    with VirtualPrinter(pty=tmp_path / "lp0"):
        line = FilePrinter(str(tmp_path / "lp0"))
        line.open()
        yield line
        line.close()


def use(monkeypatch: pytest.MonkeyPatch, **calls: Callable[..., object]) -> None:
    """Other calls of the system for the driver, not for the virtual printer beside it."""
    monkeypatch.setattr(file_line, "os", SimpleNamespace(**{**vars(os), **calls}))


def says(*words: bytes | OSError) -> Callable[[int, int], bytes]:
    """``os.read`` of a file that says these one after the other."""
    left = iter(words)

    def read(file: int, size: int) -> bytes:
        word = next(left)
        if isinstance(word, OSError):
            raise word
        return word

    return read


def test_answers_of_no_bytes_are_no_end(
    open_file: FilePrinter, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_file.write(ASK_PAPER, LONG)
    use(monkeypatch, read=says(b"", BlockingIOError(), b"", ANSWER_OK))

    assert open_file.read(LONG) == ANSWER_OK


def test_a_usb_printer_without_an_endpoint_to_answer_by_is_one_way_whenever_it_is_opened(
    open_file: FilePrinter, monkeypatch: pytest.MonkeyPatch
) -> None:
    no_endpoint = OSError(errno.EINVAL, "Invalid argument")
    use(monkeypatch, read=says(no_endpoint, no_endpoint))

    for _ in range(2):
        open_file.close()
        open_file.open()
        assert not open_file.answers

    open_file.write(b"slip", LONG)
    assert open_file.read(0.01) == b""


def test_what_a_printer_said_before_it_was_opened_is_not_an_answer(tmp_path: Path) -> None:
    with VirtualPrinter(pty=tmp_path / "lp0"):
        before, line = (FilePrinter(str(tmp_path / "lp0")) for _ in range(2))
        before.open()
        before.write(ASK_PAPER, LONG)
        assert before._file is not None
        assert select.select([before._file], [], [], LONG)[0]

        line.open()
        line.write(b"\x1dr\x01", LONG)

        assert line.read(LONG) == b"\x00"
        before.close()
        line.close()


@pytest.mark.parametrize(
    ("number", "kind"),
    [
        (errno.ENOSPC, PrinterStuck),
        (errno.EIO, PrinterLost),
        (errno.ENODEV, PrinterLost),
    ],
)
def test_what_the_kernel_says_of_a_write_is_told_in_our_words(
    open_file: FilePrinter, monkeypatch: pytest.MonkeyPatch, number: int, kind: type[Exception]
) -> None:
    def fail(file: int, data: bytes) -> int:
        raise OSError(number, os.strerror(number))

    use(monkeypatch, write=fail)

    with pytest.raises(kind):
        open_file.write(b"slip", LONG)


@pytest.mark.parametrize(
    ("number", "words"), [(errno.EBUSY, "another program"), (errno.EACCES, "group lp")]
)
def test_why_a_device_can_not_be_opened_is_said_with_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, words: str
) -> None:
    def fail(path: Path, flags: int) -> int:
        raise OSError(number, os.strerror(number))

    (tmp_path / "lp0").touch()
    use(monkeypatch, open=fail)

    with pytest.raises(PrinterUnreachable, match=words):
        FilePrinter(str(tmp_path / "lp0")).open()


def test_a_hung_printer_does_not_hold_the_thread_that_closes(tmp_path: Path) -> None:
    with VirtualPrinter(pty=tmp_path / "lp0") as printer:
        printer.freeze()
        line = FilePrinter(str(tmp_path / "lp0"))
        line.open()
        with pytest.raises(PrinterStuck):
            line.write(bytes(1_000_000), 0.05)

        closing = threading.Thread(target=line.close)
        closing.start()
        closing.join(LONG)

        assert not closing.is_alive()
