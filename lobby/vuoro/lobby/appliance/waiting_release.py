"""A release that comes over the network block by block, until it lies here whole.

Each block is checked when it comes and again after a start: what a power cut left is not believed.
"""

import hashlib
import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from vuoro.core.wire.codec import Malformed, decode, encode
from vuoro.core.wire.upkeep import Offer
from vuoro.lobby.appliance.keeping import keep

FOLDER = "release"
"""Below the data of the lobby service."""
WHOLE = "whole.tar.xz"
UNPACKS_TO = 6
"""A release is about five times its file, and its file."""
RESERVE = 300 * 1024 * 1024
_PART, _OFFER = "part", "offer.json"


@dataclass(frozen=True, slots=True)
class Waiting:
    """``folder`` belongs to one release at a time."""

    folder: Path

    @property
    def offer(self) -> Offer | None:
        """Whose file lies here, or comes."""
        try:
            return decode((self.folder / _OFFER).read_bytes(), Offer)
        except (OSError, Malformed):
            return None

    @property
    def whole(self) -> Path | None:
        """The file, once it is all here."""
        file = self.folder / WHOLE
        return file if file.is_file() else None

    @property
    def size(self) -> int:
        """Bytes that are here."""
        for name in (WHOLE, _PART):
            try:
                return (self.folder / name).stat().st_size
            except OSError:
                continue
        return 0

    def has_room(self, offer: Offer) -> bool:
        """Whether the disk takes the rest of this file and stays far from full: the lobby's own
        data are on it, and what the file holds has to be unpacked beside.
        """
        place = next(each for each in (self.folder, *self.folder.parents) if each.exists())
        here = self.offer
        known = self.size if here is not None and here.sha256 == offer.sha256 else 0
        return shutil.disk_usage(place).free >= offer.size * UNPACKS_TO - known + RESERVE

    def begin(self, offer: Offer) -> int | None:
        """Make room for this offer, or go on with it. The first block to fetch; None: it is whole.

        Another attempt at the same file keeps what is here.
        """
        known = self.offer
        if known is None or known.sha256 != offer.sha256:
            self.drop()
        self.folder.mkdir(parents=True, exist_ok=True)
        if known != offer:
            keep(self.folder / _OFFER, encode(offer))
        if self.whole is not None:
            return None
        good = sum(1 for _ in self._good_blocks(offer))
        with (self.folder / _PART).open("ab") as part:
            part.truncate(good * offer.block_bytes)
        return self._next(offer, good)

    def put(self, offer: Offer, n: int, data: bytes) -> int | None:
        """Keep block ``n``, which fits its hash. The next to fetch, or None: the file is whole."""
        with (self.folder / _PART).open("r+b") as part:
            part.seek(n * offer.block_bytes)
            part.write(data)
            part.flush()
            # A little at a time: a flush of everything at the end would hold up the database's.
            os.fdatasync(part.fileno())
        return self._next(offer, n + 1)

    def drop(self) -> None:
        """Delete everything."""
        shutil.rmtree(self.folder, ignore_errors=True)

    def _next(self, offer: Offer, n: int) -> int | None:
        if n < len(offer.blocks):
            return n
        part = self.folder / _PART
        with part.open("rb") as file:
            os.fsync(file.fileno())
        os.replace(part, self.folder / WHOLE)
        return None

    def _good_blocks(self, offer: Offer) -> Iterator[bytes]:
        try:
            part = (self.folder / _PART).open("rb")
        except OSError:
            return
        with part:
            for wanted in offer.blocks:
                data = part.read(offer.block_bytes)
                if hashlib.sha256(data).hexdigest() != wanted:
                    return
                yield data
