"""A screen of the emulated computer seen through its VNC server: pictures, sizes, plugging.

The Remote Framebuffer Protocol (RFC 6143) as far as QEMU speaks it here: raw pixels, and the
community's ExtendedDesktopSize, by which a client says how large the screen is. To the guest that
is a screen being plugged in, changed or pulled out.
"""

import socket
import struct
from collections.abc import Iterator
from pathlib import Path

from deploy.raspberrypi.emulator.picture import Picture

_SECONDS = 60.0
_RAW, _DESKTOP_SIZE, _EXTENDED_DESKTOP_SIZE = 0, -223, -308
_PIXELS = struct.pack(">BBBBHHHBBBxxx", 32, 24, 0, 1, 255, 255, 255, 16, 8, 0)
"""Four bytes a pixel, little end first: blue, green, red, nothing."""


class ScreenTrouble(Exception):
    """The screen's server says something this client can't follow, or is gone."""


class Screen:
    """One head of the graphics card."""

    def __init__(self, path: Path) -> None:
        self._socket = socket.socket(socket.AF_UNIX)
        self._socket.settimeout(_SECONDS)
        self._socket.connect(str(path))
        self._greet()

    def picture(self) -> Picture:
        """All pixels as they are now. Raises ScreenTrouble."""
        while True:
            size = self.size
            self._send(struct.pack(">BBHHHH", 3, 0, 0, 0, *size))
            pixels = bytearray(size[0] * size[1] * 4)
            if self._painted(pixels, size):
                return Picture(*size, _rgb(pixels))

    def plug(self, width: int, height: int) -> None:
        """Let the guest find a screen of this size here; 0 × 0 pulls it out."""
        area = struct.pack(">IHHHHI", 0, 0, 0, width, height, 0)
        self._send(struct.pack(">BBHHBB", 251, 0, width, height, 1, 0) + area)

    def close(self) -> None:
        self._socket.close()

    def _greet(self) -> None:
        self._take(12)
        self._send(b"RFB 003.008\n")
        kinds = self._take(self._take(1)[0])
        if 1 not in kinds:
            raise ScreenTrouble("The screen asks for a password.")
        self._send(b"\x01")
        self._take(4)
        self._send(b"\x01")
        width, height, _, name = struct.unpack(">HH16sI", self._take(24))
        self._take(name)
        self.size = (width, height)
        self._send(struct.pack(">Bxxx", 0) + _PIXELS)
        kinds_known = (_RAW, _DESKTOP_SIZE, _EXTENDED_DESKTOP_SIZE)
        self._send(struct.pack(f">BxH{len(kinds_known)}i", 2, len(kinds_known), *kinds_known))

    def _painted(self, pixels: bytearray, size: tuple[int, int]) -> bool:
        """Take updates until all of it came; False where the size changed meanwhile."""
        missing = size[0] * size[1]
        while missing > 0:
            for left, top, width, height, kind in self._rectangles():
                if kind in (_DESKTOP_SIZE, _EXTENDED_DESKTOP_SIZE):
                    self._resized(kind, width, height, why=top)
                elif kind == _RAW:
                    data = self._take(width * height * 4)
                    if self.size == size:
                        _paint(pixels, size[0], (left, top, width, height), data)
                    missing -= width * height
                else:
                    raise ScreenTrouble(f"The screen sent encoding {kind}, which nobody asked for.")
            if self.size != size:
                return False
        return True

    def _rectangles(self) -> Iterator[tuple[int, int, int, int, int]]:
        """Left, top, width, height, encoding; whoever takes one takes its data from the socket."""
        for _ in range(self._update()):
            yield struct.unpack(">HHHHi", self._take(12))

    def _update(self) -> int:
        """Wait for an update; how many rectangles it has."""
        while True:
            kind = self._take(1)[0]
            if kind == 0:
                (count,) = struct.unpack(">xH", self._take(3))
                return int(count)
            if kind == 3:
                (length,) = struct.unpack(">xxxI", self._take(7))
                self._take(length)
            elif kind != 2:
                raise ScreenTrouble(f"The screen sent message {kind}, which nobody asked for.")

    def _resized(self, kind: int, width: int, height: int, why: int) -> None:
        if kind == _EXTENDED_DESKTOP_SIZE:
            self._take(self._take(4)[0] * 16)
            if why != 0:
                return
        self.size = (width, height)

    def _send(self, data: bytes) -> None:
        try:
            self._socket.sendall(data)
        except OSError as error:
            raise ScreenTrouble(str(error)) from None

    def _take(self, count: int) -> bytes:
        parts = bytearray()
        while len(parts) < count:
            try:
                part = self._socket.recv(min(count - len(parts), 1 << 20))
            except OSError as error:
                raise ScreenTrouble(str(error)) from None
            if not part:
                raise ScreenTrouble("The screen's server has ended.")
            parts += part
        return bytes(parts)


def _paint(pixels: bytearray, across: int, area: tuple[int, int, int, int], data: bytes) -> None:
    left, top, width, height = area
    if width == across:
        pixels[top * across * 4 : (top + height) * across * 4] = data
        return
    for line in range(height):
        start = ((top + line) * across + left) * 4
        pixels[start : start + width * 4] = data[line * width * 4 : (line + 1) * width * 4]


def _rgb(pixels: bytearray) -> bytes:
    rgb = bytearray(len(pixels) // 4 * 3)
    for part in range(3):
        rgb[part::3] = pixels[2 - part :: 4]
    return bytes(rgb)
