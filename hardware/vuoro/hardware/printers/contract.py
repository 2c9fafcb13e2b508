"""What every line with a printer behind it must do: run over simulators, and over real ones.

Nothing is printed. Whoever may have sent something before must be done.
"""

from collections.abc import Callable, Iterator
from functools import partial

from vuoro.hardware.contract import Check
from vuoro.hardware.printers import requests
from vuoro.hardware.printers.profile import PrinterProfile
from vuoro.hardware.printers.transport import Printer, PrinterError, PrinterLost

_STATES = ("printer", "cause", "errors", "paper")
_MOMENT = 0.05
_LAST_WORDS = 20
"""Pieces of what it had begun to say before, which may still come in."""

_Probe = Callable[[], str]


def check(printer: Printer, profile: PrinterProfile, *, patience: float = 1.0) -> Iterator[Check]:
    """Check after check, waiting so many seconds for an answer. Leaves the line closed.

    Ends early where a printer can't be reached.
    """
    suite = _Suite(printer, patience)
    try:
        first = suite.check("opens", "It can be reached.", suite.opens)
        yield first
        if first.ok:
            for name, words, probe in suite.probes(profile):
                yield suite.check(name, words, probe)
    finally:
        printer.close(drop=True)


class _Suite:
    """The checks of one printer. Each gives an empty text, or what happened instead."""

    def __init__(self, printer: Printer, patience: float) -> None:
        self._printer = printer
        self._patience = patience

    def check(self, name: str, words: str, probe: _Probe) -> Check:
        """Try one thing; a line that breaks meanwhile has failed in it."""
        try:
            failing = probe()
        except PrinterError as error:
            failing = str(error)
        return Check(name, not failing, failing or words)

    def probes(self, profile: PrinterProfile) -> Iterator[tuple[str, str, _Probe]]:
        """What there is to try of such a printer."""
        yield "opens_twice", "Opening it again changes nothing.", self.opens
        asked = self._printer.answers and profile.status != "none"
        if asked:
            yield from self._questions(profile)
        yield "closed_is_lost", "A closed line carries nothing.", self._closed_is_lost
        yield "opens_again", "After closing it opens again.", self.opens
        if asked:
            yield "tells_again", "It answers as before.", partial(self._tells, requests.STATUS[-1])

    def opens(self) -> str:
        """Connect."""
        self._printer.open()
        return ""

    def _questions(self, profile: PrinterProfile) -> Iterator[tuple[str, str, _Probe]]:
        yield "is_quiet", "It says nothing when it is not asked.", self._is_quiet
        for state, request in zip(_STATES, requests.STATUS, strict=True):
            probe = partial(self._tells, request)
            yield f"tells_{state}", f"It tells its state ({state}).", probe
        if profile.status == "asb":
            yield "tells_unasked", "It tells its state by itself (GS a).", self._tells_unasked
        if profile.done_request:
            yield "tells_done", "It says when it has worked off a job (GS r).", self._tells_done
        if profile.clear:
            yield "clears", "It throws a job away when asked to (DLE DC4).", self._clears

    def _is_quiet(self) -> str:
        self._printer.write(requests.NONE_UNASKED, self._patience)
        said = b""
        for _ in range(_LAST_WORDS):
            said = self._printer.read(_MOMENT)
            if not said:
                return ""
        return f"It says {said.hex(' ')} and was not asked."

    def _tells(self, request: bytes) -> str:
        """DLE EOT with one number, answered with a byte of its own kind."""
        said = self._said(request, 1)
        return "" if requests.are_status(said * 4) else _instead(f"DLE EOT {request[2]}", said)

    def _tells_unasked(self) -> str:
        said = self._said(requests.ALL_UNASKED, 4)
        self._printer.write(requests.NONE_UNASKED, self._patience)
        return "" if requests.is_unasked(said) else _instead("GS a", said)

    def _tells_done(self) -> str:
        said = self._said(requests.DONE, 1)
        return "" if requests.is_done(said) else _instead("GS r", said)

    def _clears(self) -> str:
        said = self._said(requests.CLEAR, len(requests.CLEARED))
        return "" if said == requests.CLEARED else _instead("DLE DC4 8", said)

    def _closed_is_lost(self) -> str:
        self._printer.close()
        try:
            self._printer.write(requests.NONE_UNASKED, self._patience)
        except PrinterLost:
            return ""
        return "It took bytes after it was closed."

    def _said(self, request: bytes, count: int) -> bytes:
        """So many bytes of answer, or as many as there were."""
        self._printer.write(request, self._patience)
        said = b""
        while len(said) < count and (heard := self._printer.read(self._patience)):
            said += heard
        return said


def _instead(asked: str, said: bytes) -> str:
    if not said:
        return f"It leaves {asked} unanswered."
    return f"Asked by {asked}, it says {said.hex(' ')}."
