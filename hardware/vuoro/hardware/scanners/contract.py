"""What every scanner keeps to, checked on a scanner: a simulated one or a real one."""

import os
import queue
import threading
import time
from collections.abc import Callable, Iterator

from vuoro.hardware.contract import Check
from vuoro.hardware.scanners.scanner import ScannedCode, Scanner, ScannerError, ScannerState
from vuoro.hardware.tether import Mono

START_SECONDS = 2.0
"""The kiosk's first picture waits for no scanner."""
QUIET_SECONDS = 1.0

_NOT_STARTED = (ScannerState.CLOSED, ScannerState.ABSENT)
_Codes = queue.Queue[ScannedCode]
_Test = Callable[[], str | None]
"""None when all is well, else what was seen instead."""


def check(
    make: Callable[[], Scanner],
    present: Callable[[], None] | None = None,
    *,
    patience: float = 20.0,
    quiet: float = QUIET_SECONDS,
    mono: Mono = time.monotonic,
) -> Iterator[Check]:
    """Run every check, yielding each result as it is known; a bad scanner raises nothing.

    ``make`` gives a fresh scanner. ``present`` holds a code up, or asks a person to, and returns at
    once; it is called twice, the second time when the scanner is closed. Without it no code is
    asked for, as for a scanner that is not plugged in. ``patience`` is the time a person has for
    that, ``quiet`` the time in which nothing must come that should not, both in seconds.
    """
    threads, files = set(threading.enumerate()), _open_files()
    yield _tried("unused", "can be closed without having been started", lambda: _unused(make))
    yield from _lifetime(make(), present, patience, quiet, mono)
    left = set(threading.enumerate()) - threads
    yield _result("threads", "ends its threads", f"leaves {len(left)} behind" if left else None)
    more = _open_files() - files
    yield _result("files", "closes its files", f"leaves {more} open" if more > 0 else None)


def _lifetime(
    scanner: Scanner,
    present: Callable[[], None] | None,
    patience: float,
    quiet: float,
    mono: Mono,
) -> Iterator[Check]:
    codes: _Codes = queue.Queue()
    yield _tried("closed_at_first", "is closed before it starts", lambda: _is_closed(scanner))
    try:
        yield _tried("starts", "starts at once", lambda: _starts(scanner, codes, mono))
        yield _tried("state", "says how it is", lambda: _has_started(scanner))
        yield _tried("starts_once", "starts only once", lambda: _starts_once(scanner))
        if present is not None:
            present()
            yield from _reading(scanner, codes, patience, quiet)
    finally:
        closed = _tried("closes", "closes, and twice too", lambda: _closes(scanner))
    yield closed
    while not codes.empty():
        codes.get()
    if present is not None:
        present()
    late = _next(codes, quiet)
    yield _result("silent", "reports nothing when closed", "reports a code" if late else None)


def _reading(scanner: Scanner, codes: _Codes, patience: float, quiet: float) -> Iterator[Check]:
    code = _next(codes, patience)
    if code is None:
        yield _result("reads", "reads the code", f"nothing within {patience:.0f} seconds")
        return
    # Not what it says: a code may name a person.
    yield _result("reads", "reads the code", code.flaw)
    other = None if code.source is scanner.source else f"a code of {code.source}"
    yield _result("source", "says where the code comes from", other)
    state = scanner.state
    stands = state not in (*_NOT_STARTED, ScannerState.OFFLINE)
    yield _result("ready", "is ready when it has read a code", None if stands else f"it is {state}")
    again = _next(codes, quiet)
    twice = again is not None and again.text == code.text
    yield _result("once", "reports a code once", "it came twice" if twice else None)


def _unused(make: Callable[[], Scanner]) -> str | None:
    scanner = make()
    scanner.close()
    return _is_closed(scanner)


def _is_closed(scanner: Scanner) -> str | None:
    state = scanner.state
    return None if state is ScannerState.CLOSED else f"it is {state}"


def _starts(scanner: Scanner, codes: _Codes, mono: Mono) -> str | None:
    before = mono()
    scanner.start(codes.put)
    took = mono() - before
    return None if took <= START_SECONDS else f"it took {took:.1f} s"


def _has_started(scanner: Scanner) -> str | None:
    state = scanner.state
    return f"it is {state}" if state in _NOT_STARTED else None


def _starts_once(scanner: Scanner) -> str | None:
    try:
        scanner.start(lambda code: None)
    except ScannerError:
        return None
    return "it started a second time"


def _closes(scanner: Scanner) -> str | None:
    scanner.close()
    scanner.close()
    return _is_closed(scanner)


def _tried(name: str, words: str, test: _Test) -> Check:
    try:
        return _result(name, words, test())
    except Exception as error:
        return _result(name, words, type(error).__name__)


def _result(name: str, words: str, instead: str | None) -> Check:
    return Check(name, instead is None, words if instead is None else f"{words}: no, {instead}")


def _next(codes: _Codes, seconds: float) -> ScannedCode | None:
    try:
        return codes.get(timeout=seconds)
    except queue.Empty:
        return None


def _open_files() -> int:
    return len(os.listdir("/proc/self/fd"))
