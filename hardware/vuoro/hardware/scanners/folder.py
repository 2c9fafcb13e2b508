"""Pictures put into a folder, as if held to a camera: the simulator that ships."""

import os
import stat
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from vuoro.hardware.scanners.decoding import Effort, load_decoder
from vuoro.hardware.scanners.frames import SourceLost
from vuoro.hardware.scanners.picture_files import is_complete

if TYPE_CHECKING:
    from vuoro.hardware.scanners.picture import GreyImage

_ENDINGS = (".png", ".jpg", ".jpeg", ".webp", ".bmp")
_LARGEST = 32_000_000


class _Mark(NamedTuple):
    """Enough to know a picture again; another picture under the same name differs in it."""

    changed_ns: int
    inode: int
    size: int


class FolderFrames:
    """The pictures that appear in a folder after it was opened, each once, oldest first.

    Hidden names and other endings are left alone, so a writer may work under such a name and
    rename. A picture written in place is taken once its last byte is there.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._seen: dict[str, _Mark] | None = None

    def open(self) -> None:
        load_decoder()
        there = self._there()
        # What lay there before the kiosk started was held up to somebody else.
        if self._seen is None:
            self._seen = there

    def next(self) -> "GreyImage | None":
        there, seen = self._there(), self._seen or {}
        fresh = {name: mark for name, mark in there.items() if seen.get(name) != mark}
        self._seen = {name: mark for name, mark in seen.items() if name in there}
        for name in sorted(fresh, key=lambda name: (fresh[name], name)):
            data = self._read(name)
            if data is None:
                continue
            # Writing on changes the mark, so that a half-written file is read again then.
            self._seen[name] = fresh[name]
            picture = _grey(data) if is_complete(data) else None
            if picture is not None:
                return picture
        return None

    def effort(self, number: int) -> Effort:
        return Effort.THOROUGH

    def close(self) -> None:
        pass

    def _there(self) -> dict[str, _Mark]:
        try:
            with os.scandir(self._folder) as entries:
                marks = ((entry.name, _mark(entry)) for entry in entries if _may_be(entry.name))
                return {name: mark for name, mark in marks if mark is not None}
        except OSError as error:
            raise SourceLost("the folder of pictures can't be read") from error

    def _read(self, name: str) -> bytes | None:
        try:
            return (self._folder / name).read_bytes()
        except OSError:
            return None


def _may_be(name: str) -> bool:
    return name.lower().endswith(_ENDINGS) and not name.startswith(".")


def _mark(entry: os.DirEntry[str]) -> _Mark | None:
    """None for what is no file, is empty, or is larger than any picture."""
    try:
        status = entry.stat()
    except OSError:
        return None
    if not stat.S_ISREG(status.st_mode) or not 0 < status.st_size <= _LARGEST:
        return None
    return _Mark(status.st_mtime_ns, status.st_ino, status.st_size)


def _grey(data: bytes) -> "GreyImage | None":
    """None when it is no picture after all."""
    import cv2
    import numpy as np

    try:
        grey = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_GRAYSCALE)
    except cv2.error:
        return None
    return None if grey is None else np.ascontiguousarray(grey, dtype=np.uint8)
