"""Scanners with simulators behind them, and the faults that each kind can have."""

import errno
import os
from pathlib import Path
from typing import Any, Literal

import cv2
import numpy as np
import pytest
import serial
import zxingcpp

from tests.hardware.scanners.plugs import PATIENCE, SOON, SerialPlug, WedgePlug, until
from vuoro.core.clock import SystemClock
from vuoro.hardware.evdev import EV_KEY, EV_SYN, EVIOCGRAB, SYN_REPORT
from vuoro.hardware.scanners import Scanner, ScannerSource
from vuoro.hardware.scanners.camera import PictureScanner
from vuoro.hardware.scanners.decoding import Effort
from vuoro.hardware.scanners.folder import FolderFrames
from vuoro.hardware.scanners.frames import SourceLost
from vuoro.hardware.scanners.keyboard import KeyboardScanner
from vuoro.hardware.scanners.lines import LineScanner
from vuoro.hardware.scanners.picture import GreyImage
from vuoro.hardware.scanners.profile import ScannerProfile
from vuoro.hardware.scanners.show import photograph, show

BINARY = b"\xff\xfe\xfd\xfc\xfb\xfa\xf9"
LONG = "A" * 1100
A, ENTER, F13 = 30, 28, 183
EMPTY = np.full((720, 1280), 90, np.uint8)

Driver = Literal["serial", "wedge", "camera", "keyboard", "stdin", "folder"]


class Station:
    """A scanner with a simulator behind it; each fault is a method of that name."""

    scanner: Scanner

    def __init__(self, root: Path, patch: pytest.MonkeyPatch) -> None:
        self.root = root
        self.patch = patch

    def hold(self, text: str) -> None:
        """Hold a code up."""
        raise NotImplementedError

    def mend(self) -> None:
        """What a person does about the fault, where one has to."""
        raise NotImplementedError

    def close(self) -> None:
        self.scanner.close()


class Serial(Station):
    def __init__(self, root: Path, patch: pytest.MonkeyPatch) -> None:
        super().__init__(root, patch)
        self.plug = SerialPlug(root, ScannerProfile("test", pause_ms=300))
        self.plug.plug()
        self.scanner = self.plug.scanner
        self.other: serial.Serial | None = None

    def hold(self, text: str) -> None:
        self.plug.hold(text)

    def mend(self) -> None:
        self.patch.undo()
        if self.other is not None:
            self.other.close()
        self.plug.pull()
        self.plug.plug("ttyACM3")

    def close(self) -> None:
        self.plug.close()

    def unplugged_before_the_start(self) -> None:
        self.plug.pull()

    def unplugged_in_the_middle_of_a_code(self) -> None:
        # By a pause so long it can't be taken for the code's end, however slow this computer is.
        self.plug.device._profile = ScannerProfile("test", pause_ms=5000)
        self.plug.there.send(b"VU1HA")
        self.plug.pull()

    def back_under_another_name(self) -> None:
        self.plug.pull()
        self.plug.lost.get(timeout=PATIENCE)
        self.plug.plug("ttyACM7")

    def permission_denied(self) -> None:
        self.refuse(errno.EACCES, "Permission denied")

    def busy(self) -> None:
        self.other = serial.Serial(str(self.plug.there.path), exclusive=True)

    def silent(self) -> None:
        pass

    def a_crackle(self) -> None:
        self.plug.there.send(b"\xff\0\xfe\0")
        until(lambda: self.plug.device._splitter.begun)
        until(lambda: not self.plug.device._splitter.begun)

    def an_endless_code(self) -> None:
        self.plug.there.send(b"A" * 100_000)

    def a_binary_code(self) -> None:
        self.plug.there.send(BINARY + b"\r\n")

    def a_code_too_long(self) -> None:
        self.plug.hold(LONG)

    def two_codes_glued(self) -> None:
        self.plug.there.send(b"VU1ONEVU1TWO\r\n")

    def two_codes_at_once(self) -> None:
        self.plug.there.send(b"VU1ONE\r\nVU1TWO\r\n")

    def the_wrong_speed(self) -> None:
        self.plug.there.send(bytes(0x80 | byte for byte in b"VU1WRONG\r\n"))

    def a_bug_in_the_driver(self) -> None:
        self.patch.setattr(self.plug.device, "_ended", bug)
        self.plug.hold("VU1BUG")
        self.plug.lost.get(timeout=PATIENCE)
        self.patch.undo()

    def refuse(self, number: int, words: str) -> None:
        def refused(*_: object, **__: object) -> serial.Serial:
            raise serial.SerialException(number, words)

        self.patch.setattr(serial, "Serial", refused)


