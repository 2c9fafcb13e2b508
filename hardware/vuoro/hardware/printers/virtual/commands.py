"""ESC/POS as a printer reads it: the next command at the head of a buffer.

Source: Epson, *ESC/POS Command Reference for TM printers*. Commands that only change how text
looks are known by their length and passed over; the ones that move paper or ask something are
values of their own.
"""

import re
from dataclasses import dataclass

DOTS_PER_LINE = 34
"""Line feed at the default spacing of 1/6 inch, at 203 dpi."""


@dataclass(frozen=True, slots=True)
class Start:
    """ESC @: forget what was set."""


@dataclass(frozen=True, slots=True)
class Raster:
    """GS v 0: so many rows of so many bytes follow; a dot may be doubled in either direction."""

    row_bytes: int
    rows: int
    double_width: bool = False
    double_height: bool = False


@dataclass(frozen=True, slots=True)
class Store:
    """GS ( L, function 112: keep a raster image for later."""

    image: Raster
    data: bytes


@dataclass(frozen=True, slots=True)
class PrintStored:
    """GS ( L, function 50: print what was kept."""


@dataclass(frozen=True, slots=True)
class Feed:
    """Move the paper by so many dots."""

    dots: int


@dataclass(frozen=True, slots=True)
class Cut:
    """Feed so many dots and cut."""

    feed: int = 0


@dataclass(frozen=True, slots=True)
class Ask:
    """GS r n (paper, drawer) or GS I n (who are you): answered when its turn comes."""

    what: int
    number: int


@dataclass(frozen=True, slots=True)
class Watch:
    """GS a n: tell by yourself what changes; nothing with n = 0."""

    what: int


@dataclass(frozen=True, slots=True)
class RealTime:
    """A request that was answered on arrival."""


@dataclass(frozen=True, slots=True)
class Skip:
    """So many bytes of data follow that this printer does not draw."""

    data: int


@dataclass(frozen=True, slots=True)
class Ignored:
    """A known command without effect here, or text."""


@dataclass(frozen=True, slots=True)
class Unknown:
    """Two bytes that no command starts with."""

    start: bytes


Command = (
    Start
    | Raster
    | Store
    | PrintStored
    | Feed
    | Cut
    | Ask
    | Watch
    | RealTime
    | Skip
    | Ignored
    | Unknown
)

_TEXT = re.compile(rb"[^\n\x10\x1b\x1c\x1d]+")
"""Whatever starts no command: text, and control characters that move nothing."""

_ESC_LENGTHS = {
    **dict.fromkeys(b"2iLmS<", 0),
    **dict.fromkeys(b"!-3=EGMRTUVa{rtuev %K?", 1),
    **dict.fromkeys(b"$\\c", 2),
    ord("p"): 3,
    ord("W"): 8,
}
_GS_LENGTHS = {
    **dict.fromkeys(b":c", 0),
    **dict.fromkeys(b"!/BEHbfhjwT", 1),
    **dict.fromkeys(b"$LPW\\", 2),
    ord("^"): 3,
}
_FS_LENGTHS = {
    **dict.fromkeys(b".&", 0),
    **dict.fromkeys(b"!-CW", 1),
    **dict.fromkeys(b"Sp", 2),
}
_DLE_DC4_LENGTHS = {1: 3, 2: 3, 3: 7, 7: 2, 8: 8}
"""Bytes after DLE DC4, the function number with them."""

Read = tuple[Command, int] | None
"""A command and how many bytes it took; None if its end has not come yet."""


def next_command(data: bytes | bytearray) -> Read:
    """The command at the head of the data; None if there is none, or only the beginning of one."""
    if not data:
        return None
    match data[0]:
        case 0x1B:
            return _escape(data)
        case 0x1D:
            return _group(data)
        case 0x1C:
            return _sized(data, _FS_LENGTHS)
        case 0x10:
            return _real_time(data)
        case 0x0A:
            return Feed(DOTS_PER_LINE), 1
        case _:
            text = _TEXT.match(data)
            return Ignored(), text.end() if text else 1


