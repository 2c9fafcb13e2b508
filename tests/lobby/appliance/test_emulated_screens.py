"""A screen of the emulator as its VNC server shows it, and pictures of it."""

import socket
import struct
import threading
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deploy.raspberrypi.emulator.picture import Picture
from deploy.raspberrypi.emulator.rfb import Screen, ScreenTrouble

RED, BLUE = bytes((0, 0, 255, 0)), bytes((255, 0, 0, 0))


class Server:
    """The other end of one connection, as QEMU speaks it."""

    def __init__(self, listening: socket.socket) -> None:
        self._listening = listening
        self.heard: list[bytes] = []

    def greet(self, width: int, height: int) -> None:
        self.peer, _ = self._listening.accept()
        self.peer.settimeout(10)
        self.peer.sendall(b"RFB 003.008\n")
        self._take(12)
        self.peer.sendall(b"\x01\x01")
        self._take(1)
        self.peer.sendall(struct.pack(">I", 0))
        self._take(1)
        self.peer.sendall(struct.pack(">HH16xI", width, height, 4) + b"QEMU")
        self._take(20 + 4 + 3 * 4)

    def asked(self, count: int = 10) -> bytes:
        return self._take(count)

    def rectangles(self, *rectangles: bytes) -> None:
        self.peer.sendall(struct.pack(">BxH", 0, len(rectangles)) + b"".join(rectangles))

    def _take(self, count: int) -> bytes:
        data = b""
        while len(data) < count:
            part = self.peer.recv(count - len(data))
            assert part, "the client went away"
            data += part
        return data


def raw(left: int, top: int, width: int, height: int, pixel: bytes) -> bytes:
    return struct.pack(">HHHHi", left, top, width, height, 0) + pixel * (width * height)


def resized(width: int, height: int, status: int = 0) -> bytes:
    areas = struct.pack(">Bxxx", 1) + bytes(16)
    return struct.pack(">HHHHi", 0, status, width, height, -308) + areas


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(tmp_path / "head"))
        listening.listen()
        server = Server(listening)
        yield server
        server.peer.close()


def served(server: Server, *lines: object) -> threading.Thread:
    def serve() -> None:
        for line in lines:
            assert callable(line)
            line()

    thread = threading.Thread(target=serve)
    thread.start()
    return thread


def test_a_picture_is_put_together_from_its_parts(server: Server, tmp_path: Path) -> None:
    thread = served(
        server,
        lambda: server.greet(4, 2),
        lambda: server.heard.append(server.asked()),
        lambda: server.rectangles(raw(0, 0, 4, 1, RED)),
        lambda: server.rectangles(raw(0, 1, 2, 1, BLUE), raw(2, 1, 2, 1, RED)),
    )
    screen = Screen(tmp_path / "head")
    picture = screen.picture()
    thread.join(10)
    screen.close()
    red, blue = b"\xff\0\0", b"\0\0\xff"
    assert picture == Picture(4, 2, red * 4 + blue * 2 + red * 2)
    assert server.heard == [struct.pack(">BBHHHH", 3, 0, 0, 0, 4, 2)]


def test_a_screen_that_changes_size_is_asked_for_again(server: Server, tmp_path: Path) -> None:
    thread = served(
        server,
        lambda: server.greet(2, 2),
        lambda: server.asked(),
        lambda: server.rectangles(raw(0, 0, 2, 1, RED), resized(1, 1)),
        lambda: server.heard.append(server.asked()),
        lambda: server.rectangles(raw(0, 0, 1, 1, BLUE)),
    )
    screen = Screen(tmp_path / "head")
    assert screen.picture() == Picture(1, 1, b"\0\0\xff")
    thread.join(10)
    screen.close()
    assert server.heard == [struct.pack(">BBHHHH", 3, 0, 0, 0, 1, 1)]


def test_an_answer_that_only_forwards_the_wish_changes_no_size(
    server: Server, tmp_path: Path
) -> None:
    thread = served(
        server,
        lambda: server.greet(1, 1),
        lambda: server.heard.append(server.asked(24)),
        lambda: server.asked(),
        lambda: server.rectangles(resized(640, 480, status=4)),
        lambda: server.rectangles(raw(0, 0, 1, 1, RED)),
    )
    screen = Screen(tmp_path / "head")
    screen.plug(640, 480)
    assert screen.picture() == Picture(1, 1, b"\xff\0\0")
    thread.join(10)
    screen.close()
    assert server.heard[0][:6] == struct.pack(">BBHH", 251, 0, 640, 480)


def test_a_server_that_ends_is_a_trouble_with_a_name(server: Server, tmp_path: Path) -> None:
    thread = served(
        server, lambda: server.greet(1, 1), lambda: server.asked(), lambda: server.peer.close()
    )
    screen = Screen(tmp_path / "head")
    with pytest.raises(ScreenTrouble, match=r"ended|reset"):
        screen.picture()
    thread.join(10)
    screen.close()


@given(
    pixels=st.lists(st.binary(min_size=3, max_size=3), min_size=6, max_size=6),
    changed=st.sets(st.integers(0, 5)),
)
def test_pictures_differ_by_the_share_of_their_pixels(
    pixels: list[bytes], changed: set[int]
) -> None:
    other = [
        bytes((part + 128) % 256 for part in pixel) if at in changed else pixel
        for at, pixel in enumerate(pixels)
    ]
    one, two = Picture(3, 2, b"".join(pixels)), Picture(3, 2, b"".join(other))
    assert one.differs_from(two) == len(changed) / 6
    assert one.differs_from(Picture(2, 3, one.rgb)) == 1.0


def test_a_picture_is_written_as_png(tmp_path: Path) -> None:
    Picture(2, 1, b"\1\2\3\4\5\6").png(tmp_path / "deep" / "two.png")
    written = (tmp_path / "deep" / "two.png").read_bytes()
    assert written.startswith(b"\x89PNG\r\n\x1a\n")
    assert struct.unpack(">II", written[16:24]) == (2, 1)
    start = written.index(b"IDAT") + 4
    assert zlib.decompress(written[start:-16]) == b"\0\1\2\3\4\5\6"
