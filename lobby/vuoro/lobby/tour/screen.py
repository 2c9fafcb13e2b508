"""A virtual screen, and pictures of parts of it."""

import os
import select
import shutil
import struct
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt

from vuoro.lobby.complaint import FAILED, Complaint

SIZE = (3000, 1920)
_START_SECONDS = 30.0
_HEADER = struct.Struct(">25I")
"""An X window dump (X11/XWDFile.h): 25 numbers, then the window's name, then colours."""
_COLOUR_BYTES = 12
_LOOKS, _BETWEEN_LOOKS = 12, 0.12


@dataclass(frozen=True, slots=True)
class Region:
    """A part of the screen in pixels."""

    x: int
    y: int
    width: int
    height: int


class VirtualScreen:
    """An X server without a monitor. Enter it; its picture is a file that it keeps up to date."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._process: subprocess.Popen[bytes] | None = None
        self.display = ""

    def __enter__(self) -> "VirtualScreen":
        """Start it on a free display number. Raises Complaint."""
        server = shutil.which("Xvfb")
        if server is None:
            raise Complaint("There is no Xvfb here. Install it: apt install xvfb", status=FAILED)
        told, tells = os.pipe()
        width, height = SIZE
        self._process = subprocess.Popen(
            (server, "-displayfd", str(tells), "-screen", "0", f"{width}x{height}x24",
             "-fbdir", str(self._folder), "-nolisten", "tcp", "-noreset"),
            pass_fds=(tells,),
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            start_new_session=True,
        )  # fmt: skip
        os.close(tells)
        with os.fdopen(told, "rb") as answers:
            ready, _, _ = select.select((answers,), (), (), _START_SECONDS)
            number = answers.readline().decode("ascii").strip() if ready else ""
        if not number:
            self.__exit__()
            raise Complaint("Xvfb does not start. Try it alone: Xvfb :99", status=FAILED)
        self.display = f":{number}"
        return self

    def __exit__(self, *_: object) -> None:
        if self._process is not None:
            self._process.terminate()
            self._process.wait()

    def picture(self, region: Region) -> npt.NDArray[np.uint8]:
        """What a part of the screen shows now: height × width × blue, green, red."""
        dump = (self._folder / "Xvfb_screen0").read_bytes()
        head = _HEADER.unpack_from(dump)
        width, height, row_bytes = head[4], head[5], head[12]
        start = head[0] + head[19] * _COLOUR_BYTES
        rows = np.frombuffer(dump, np.uint8, count=row_bytes * height, offset=start)
        pixels = rows.reshape(height, row_bytes // 4, 4)[:, :width, :3]
        return pixels[region.y : region.y + region.height, region.x : region.x + region.width]

    def save(self, region: Region, file: Path) -> None:
        """Write a picture once nothing moves any more, or after a while as it is."""
        before = self.picture(region)
        for _ in range(_LOOKS):
            time.sleep(_BETWEEN_LOOKS)
            now = self.picture(region)
            if np.array_equal(before, now):
                break
            before = now
        cv2.imwrite(str(file), before)
