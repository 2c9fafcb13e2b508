"""Pictures put into a folder, as if held to a camera: the simulator that ships."""

import os
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
    name: str
    inode: int
    size: int


class FolderFrames:
    """The pictures that appear in a folder after it was opened, each once, oldest first.

    Hidden names and other endings are left alone, so a writer may work under such a name and
    rename. A picture written in place is taken once its last byte is there.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._seen: frozenset[_Mark] | None = None

    def open(self) -> None:
        load_decoder()
        marks = self._marks()
        # What lay there before the kiosk started was held up to somebody else.
        if self._seen is None:
            self._seen = marks

    def next(self) -> "GreyImage | None":
        marks = self._marks()
        self._seen = (self._seen or frozenset()) & marks
        for mark in sorted(marks - self._seen):
            picture = self._take(mark)
            if picture is not None:
                return picture
        return None

    def effort(self, number: int) -> Effort:
        return Effort.THOROUGH

    def close(self) -> None:
        pass

    def _marks(self) -> frozenset[_Mark]:
        try:
            with os.scandir(self._folder) as entries:
                return frozenset(mark for entry in entries if (mark := _mark(entry)) is not None)
        except OSError as error:
            raise SourceLost("the folder of pictures can't be read") from error

    def _take(self, mark: _Mark) -> "GreyImage | None":
        """The picture; None while it is half written or when it isn't one at all.

        Writing on changes the mark, so that a half-written file is read again then, not before.
        """
        import cv2
        import numpy as np

        try:
            data = (self._folder / mark.name).read_bytes()
        except OSError:
            return None
        self._seen = (self._seen or frozenset()) | {mark}
        if not is_complete(data):
            return None
        try:
            grey = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_GRAYSCALE)
        except cv2.error:
            return None
        return None if grey is None else np.ascontiguousarray(grey, dtype=np.uint8)


def _mark(entry: os.DirEntry[str]) -> _Mark | None:
    if entry.name.startswith(".") or not entry.name.lower().endswith(_ENDINGS):
        return None
    try:
        status = entry.stat()
    except OSError:
        return None
    if not entry.is_file() or not 0 < status.st_size <= _LARGEST:
        return None
    return _Mark(status.st_mtime_ns, entry.name, status.st_ino, status.st_size)