def _escape(data: bytes | bytearray) -> Read:
    if len(data) < 2:
        return None
    match data[1:2]:
        case b"@":
            return Start(), 2
        case b"d":
            return (Feed(data[2] * DOTS_PER_LINE), 3) if len(data) > 2 else None
        case b"J":
            return (Feed(data[2]), 3) if len(data) > 2 else None
        case b"*":
            return _columns(data)
        case b"D":
            end = data.find(0, 2, 36)
            return (Ignored(), end + 1) if end > 0 else _unknown(data, wait=len(data) < 36)
        case _:
            return _sized(data, _ESC_LENGTHS)


def _group(data: bytes | bytearray) -> Read:
    if len(data) < 2:
        return None
    match data[1:2]:
        case b"v":
            return _raster(data)
        case b"(":
            return _function(data)
        case b"V":
            return _cut(data)
        case b"r" | b"I":
            return (Ask(data[1], data[2]), 3) if len(data) > 2 else None
        case b"a":
            return (Watch(data[2]), 3) if len(data) > 2 else None
        case b"k":
            return _barcode(data)
        case _:
            return _sized(data, _GS_LENGTHS)


def _raster(data: bytes | bytearray) -> Read:
    if len(data) < 8:
        return None
    if data[2] != ord("0"):
        return _unknown(data)
    image = Raster(
        row_bytes=data[4] | data[5] << 8,
        rows=data[6] | data[7] << 8,
        double_width=bool(data[3] & 1),
        double_height=bool(data[3] & 2),
    )
    return image, 8


def _function(data: bytes | bytearray) -> Read:
    """GS ( x pL pH …: sized by itself, whatever it is."""
    if len(data) < 5:
        return None
    end = 5 + (data[3] | data[4] << 8)
    if len(data) < end:
        return None
    body = bytes(data[5:end])
    if data[2] != ord("L") or len(body) < 2:
        return Ignored(), end
    if body[1] in (2, 50):
        return PrintStored(), end
    if body[1] != 112 or len(body) < 10:
        return Ignored(), end
    width = body[6] | body[7] << 8
    image = Raster((width + 7) // 8, body[8] | body[9] << 8, body[3] == 2, body[4] == 2)
    return Store(image, body[10:]), end


def _cut(data: bytes | bytearray) -> Read:
    """GS V m, and GS V m n which feeds n before it cuts."""
    if len(data) < 3:
        return None
    if data[2] in (0, 1, 48, 49):
        return Cut(), 3
    if data[2] not in (65, 66, 97, 98, 103, 104):
        return _unknown(data)
    return (Cut(feed=data[3]), 4) if len(data) > 3 else None


def _columns(data: bytes | bytearray) -> Read:
    """ESC * m nL nH: columns of one or three bytes."""
    if len(data) < 5:
        return None
    return Skip((data[3] | data[4] << 8) * (3 if data[2] >= 32 else 1)), 5


def _barcode(data: bytes | bytearray) -> Read:
    """GS k m …: ended by NUL (m up to 6) or counted (m from 65)."""
    if len(data) < 4:
        return None
    if data[2] >= 65:
        return Skip(data[3]), 4
    end = data.find(0, 3, 259)
    return (Ignored(), end + 1) if end > 0 else _unknown(data, wait=len(data) < 259)


def _real_time(data: bytes | bytearray) -> Read:
    """DLE …: was answered on arrival; here it only has to be passed over."""
    if len(data) < 3:
        return None
    if data[1] == 0x14:
        end = 2 + _DLE_DC4_LENGTHS.get(data[2], 1)
        return (RealTime(), end) if len(data) >= end else None
    return (RealTime(), 3) if data[1] in (0x04, 0x05) else (Ignored(), 1)


def _sized(data: bytes | bytearray, lengths: dict[int, int]) -> Read:
    if len(data) < 2:
        return None
    if data[1] not in lengths:
        return _unknown(data)
    end = 2 + lengths[data[1]]
    return (Ignored(), end) if len(data) >= end else None


def _unknown(data: bytes | bytearray, *, wait: bool = False) -> Read:
    return None if wait else (Unknown(bytes(data[:2])), 2)
