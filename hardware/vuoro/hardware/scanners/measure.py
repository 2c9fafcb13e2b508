"""How many codes are read, and what it costs: our looks beside the plain decoder.

    python -m vuoro.hardware.scanners.measure FOLDER

FOLDER holds pictures and ``expected.json``: file name to text, or to null where there is no code.
Times are CPU milliseconds of this process, the grey picture being in memory.
"""

import json
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from vuoro.hardware.scanners.decoding import Effort, decode, load_decoder
from vuoro.hardware.scanners.payload import Flaw, Payload

if TYPE_CHECKING:
    from vuoro.hardware.scanners.picture import GreyImage

Reader = Callable[["GreyImage"], tuple[Payload, ...]]

_WIDTH, _HEIGHT = 1280, 720
_ROUNDS = 3


@dataclass(frozen=True, slots=True)
class Milliseconds:
    """CPU time a picture: half take at most ``median``, 19 of 20 at most ``p95``."""

    median: float
    p95: float


@dataclass(frozen=True, slots=True)
class Result:
    """What one reader made of the pictures."""

    name: str
    correct: int
    wrong: int
    """Some text, and not the expected one."""
    none: int
    false: int
    """Some text where there is no code."""
    picture: Milliseconds
    empty_frame: Milliseconds | None
    """None when the folder has no pictures without a code."""


@dataclass(frozen=True, slots=True)
class _Picture:
    grey: "GreyImage"
    expected: str | None


def measure(folder: Path) -> tuple[Result, ...]:
    """The plain decoder, and ours at each effort. Raises OSError, ValueError on a bad folder."""
    pictures = tuple(_pictures(folder))
    frames = tuple(_empty_frame(picture.grey) for picture in pictures if picture.expected is None)
    readers: tuple[tuple[str, Reader], ...] = (
        ("zxing-cpp plain", _plain),
        ("ours, quick", partial(decode, effort=Effort.QUICK)),
        ("ours, closer", partial(decode, effort=Effort.CLOSER)),
        ("ours, thorough", partial(decode, effort=Effort.THOROUGH)),
    )
    return tuple(_result(name, reader, pictures, frames) for name, reader in readers)


def table(results: tuple[Result, ...]) -> str:
    """The results as text, a row each."""
    head = f"{'':<16} correct  wrong   none  false   ms a picture     ms an empty 720p frame"
    rows = [
        f"{result.name:<16} {result.correct:7} {result.wrong:6} {result.none:6} {result.false:6}"
        f"   {_times(result.picture)}   {_times(result.empty_frame)}"
        for result in results
    ]
    return "\n".join([head, *rows])


def _result(
    name: str, reader: Reader, pictures: tuple[_Picture, ...], frames: tuple["GreyImage", ...]
) -> Result:
    coded = [(reader(picture.grey), picture.expected) for picture in pictures if picture.expected]
    correct = sum(any(_same(code, expected) for code in codes) for codes, expected in coded)
    none = sum(not codes for codes, _ in coded)
    false = sum(bool(reader(picture.grey)) for picture in pictures if picture.expected is None)
    return Result(
        name,
        correct,
        len(coded) - correct - none,
        none,
        false,
        _timed(reader, tuple(picture.grey for picture in pictures if picture.expected)),
        _timed(reader, frames) if frames else None,
    )


def _timed(reader: Reader, pictures: tuple["GreyImage", ...]) -> Milliseconds:
    """The best of a few rounds for each picture: what it costs without the neighbours."""
    times = sorted(min(_once(reader, picture) for _ in range(_ROUNDS)) for picture in pictures)
    return Milliseconds(times[len(times) // 2], times[len(times) * 95 // 100])


def _once(reader: Reader, picture: "GreyImage") -> float:
    began = time.process_time_ns()
    reader(picture)
    return (time.process_time_ns() - began) / 1e6


def _plain(picture: "GreyImage") -> tuple[Payload, ...]:
    import zxingcpp

    codes = zxingcpp.read_barcodes(
        picture,
        formats=zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode),
        text_mode=zxingcpp.TextMode.Plain,
    )
    return tuple(Payload(code.text, len(code.text)) for code in codes)


def _same(code: Payload, expected: str) -> bool:
    """A text too long for us was read all the same, if it is as long as the expected one."""
    wanted = _plain_text(expected)
    if code.flaw is Flaw.TOO_LONG:
        return code.length == len(wanted)
    return _plain_text(code.text) == wanted


def _plain_text(text: str) -> str:
    return text.replace("\r\n", "\n").strip()


def _pictures(folder: Path) -> Iterator[_Picture]:
    load_decoder()
    import cv2
    import numpy as np

    for name, text in json.loads((folder / "expected.json").read_bytes()).items():
        grey = cv2.imdecode(np.fromfile(folder / name, np.uint8), cv2.IMREAD_GRAYSCALE)
        if grey is None:
            raise ValueError(f"{name} is no picture")
        yield _Picture(np.ascontiguousarray(grey, dtype=np.uint8), text)


def _empty_frame(picture: "GreyImage") -> "GreyImage":
    """A picture without a code, as a camera would show it: 1280×720, grey around it."""
    import cv2
    import numpy as np

    height, width = picture.shape
    scale = min(_WIDTH / width, _HEIGHT / height)
    size = (max(1, int(width * scale)), max(1, int(height * scale)))
    frame = np.full((_HEIGHT, _WIDTH), 128, np.uint8)
    frame[: size[1], : size[0]] = cv2.resize(picture, size)
    return frame


def _times(times: Milliseconds | None) -> str:
    return f"{times.median:6.2f} p95 {times.p95:5.2f}" if times else "-"


def main(arguments: list[str]) -> int:
    if len(arguments) != 1:
        print(__doc__, file=sys.stderr)
        return 2
    try:
        print(table(measure(Path(arguments[0]))))
    except (OSError, ValueError) as error:
        print(f"The pictures can't be measured: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
