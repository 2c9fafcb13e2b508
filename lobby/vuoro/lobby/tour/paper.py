"""The paper that comes out of the printer, read as a visitor and a phone would."""

import json
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt
import urllib3

from vuoro.lobby.tour.failing import Failed, wait_for
from vuoro.lobby.tour.reading import read_number

_QUIET = 40
"""White dots round a slip, which a camera would see too."""


class NoCode(Failed):
    """There is no code on this piece of paper."""


@dataclass(frozen=True, slots=True)
class Slip:
    """A slip that fell out: its picture, where its code leads, and the number on it."""

    file: Path
    url: str
    number: str

    @property
    def token(self) -> str:
        """The secret at the end of the address."""
        return self.url.rpartition("/")[2]


class Paper:
    """The printer's folder of slips, and its page with the troubles."""

    def __init__(self, folder: Path, page: str) -> None:
        self._folder, self._page = folder, page

    def count(self) -> int:
        """How many slips have come out."""
        return len(list(self._folder.glob("slip-*.png")))

    def await_slip(self, count: int) -> Slip:
        """The slip with this position, once it has been cut. Raises Failed."""
        file = self._folder / f"slip-{count:04}.png"
        wait_for(f"slip {count} comes out", file.exists)
        return read_slip(file)

    def trouble(self, what: str) -> None:
        """Press a button of the printer's page: ``paper-out``, ``new-roll``, ``cover`` …"""
        answer = urllib3.request("POST", f"{self._page}/do/{what}", timeout=5.0)
        if answer.status != 204:
            raise Failed(f"the printer's page does not know {what}")

    def await_strip(self) -> None:
        """Wait until a slip hangs half out of the printer. Raises Failed."""
        answer = urllib3.request(
            "GET", f"{self._page}/events", preload_content=False, timeout=20.0, retries=False
        )
        try:
            for line in answer:
                if line.startswith(b"data: ") and json.loads(line[6:])["strip"] > 0:
                    return
        except urllib3.exceptions.HTTPError:
            pass
        finally:
            answer.close()
        raise Failed("no slip began to come out")


def read_slip(file: Path) -> Slip:
    """What is on a slip. Raises Failed when its code or number can't be read."""
    picture = cv2.imread(str(file), cv2.IMREAD_GRAYSCALE)
    if picture is None:
        raise Failed(f"{file.name} is no picture")
    grey: npt.NDArray[np.uint8] = np.pad(picture, _QUIET, constant_values=255).astype(np.uint8)
    return Slip(file, decoded(grey), read_number(grey))


def decoded(picture: npt.NDArray[np.uint8]) -> str:
    """The QR code in a picture, by OpenCV and zbar, which the product doesn't use for reading."""
    from pyzbar import pyzbar

    by_zbar: set[str] = {code.data.decode() for code in pyzbar.decode(picture)}
    by_opencv, _, _ = cv2.QRCodeDetector().detectAndDecode(picture)
    if by_opencv and by_opencv not in by_zbar:
        raise Failed("two decoders read two different codes")
    if not by_zbar:
        raise NoCode("no code on the slip")
    if len(by_zbar) != 1:
        raise Failed(f"{len(by_zbar)} codes on the slip instead of one")
    return by_zbar.pop()