class Wedge(Station):
    def __init__(self, root: Path, patch: pytest.MonkeyPatch) -> None:
        super().__init__(root, patch)
        self.plug = WedgePlug(root, "fi")
        self.plug.plug()
        self.scanner = self.plug.scanner

    def hold(self, text: str) -> None:
        self.plug.hold(text)

    def mend(self) -> None:
        self.patch.undo()
        self.plug.pull()
        self.plug.plug("event9")

    def close(self) -> None:
        self.plug.close()

    def taps(self, *codes: int) -> None:
        for code in codes:
            self.plug.there.tap("plain", code)

    def unplugged_before_the_start(self) -> None:
        self.plug.pull()

    def unplugged_in_the_middle_of_a_code(self) -> None:
        self.taps(*[A] * 6)
        self.plug.pull()

    def back_under_another_name(self) -> None:
        self.plug.pull()
        self.plug.lost.get(timeout=PATIENCE)
        self.plug.plug("event31")

    def permission_denied(self) -> None:
        self.refuse(errno.EACCES)

    def busy(self) -> None:
        self.refuse(errno.EBUSY)

    def silent(self) -> None:
        pass

    def a_crackle(self) -> None:
        for number in range(200):
            self.plug.there.event(number % 32, number * 37 % 0x300, number)
        self.plug.there.event(EV_SYN, SYN_REPORT, 0)

    def an_endless_code(self) -> None:
        self.taps(*[A] * 3000)

    def a_binary_code(self) -> None:
        self.taps(A, A, A, F13, A, A, A, ENTER)

    def a_code_too_long(self) -> None:
        self.plug.hold(LONG)

    def two_codes_glued(self) -> None:
        self.plug.hold("VU1ONEVU1TWO")

    def two_codes_at_once(self) -> None:
        self.plug.hold("VU1ONE")
        self.plug.hold("VU1TWO")

    def lost_events(self) -> None:
        self.taps(A, A, A, A)
        self.plug.there.overflow()
        self.plug.there.event(EV_KEY, A, 1)
        self.plug.there.event(EV_SYN, SYN_REPORT, 0)
        self.taps(A, A, A, ENTER)

    def a_person_who_types(self) -> None:
        self.plug.there.scan("131052-903J", every=0.2)

    def a_bug_in_the_driver(self) -> None:
        self.patch.setattr(self.plug.device._typist, "feed", bug)
        self.plug.hold("VU1BUG")
        self.plug.lost.get(timeout=PATIENCE)

    def refuse(self, number: int) -> None:
        known = self.plug.there.ioctl

        def refused(descriptor: int, request: int, argument: int | bytes) -> int | bytes:
            if request == EVIOCGRAB:
                raise OSError(number, os.strerror(number))
            return known(descriptor, request, argument)

        self.patch.setattr(self.plug.device._input, "_ioctl", refused)


class Film:
    """A camera that shows one picture, until it is shown another or taken away."""

    def __init__(self) -> None:
        self.picture = EMPTY
        self.lost: str | None = None
        self.bug = False

    def open(self) -> None:
        if self.lost is not None:
            raise SourceLost(self.lost)

    def next(self) -> GreyImage | None:
        if self.bug:
            self.bug = False
            raise RuntimeError("a bug")
        if self.lost is not None:
            raise SourceLost(self.lost)
        return self.picture

    def effort(self, number: int) -> Effort:
        return Effort.QUICK

    def close(self) -> None:
        pass


class Camera(Station):
    def __init__(self, root: Path, patch: pytest.MonkeyPatch) -> None:
        super().__init__(root, patch)
        patch.setattr("vuoro.hardware.scanners.camera.retry_after", lambda failures: SOON)
        self.film = Film()
        self.scanner = PictureScanner(
            self.film, ScannerSource.CAMERA, SystemClock(), period=0.005, same_code_seconds=60
        )

    def hold(self, text: str) -> None:
        self.film.picture = photograph(text)

    def mend(self) -> None:
        self.film.lost = None

    def unplugged_before_the_start(self) -> None:
        self.film.lost = "no camera 0"

    def unplugged_in_the_middle_of_a_code(self) -> None:
        half = photograph("VU1HALF")
        half[:, 600:] = 0
        self.film.picture = half
        self.film.lost = "the camera is unplugged"

    def permission_denied(self) -> None:
        self.film.lost = "/dev/video0 can't be opened: Permission denied"

    def busy(self) -> None:
        self.film.lost = "/dev/video0 can't be opened: Device or resource busy"

    def silent(self) -> None:
        self.film.lost = "the camera sends nothing"

    def a_crackle(self) -> None:
        noise = np.random.default_rng(1).integers(0, 255, (720, 1280), np.uint8)
        self.film.picture = noise

    def a_binary_code(self) -> None:
        self.film.picture = picture_of(BINARY)

    def a_code_too_long(self) -> None:
        self.film.picture = picture_of(LONG)

    def two_codes_at_once(self) -> None:
        one, two = picture_of("VU1ONE"), picture_of("VU1TWO")
        self.film.picture = np.hstack([one[:600, :600], two[:600, :600]])

    def a_bug_in_the_driver(self) -> None:
        self.film.bug = True


