"""The virtual printer as people use it: a program with a port, a folder and a page."""

import json
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np
import pytest
import urllib3

from vuoro.hardware.printers.network import NetworkPrinter
from vuoro.hardware.printers.profile_files import profile_named
from vuoro.hardware.printers.serial import SerialPrinter
from vuoro.hardware.printers.transport import Printer, PrinterLost, PrinterUnreachable
from vuoro.hardware.printers.virtual import VirtualPrinter
from vuoro.hardware.printers.virtual.models import MODELS

LINE_AND_CUT = b"\x1b@\x1dv0\x00\x48\x00\x01\x00" + b"\xf0" * 72 + b"\x1dV\x00"
LONG = 5.0


def send(printer: VirtualPrinter, data: bytes) -> None:
    line = NetworkPrinter(printer.host, printer.port)
    line.open()
    line.write(data + b"\x1dr\x01", LONG)
    line.read(LONG)
    line.close()


@pytest.fixture
def printer() -> Iterator[VirtualPrinter]:
    with VirtualPrinter(web=0) as printer:
        yield printer


@pytest.fixture
def browser() -> Iterator[urllib3.PoolManager]:
    with urllib3.PoolManager(timeout=LONG) as browser:
        yield browser


def address(printer: VirtualPrinter, path: str) -> str:
    return f"http://{printer.host}:{printer.web_port}{path}"


def test_slips_are_kept_as_picture_and_as_bytes(tmp_path: Path) -> None:
    with VirtualPrinter(folder=tmp_path) as printer:
        send(printer, LINE_AND_CUT)

    picture = cv2.imread(str(tmp_path / "slip-0001.png"), cv2.IMREAD_GRAYSCALE)
    assert picture is not None
    assert np.array_equal(picture, np.tile([0, 0, 0, 0, 255, 255, 255, 255], 72).reshape(1, 576))
    assert (tmp_path / "slip-0001.bin").read_bytes() == LINE_AND_CUT


def test_slips_of_yesterday_are_not_written_over(tmp_path: Path) -> None:
    for _ in range(2):
        with VirtualPrinter(folder=tmp_path) as printer:
            send(printer, LINE_AND_CUT)

    assert sorted(file.name for file in tmp_path.glob("*")) == [
        "slip-0001.bin",
        "slip-0001.png",
        "slip-0002.bin",
        "slip-0002.png",
    ]


def test_waiting_for_a_slip_that_never_comes_ends(printer: VirtualPrinter) -> None:
    with pytest.raises(TimeoutError, match="0 of 1"):
        printer.wait_for_slips(1, timeout=0.01)


def test_a_held_job_comes_out_when_the_cover_is_closed(printer: VirtualPrinter) -> None:
    printer.cover_open()
    line = NetworkPrinter(printer.host, printer.port)
    line.open()
    line.write(LINE_AND_CUT, LONG)

    printer.cover_close()

    assert len(printer.wait_for_slips(1)) == 1
    line.close()


def test_a_port_in_use_is_an_error_at_once(printer: VirtualPrinter) -> None:
    with pytest.raises(OSError, match="in use"), VirtualPrinter(port=printer.port):
        pass


@pytest.mark.parametrize("path", ["/", "/page.css", "/page.js", "/look.css", "/font.woff2"])
def test_the_page_has_everything_it_needs(
    printer: VirtualPrinter, browser: urllib3.PoolManager, path: str
) -> None:
    answer = browser.request("GET", address(printer, path))

    assert answer.status == 200
    assert answer.data


def test_the_page_shows_slips_and_gives_their_bytes(
    printer: VirtualPrinter, browser: urllib3.PoolManager
) -> None:
    send(printer, LINE_AND_CUT)

    picture = browser.request("GET", address(printer, "/slips/slip-0001.png"))
    data = browser.request("GET", address(printer, "/slips/slip-0001.bin"))
    missing = browser.request("GET", address(printer, "/slips/slip-0009.png"))

    assert picture.data == printer.slips[0].png()
    assert data.data == LINE_AND_CUT
    assert missing.status == 404


def test_the_page_is_told_what_changes(
    printer: VirtualPrinter, browser: urllib3.PoolManager
) -> None:
    stream = browser.request("GET", address(printer, "/events"), preload_content=False)
    frames = (json.loads(line[6:]) for line in stream if line.startswith(b"data: "))

    assert next(frames)["paper"] == "ok"
    browser.request("POST", address(printer, "/do/paper-out"))
    assert next(frame for frame in frames if frame["paper"] != "ok")["paper"] == "out"
    browser.request("POST", address(printer, "/do/cover_open"))
    assert next(frame for frame in frames if frame["troubles"]["cover_open"])["on"]
    browser.request("POST", address(printer, "/do/power"))
    assert next(frame for frame in frames if not frame["on"])["slips"] == []
    stream.close()


def test_a_button_that_is_not_there_does_nothing(
    printer: VirtualPrinter, browser: urllib3.PoolManager
) -> None:
    assert browser.request("POST", address(printer, "/do/explode")).status == 404


def test_the_page_is_told_of_every_trouble_and_mends_them_all(
    printer: VirtualPrinter, browser: urllib3.PoolManager
) -> None:
    page = browser.request("GET", address(printer, "/")).data.decode()
    buttons = re.findall(r'data-do="([^"]+)"', page)
    switches = ("power", "slow", "unplug", "freeze")
    stream = browser.request("GET", address(printer, "/events"), preload_content=False)
    frames = (json.loads(line[6:]) for line in stream if line.startswith(b"data: "))
    troubles = next(frames)["troubles"]

    for button in buttons:
        if button not in ("power", "mend"):
            assert browser.request("POST", address(printer, f"/do/{button}")).status == 204
    everything = next(frame for frame in frames if frame["unplug"])
    browser.request("POST", address(printer, "/do/mend"))
    nothing = next(frame for frame in frames if not frame["unplug"])

    assert set(buttons) >= {*troubles, *switches}
    assert all(everything["troubles"].values())
    assert everything["slow"]
    assert everything["freeze"]
    assert not any(nothing["troubles"].values())
    assert not nothing["freeze"]
    assert not nothing["slow"]
    stream.close()


