"""A scanner that types, read key by key and kept from the window."""

import os
import struct
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.hardware.scanners.plugs import NAME, PATIENCE, WedgePlug, until
from vuoro.hardware import evdev
from vuoro.hardware.evdev import EVENT, EVIOCGRAB, EventSplitter, InputDevice, InputEvent
from vuoro.hardware.scanners import ScannerState
from vuoro.hardware.scanners.profile import Layout
from vuoro.hardware.scanners.simulated_wedge import SimulatedWedge
from vuoro.hardware.tether import DeviceLost
from vuoro.hardware.usb_identity import UsbName

MakePlug = Callable[..., WedgePlug]
PASS = "VU1:https://q.example/t/A-042?k=1&s=b_c"


@pytest.fixture
def make(tmp_path: Path) -> Iterator[MakePlug]:
    """A driver that has started and found its scanner."""
    plugs: list[WedgePlug] = []

    def started(layout: Layout = "us") -> WedgePlug:
        plug = WedgePlug(tmp_path, layout)
        plugs.append(plug)
        plug.plug()
        plug.scanner.start(plug.codes.put)
        until(lambda: plug.scanner.state is ScannerState.READY)
        return plug

    yield started
    for plug in plugs:
        plug.close()


def text(plug: WedgePlug) -> str:
    return plug.codes.get(timeout=PATIENCE).text


@pytest.mark.parametrize("layout", ["us", "fi", "de", "fr"])
def test_a_pass_comes_through_whatever_keyboard_the_scanner_plays(
    layout: Layout, make: MakePlug
) -> None:
    plug = make(layout)

    plug.hold(PASS)

    assert text(plug) == PASS


def test_no_key_reaches_a_window_while_the_kiosk_reads(make: MakePlug) -> None:
    plug = make()

    plug.hold(PASS)
    assert text(plug) == PASS

    assert plug.there.window == []


def test_keys_reach_the_window_again_when_the_kiosk_has_closed(make: MakePlug) -> None:
    plug = make()
    plug.scanner.close()

    plug.there.scan("VU1ABC")

    assert len(plug.there.window) > 12


def test_a_person_who_types_on_it_is_no_scanner(make: MakePlug) -> None:
    plug = make()

    plug.there.scan("131052-903J", every=0.15)
    plug.hold("VU1NEXT")

    assert text(plug) == "VU1NEXT"


def test_an_unplugged_scanner_is_found_again_by_its_identity(make: MakePlug) -> None:
    plug = make()

    plug.pull()
    until(lambda: plug.scanner.state is ScannerState.OFFLINE)
    plug.plug("event11")
    until(lambda: plug.scanner.state is ScannerState.READY)
    plug.hold("VU1BACK")

    assert text(plug) == "VU1BACK"


def test_half_a_code_of_a_plug_pulled_out_is_forgotten(make: MakePlug) -> None:
    plug = make()

    for code in (22, 22, 22, 22, 22, 22):
        plug.there.tap("plain", code)
    plug.pull()
    until(lambda: plug.scanner.state is ScannerState.OFFLINE)
    plug.plug("event6")
    until(lambda: plug.scanner.state is ScannerState.READY)
    plug.there.tap("plain", 28)
    plug.hold("VU1WHOLE")

    assert text(plug) == "VU1WHOLE"


def test_a_code_with_a_gap_in_its_events_is_told_as_unreadable(make: MakePlug) -> None:
    plug = make()

    for _ in range(4):
        plug.there.tap("plain", 30)
    plug.there.overflow()
    plug.there.event(evdev.EV_SYN, evdev.SYN_REPORT, 0)
    for code in (30, 30, 30, 28):
        plug.there.tap("plain", code)

    assert plug.codes.get(timeout=PATIENCE).flaw is not None
    plug.hold("VU1NEXT")
    assert text(plug) == "VU1NEXT"


def test_the_device_says_what_it_is_called(tmp_path: Path) -> None:
    plug = WedgePlug(tmp_path)
    plug.plug()
    device = InputDevice(str(NAME), root=tmp_path, ioctl=plug.there.ioctl)

    device.open()
    device.close()
    plug.pull()

    assert device.name == "Vuoro simulated scanner"


def test_another_device_that_got_its_file_meanwhile_is_not_taken(tmp_path: Path) -> None:
    plug = WedgePlug(tmp_path, name=UsbName("046d", "c31c"))
    plug.plug()

    with pytest.raises(DeviceLost, match="another device has taken its place"):
        plug.device.open()
    assert not plug.there._listened()
    plug.pull()


