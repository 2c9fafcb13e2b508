"""A scanner: something that reads codes and tells of each one once."""

import enum
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol

from vuoro.hardware.scanners.payload import CodeKind, Flaw, Payload, kind_of


class ScannerSource(enum.StrEnum):
    """Where a code came from."""

    CAMERA = "camera"
    VIDEO = "video"
    FOLDER = "folder"
    STDIN = "stdin"
    KEYBOARD = "keyboard"
    SERIAL = "serial"
    WEDGE = "wedge"
    NONE = "none"


class ScannerState(enum.StrEnum):
    """How a scanner is."""

    ABSENT = "absent"
    """This kiosk has none."""
    CLOSED = "closed"
    """Not started, or closed."""
    READY = "ready"
    OFFLINE = "offline"
    """Unplugged or not there yet; it is tried again by itself."""
    COVERED = "covered"
    """A camera that sees nothing but black."""
    RESTING = "resting"
    """The device is let go of while nothing is to be read."""
    ENDED = "ended"
    """Nothing more will come: the video is over, the other end closed standard input."""


class ScannerError(Exception):
    """The settings name no scanner that could exist, or it was started twice."""


@dataclass(frozen=True, slots=True)
class ScannedCode:
    """What was held to a scanner at one moment.

    ``text`` is the code to act on, empty where it has a ``flaw``. With several codes in view it
    is the one that looks like our pass, and ``others`` holds the rest. None of it shows in
    ``repr``: a code may name a person.
    """

    text: str = field(repr=False)
    source: ScannerSource
    flaw: Flaw | None = None
    length: int = -1
    others: tuple[str, ...] = field(default=(), repr=False)

    def __post_init__(self) -> None:
        if self.length < 0:
            object.__setattr__(self, "length", len(self.text))

    @property
    def kind(self) -> CodeKind:
        return kind_of(self.text)

    @property
    def ambiguous(self) -> bool:
        """Whether several codes were in view and not exactly one of them a pass."""
        rivals = sum(kind_of(other) is CodeKind.PASS for other in self.others)
        return bool(self.others) and (rivals > 0 or self.kind is not CodeKind.PASS)

    def __repr__(self) -> str:
        what = f"{self.flaw or self.kind}, length={self.length}, {self.source}"
        return f"ScannedCode({what}, others={len(self.others)})"


OnCode = Callable[[ScannedCode], None]
"""Called in the scanner's own thread, or in the caller's for a keyboard."""


class Scanner(Protocol):
    """A source of codes."""

    @property
    def source(self) -> ScannerSource: ...

    @property
    def state(self) -> ScannerState: ...

    def start(self, on_code: OnCode) -> None:
        """Begin to report; returns at once, also while the device is not there.

        Raises ScannerError when it was started before.
        """
        ...

    def close(self) -> None:
        """Stop; when this returns nothing more is reported. May be called twice, or unstarted."""
        ...


def scanned(view: tuple[Payload, ...], source: ScannerSource) -> ScannedCode:
    """One moment's codes as one event. A pass goes first, then what can be read, in order of sight.

    ``view`` has at least one code.
    """
    first, *rest = sorted(view, key=_rank)
    others = tuple(payload.text for payload in rest if payload.flaw is None)
    return ScannedCode(first.text, source, first.flaw, first.length, others)


def _rank(payload: Payload) -> int:
    if payload.flaw is not None:
        return 2
    return 0 if kind_of(payload.text) is CodeKind.PASS else 1
