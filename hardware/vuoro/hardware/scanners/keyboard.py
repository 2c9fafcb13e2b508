"""A scanner that types like a keyboard, told from a person by its speed.

A window feeds it the keys it gets; nothing here knows of windows.
"""

from dataclasses import dataclass, field, replace

from vuoro.hardware.scanners.payload import MAX_CHARACTERS, Flaw, Payload, payload_of_text
from vuoro.hardware.scanners.scanner import (
    OnCode,
    ScannerError,
    ScannerSource,
    ScannerState,
    scanned,
)

LONGEST_GAP_SECONDS = 0.05
"""Scanners send a key every 1-20 ms; people seldom one within 50, never six in a row."""
FEWEST_CHARACTERS = 6


@dataclass(frozen=True, slots=True)
class Burst:
    """Keys that followed each other fast."""

    text: str = field(default="", repr=False)
    length: int = 0
    last: float = float("-inf")


def after_key(
    burst: Burst, key: str, at: float, longest_gap: float = LONGEST_GAP_SECONDS
) -> tuple[Burst, Payload | None]:
    """The burst after a key, and the code when an Enter ended one.

    ``key`` is the text the key typed; line ends mean Enter, empty text (a Shift alone) changes
    nothing. ``at`` in seconds, of the key event rather than of its handling.
    """
    if not key:
        return burst, None
    fast = at - burst.last <= longest_gap
    if key in ("\r", "\n", "\r\n"):
        return Burst(), _code(burst) if fast else None
    before = burst if fast else Burst()
    # One character past the limit is enough to know that it is too long.
    text = (before.text + key)[: MAX_CHARACTERS + 1]
    return Burst(text, before.length + len(key), at), None


def after_silent_key(burst: Burst, at: float, longest_gap: float = LONGEST_GAP_SECONDS) -> Burst:
    """The burst after a key that types nothing by itself: in step, it keeps the burst going."""
    fast = at - burst.last <= longest_gap
    return replace(burst, last=at) if fast else burst


def _code(burst: Burst) -> Payload | None:
    if burst.length < FEWEST_CHARACTERS:
        return None
    if burst.length > MAX_CHARACTERS:
        return Payload("", burst.length, Flaw.TOO_LONG)
    return payload_of_text(burst.text)


class KeyboardScanner:
    """Reports codes among the keys that a window passes on, in the window's thread."""

    def __init__(self) -> None:
        self._state = ScannerState.CLOSED
        self._started = False
        self._on_code: OnCode = lambda code: None
        self._burst = Burst()

    @property
    def source(self) -> ScannerSource:
        return ScannerSource.KEYBOARD

    @property
    def state(self) -> ScannerState:
        return self._state

    def start(self, on_code: OnCode) -> None:
        if self._started:
            raise ScannerError("the scanner was started before")
        self._started = True
        self._on_code = on_code
        self._state = ScannerState.READY

    def press(self, key: str, at: float) -> bool:
        """One key event: its text and its time in seconds. True when it ended a code."""
        if self._state is not ScannerState.READY:
            return False
        self._burst, payload = after_key(self._burst, key, at)
        if payload is None:
            return False
        self._on_code(scanned((payload,), ScannerSource.KEYBOARD))
        return True

    def close(self) -> None:
        self._started = True
        self._state = ScannerState.CLOSED