def test_it_has_a_serial_port_whose_name_stays(tmp_path: Path) -> None:
    link = tmp_path / "usb-printer"
    with VirtualPrinter(pty=link) as printer:
        line = SerialPrinter(str(link), 115200, profile_named("generic-80"))
        line.open()
        line.write(LINE_AND_CUT + b"\x1dr\x01", LONG)
        assert line.read(LONG) == b"\x00"
        line.close()
        printer.power_off()
        assert not link.is_symlink()
        printer.power_on()
        line.open()
        line.write(LINE_AND_CUT + b"\x1dr\x01", LONG)
        assert line.read(LONG) == b"\x00"
        line.close()

    assert len(printer.slips) == 2
    assert not link.is_symlink()


def test_a_serial_cable_pulled_in_the_middle_is_back_under_its_name(tmp_path: Path) -> None:
    link = tmp_path / "usb-printer"
    with VirtualPrinter(pty=link) as printer:
        line = SerialPrinter(str(link), 115200, profile_named("generic-80"))
        printer.unplug_after(100)
        line.open()

        with pytest.raises(PrinterLost):
            send_until_lost(line)
        line.close()
        open_when_back(line)
        line.write(b"\x10\x04\x04", LONG)
        assert line.read(LONG) == b"\x12"
        line.close()


def open_when_back(line: Printer) -> None:
    """The name is gone for the moment between two ports."""
    end = time.monotonic() + LONG
    while True:
        try:
            line.open()
            return
        except PrinterUnreachable:
            assert time.monotonic() < end


def send_until_lost(line: Printer) -> None:
    for _ in range(100):
        line.write(bytes(200), LONG)
        line.read(0.1)


def test_a_small_buffer_takes_a_command_longer_than_itself() -> None:
    """GS ( L brings its whole picture in one command."""
    picture = b"\x30\x70\x30\x01\x01\x31\x40\x02" + (200).to_bytes(2, "little") + b"\xf0" * 14_400
    store = b"\x1d(L" + len(picture).to_bytes(2, "little") + picture
    with VirtualPrinter(model=MODELS["epson-tm-t20iii"]) as printer:
        send(printer, store + b"\x1d(L\x02\x00\x30\x32" + b"\x1dV\x00")

    assert printer.slips[0].height == 200


def test_a_full_buffer_stops_the_line_until_there_is_room() -> None:
    with VirtualPrinter(model=MODELS["epson-tm-t20iii"]) as printer:
        printer.cover_open()
        line = NetworkPrinter(printer.host, printer.port)
        line.open()
        line.write(LINE_AND_CUT * 200, LONG)
        line.write(b"\x10\x04\x04", LONG)
        assert line.read(0.2) == b""

        printer.cover_close()

        assert line.read(LONG) == b"\x12"
        assert len(printer.wait_for_slips(200)) == 200
        line.close()


def test_it_knows_when_the_first_dots_of_a_slip_came_out(printer: VirtualPrinter) -> None:
    assert printer.began is None
    before = time.monotonic()

    send(printer, LINE_AND_CUT)

    assert printer.began is not None
    assert before < printer.began < time.monotonic()


def test_the_program_is_the_model_it_is_told_to_be(tmp_path: Path) -> None:
    link = tmp_path / "usb-printer"
    options = ["--port", "0", "--model", "epson-tm-t20iii", "--pty", str(link)]
    with subprocess.Popen(
        [sys.executable, "-m", "vuoro.hardware.printers.virtual", *options],
        stdout=subprocess.PIPE,
        text=True,
    ) as program:
        assert program.stdout is not None
        program.stdout.readline()
        assert program.stdout.readline().split() == ["Serial", str(link)]
        line = SerialPrinter(str(link), 115200, profile_named("generic-80"))
        line.open()
        line.write(b"\x1dI\x43", LONG)
        said = b""
        while not said.endswith(b"\0"):
            said += line.read(LONG)
        line.close()
        program.send_signal(signal.SIGTERM)
        program.wait(LONG)

    assert said == b"_TM-T20III\0"


def test_the_program_prints_until_it_is_stopped(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "vuoro.hardware.printers.virtual", "--port", "0"]
    with subprocess.Popen(
        [*command, "--folder", str(tmp_path)], stdout=subprocess.PIPE, text=True
    ) as program:
        assert program.stdout is not None
        host, port = program.stdout.readline().split()[1].split(":")
        line = NetworkPrinter(host, int(port))
        line.open()
        line.write(LINE_AND_CUT + b"\x1dr\x01", LONG)
        assert line.read(LONG) == b"\x00"
        line.close()
        program.send_signal(signal.SIGTERM)
        program.wait(LONG)

    assert program.returncode == 0
    assert (tmp_path / "slip-0001.png").exists()


def test_the_program_says_when_its_port_is_taken() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        ended = subprocess.run(
            [sys.executable, "-m", "vuoro.hardware.printers.virtual", "--port", port],
            capture_output=True,
            text=True,
            timeout=30,
            check=False,
        )

    assert ended.returncode == 1
    assert "can't start" in ended.stderr
    assert "Traceback" not in ended.stderr