def test_a_scanner_that_another_program_has_grabbed_is_lost(tmp_path: Path) -> None:
    plug = WedgePlug(tmp_path)
    plug.plug()

    def busy(descriptor: int, request: int, argument: int | bytes) -> int | bytes:
        if request == EVIOCGRAB:
            raise OSError(16, "Device or resource busy")
        return plug.there.ioctl(descriptor, request, argument)

    with pytest.raises(DeviceLost, match="busy"):
        InputDevice(str(NAME), root=tmp_path, ioctl=busy).open()
    plug.pull()


def test_a_scanner_that_is_not_there_is_lost_and_named(tmp_path: Path) -> None:
    with pytest.raises(DeviceLost, match="usb:0c2e:0b6a:S1 is unplugged"):
        WedgePlug(tmp_path).device.open()


def test_nothing_to_read_is_no_event(tmp_path: Path) -> None:
    plug = WedgePlug(tmp_path)
    plug.plug()
    device = InputDevice(str(NAME), root=tmp_path, ioctl=plug.there.ioctl)

    device.open()
    assert device.read() == []
    plug.pull()
    with pytest.raises(DeviceLost, match="is unplugged"):
        device.read()
    device.close()


def test_an_event_has_the_size_that_this_program_gets_from_the_kernel() -> None:
    assert EVENT.size == (24 if sys.maxsize > 2**32 else 16)


@pytest.mark.parametrize("size", [1, 7, 24, 25, 1000])
def test_events_are_the_same_however_their_bytes_arrive(size: int) -> None:
    events = [InputEvent(100.5, 1, code, 1) for code in range(40)]
    sent = b"".join(EVENT.pack(100, 500_000, *event[1:]) for event in events)

    splitter = EventSplitter()
    pieces = [sent[start : start + size] for start in range(0, len(sent), size)]

    assert [event for piece in pieces for event in splitter.feed(piece)] == events


def test_the_simulator_writes_what_the_kernel_writes(tmp_path: Path) -> None:
    """A press of A, as `evtest` shows it of a real keyboard: scan code, key, report."""
    wedge = SimulatedWedge(tmp_path / "event0", NAME)
    descriptor = os.open(tmp_path / "event0", os.O_RDONLY | os.O_NONBLOCK)
    wedge.ioctl(descriptor, EVIOCGRAB, 1)

    wedge.tap("plain", 30)
    kinds = [
        (kind, code, value)
        for _, _, kind, code, value in EVENT.iter_unpack(os.read(descriptor, 4096))
    ]
    os.close(descriptor)
    wedge.unplug()

    assert kinds == [(4, 4, 0x7001E), (1, 30, 1), (0, 0, 0), (4, 4, 0x7001E), (1, 30, 0), (0, 0, 0)]


UI_SET_EVBIT, UI_SET_KEYBIT = 0x40045564, 0x40045565
UI_DEV_SETUP, UI_DEV_CREATE, UI_DEV_DESTROY = 0x405C5503, 0x5501, 0x5502


@pytest.mark.skipif(
    not os.access("/dev/uinput", os.W_OK), reason="this computer lets nobody make input devices"
)
def test_a_keyboard_of_the_kernels_own_is_read_and_grabbed() -> None:
    import fcntl

    uinput = os.open("/dev/uinput", os.O_WRONLY | os.O_NONBLOCK)
    fcntl.ioctl(uinput, UI_SET_EVBIT, evdev.EV_KEY)
    for key in range(1, 120):
        fcntl.ioctl(uinput, UI_SET_KEYBIT, key)
    setup = struct.pack("HHHH80sI", 3, 0x1209, 0x0001, 1, b"Vuoro test scanner", 0)
    fcntl.ioctl(uinput, UI_DEV_SETUP, setup)
    fcntl.ioctl(uinput, UI_DEV_CREATE)
    found: list[Path] = []

    def there() -> bool:
        names = Path("/sys/class/input").glob("event*/device/name")
        found.extend(name for name in names if name.read_text().strip() == "Vuoro test scanner")
        return bool(found) and Path("/dev/input", found[0].parts[4]).exists()

    until(there)
    device = InputDevice(f"/dev/input/{found[0].parts[4]}")
    device.open()
    for value in (evdev.PRESSED, evdev.RELEASED):
        os.write(uinput, EVENT.pack(0, 0, evdev.EV_KEY, 30, value))
        os.write(uinput, EVENT.pack(0, 0, evdev.EV_SYN, evdev.SYN_REPORT, 0))
    events: list[InputEvent] = []

    def all_read() -> bool:
        events.extend(device.read())
        return len(events) >= 4

    until(all_read)
    fcntl.ioctl(uinput, UI_DEV_DESTROY)
    os.close(uinput)
    with pytest.raises(DeviceLost):
        until(lambda: bool(device.read()) and False)
    device.close()

    assert [event.value for event in events if event.kind == evdev.EV_KEY] == [1, 0]
    assert all(event.at > 0 for event in events)
