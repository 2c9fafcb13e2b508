"""A scanner whose codes come as lines, such as standard input."""

import logging
import os
import re
import select
import threading

from vuoro.hardware.scanners.payload import MAX_CHARACTERS, Flaw, Payload, payload_of_bytes
from vuoro.hardware.scanners.scanner import (
    OnCode,
    ScannerError,
    ScannerSource,
    ScannerState,
    scanned,
)

log = logging.getLogger(__name__)

_LONGEST_LINE = 4 * MAX_CHARACTERS
"""Bytes; a character of UTF-8 has up to four."""
ANY_LINE_END = re.compile(rb"[\r\n]")


class LineSplitter:
    """Bytes in pieces of any size to payloads, one a line. Remembers at most one longest line.

    ``end`` is what ends a line, at most two bytes. ``answers`` are what a device says when it was
    told something; they are no part of the line that they stand before.
    """

    def __init__(
        self, end: re.Pattern[bytes] = ANY_LINE_END, answers: tuple[bytes, ...] = ()
    ) -> None:
        self._ends = end
        self._answers = answers
        self._line = b""
        self._dropped = 0

    @property
    def begun(self) -> bool:
        """Whether a line has begun and not ended."""
        return bool(self._line or self._dropped)

    def feed(self, piece: bytes) -> tuple[Payload, ...]:
        """The lines that this piece completes; empty ones are no codes."""
        *ended, rest = self._ends.split(self._line + piece)
        self._line = b""
        payloads = tuple(payload for line in ended if (payload := self._payload(line)) is not None)
        self._line = rest
        if self._dropped or len(rest) > _LONGEST_LINE:
            # The last byte may be half of a line end.
            self._dropped += len(rest) - len(rest[-1:])
            self._line = rest[-1:]
        return payloads

    def end(self) -> tuple[Payload, ...]:
        """The last line, when it had no line end."""
        line, self._line = self._line, b""
        payload = self._payload(line)
        return () if payload is None else (payload,)

    def drop(self) -> None:
        """Forget the line that has begun: its rest will not come."""
        self._line, self._dropped = b"", 0

    def _payload(self, line: bytes) -> Payload | None:
        dropped, self._dropped = self._dropped, 0
        if dropped:
            return Payload("", dropped + len(line), Flaw.TOO_LONG)
        payload = payload_of_bytes(self._bare(line))
        return payload if payload.length else None

    def _bare(self, line: bytes) -> bytes:
        """Without answers, and without the NULs that a line at rest is heard as."""
        while True:
            line = line.strip(b"\0")
            answer = next((answer for answer in self._answers if line.startswith(answer)), b"")
            if not answer:
                return line
            line = line[len(answer) :]


class LineScanner:
    """Reports each line that arrives at a file descriptor, which stays open for its owner.

    A line is one scan: the same code twice is reported twice.
    """

    def __init__(self, descriptor: int, source: ScannerSource = ScannerSource.STDIN) -> None:
        self._descriptor = descriptor
        self._source = source
        self._state = ScannerState.CLOSED
        self._on_code: OnCode = lambda code: None
        self._stopping = threading.Event()
        self._wake_read, self._wake_write = -1, -1
        self._thread: threading.Thread | None = None

    @property
    def source(self) -> ScannerSource:
        return self._source

    @property
    def state(self) -> ScannerState:
        return self._state

    def start(self, on_code: OnCode) -> None:
        if self._thread is not None:
            raise ScannerError("the scanner was started before")
        self._on_code = on_code
        self._wake_read, self._wake_write = os.pipe()
        self._state = ScannerState.READY
        self._thread = threading.Thread(target=self._run, name="scanner", daemon=True)
        self._thread.start()

    def close(self) -> None:
        first = not self._stopping.is_set()
        self._stopping.set()
        if self._thread is not None and first:
            os.close(self._wake_write)
            if self._thread is not threading.current_thread():
                self._thread.join()
            os.close(self._wake_read)
        self._state = ScannerState.CLOSED

    def _run(self) -> None:
        try:
            self._read_lines()
        except OSError as error:
            log.warning("standard input can't be read: %s", error.strerror)
        if not self._stopping.is_set():
            self._state = ScannerState.ENDED

    def _read_lines(self) -> None:
        splitter = LineSplitter()
        while not self._stopping.is_set() and (piece := self._next_piece()):
            self._report(splitter.feed(piece))
        self._report(splitter.end())

    def _next_piece(self) -> bytes:
        """Empty at the end of the input or when closing."""
        ready, _, _ = select.select([self._descriptor, self._wake_read], [], [])
        if self._wake_read in ready:
            return b""
        return os.read(self._descriptor, 4096)

    def _report(self, payloads: tuple[Payload, ...]) -> None:
        for payload in payloads:
            if self._stopping.is_set():
                return
            try:
                self._on_code(scanned((payload,), self._source))
            except Exception:
                log.exception("a scanned line could not be handled")