class Keys(Station):
    def __init__(self, root: Path, patch: pytest.MonkeyPatch) -> None:
        super().__init__(root, patch)
        self.keyboard = KeyboardScanner()
        self.scanner = self.keyboard
        self.now = 100.0

    def type(self, text: str, pace: float = 0.004) -> None:
        self.now += 1
        for key in text:
            self.now += pace
            self.keyboard.press(key, self.now)

    def hold(self, text: str) -> None:
        self.type(f"{text}\r")

    def unplugged_in_the_middle_of_a_code(self) -> None:
        self.type("VU1HA")

    def silent(self) -> None:
        pass

    def an_endless_code(self) -> None:
        self.type("A" * 3000)

    def a_binary_code(self) -> None:
        self.type("VU1\x1d\x1e42\r")

    def a_code_too_long(self) -> None:
        self.type(f"{LONG}\r")

    def two_codes_glued(self) -> None:
        self.type("VU1ONEVU1TWO\r")

    def two_codes_at_once(self) -> None:
        self.type("VU1ONE\r")
        self.type("VU1TWO\r")

    def a_person_who_types(self) -> None:
        self.type("131052-903J\r", pace=0.2)


class Lines(Station):
    def __init__(self, root: Path, patch: pytest.MonkeyPatch) -> None:
        super().__init__(root, patch)
        self.read, self.write = os.pipe()
        self.scanner = LineScanner(self.read)

    def send(self, data: bytes) -> None:
        while data:
            data = data[os.write(self.write, data[:4096]) :]

    def hold(self, text: str) -> None:
        self.send(f"{text}\n".encode())

    def close(self) -> None:
        super().close()
        os.close(self.read)
        if self.write >= 0:
            os.close(self.write)

    def unplugged_in_the_middle_of_a_code(self) -> None:
        os.close(self.write)
        self.write = -1

    def silent(self) -> None:
        pass

    def an_endless_code(self) -> None:
        self.send(b"A" * 100_000)
        self.send(b"\n")

    def a_binary_code(self) -> None:
        self.send(BINARY + b"\n")

    def a_code_too_long(self) -> None:
        self.hold(LONG)

    def two_codes_glued(self) -> None:
        self.hold("VU1ONEVU1TWO")

    def two_codes_at_once(self) -> None:
        self.send(b"VU1ONE\nVU1TWO\n")


class Folder(Station):
    def __init__(self, root: Path, patch: pytest.MonkeyPatch) -> None:
        super().__init__(root, patch)
        patch.setattr("vuoro.hardware.scanners.camera.retry_after", lambda failures: SOON)
        self.folder = root / "pictures"
        self.folder.mkdir()
        self.frames = FolderFrames(self.folder)
        self.scanner = PictureScanner(
            self.frames, ScannerSource.FOLDER, SystemClock(), period=0.005, same_code_seconds=60
        )

    def hold(self, text: str) -> None:
        show(text, self.folder)

    def mend(self) -> None:
        self.folder.mkdir()

    def put(self, name: str, data: bytes) -> None:
        (self.root / name).write_bytes(data)
        (self.root / name).rename(self.folder / name)

    def put_picture(self, picture: GreyImage) -> None:
        self.put("code.png", cv2.imencode(".png", picture)[1].tobytes())

    def unplugged_before_the_start(self) -> None:
        self.folder.rmdir()

    def unplugged_in_the_middle_of_a_code(self) -> None:
        self.folder.rmdir()

    def silent(self) -> None:
        pass

    def a_crackle(self) -> None:
        self.put("noise.png", b"\x89PNG\r\n\x1a\n" + os.urandom(500))
        self.put("noise.jpg", os.urandom(500))

    def a_binary_code(self) -> None:
        self.put_picture(picture_of(BINARY))

    def a_code_too_long(self) -> None:
        self.put_picture(picture_of(LONG))

    def two_codes_at_once(self) -> None:
        one, two = picture_of("VU1ONE"), picture_of("VU1TWO")
        self.put_picture(np.hstack([one[:600, :600], two[:600, :600]]))

    def a_bug_in_the_driver(self) -> None:
        real, calls = self.frames.next, iter([bug])
        self.patch.setattr(self.frames, "next", lambda: next(calls, real)())


def bug(*_: object) -> Any:
    raise RuntimeError("a bug")


def picture_of(content: str | bytes) -> GreyImage:
    code = zxingcpp.create_barcode(content, zxingcpp.BarcodeFormat.QRCode, ec_level="L")
    image = np.array(code.to_image(scale=4), dtype=np.uint8)
    picture = np.full((max(720, image.shape[0]), 1280), 255, np.uint8)
    picture[: image.shape[0], : image.shape[1]] = image
    return picture


STATIONS: dict[Driver, type[Station]] = {
    "serial": Serial,
    "wedge": Wedge,
    "camera": Camera,
    "keyboard": Keys,
    "stdin": Lines,
    "folder": Folder,
}
HANDS = ("hold", "mend", "close", "taps", "refuse", "type", "send", "put", "put_picture")
"""What is done at a station that is no fault."""
