"""Asks a printer who it is and what it can tell, and finds the profile that fits.

Nothing is printed.
"""

import re
import time
from dataclasses import dataclass, replace

from vuoro.hardware.printers import requests
from vuoro.hardware.printers.discover import plain
from vuoro.hardware.printers.profile import PrinterProfile
from vuoro.hardware.printers.profile_files import profile_named, shipped
from vuoro.hardware.printers.transport import Mono, Printer
from vuoro.hardware.usb_identity import UsbName

_SECONDS = 0.6
_MOMENT = 0.1
_MOST = 256
_NAME = re.compile(rb"_([^\x00]{0,80})\x00")
_NO_LETTERS = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True, slots=True)
class Answers:
    """What a printer said when it was asked; empty where it said nothing."""

    status: bytes = b""
    """Its answers to DLE EOT 1–4."""
    numbers: tuple[int | None, ...] = ()
    """Its answers to GS I 1–3: model, type, version of ROM."""
    maker: str = ""
    model: str = ""
    firmware: str = ""
    unasked: bool = False
    """It tells its state by itself (GS a)."""
    done: bool = False
    """It answers GS r."""
    clears: bool = False
    """It answers DLE DC4 8."""

    @property
    def is_printer(self) -> bool:
        """Whether something spoke ESC/POS."""
        return requests.are_status(self.status)

    @property
    def is_ready(self) -> bool:
        """Whether it has paper and its cover is closed; else it answers nothing but DLE EOT."""
        return self.is_printer and not self.status[0] & 0x08


def ask(printer: Printer, mono: Mono = time.monotonic) -> Answers:
    """Ask all there is to ask. Raises PrinterError where the line can't be opened or breaks."""
    printer.open()
    try:
        return _Asking(printer, mono).all() if printer.answers else Answers()
    finally:
        printer.close(drop=True)


def fitting(answers: Answers, name: UsbName | None = None) -> PrinterProfile | None:
    """The profile of ours that knows this printer, by what it says or else by its USB identity."""
    profiles = [profile_named(each) for each in shipped()]
    said = answers.model.upper()
    identity = f"{name.vendor}:{name.product}" if name else ""
    by_words = (
        profile
        for profile in profiles
        if said and any(said.startswith(words.upper()) for words in profile.answers_to)
    )
    by_identity = (profile for profile in profiles if not said and identity in profile.usb)
    return next(by_words, None) or next(by_identity, None)


def measured(answers: Answers, name: UsbName | None, paper_mm: int, words: str) -> PrinterProfile:
    """A profile of a printer that we don't know: the generic one, and what it was seen to do."""
    generic = profile_named(f"generic-{paper_mm}")
    model = " ".join(filter(None, (answers.maker, answers.model))) or words or generic.model
    return replace(
        generic,
        name=_NO_LETTERS.sub("-", model.lower()).strip("-") or "printer",
        model=model,
        source=("vuoro printer probe: what it answered",),
        status="asb" if answers.unasked else "poll" if answers.is_printer else "none",
        done_request=answers.done,
        clear=answers.clears,
        usb=(f"{name.vendor}:{name.product}",) if name else (),
        answers_to=(answers.model,) if answers.model else (),
    )


class _Asking:
    """One printer, asked one thing after the other."""

    def __init__(self, printer: Printer, mono: Mono) -> None:
        self._printer = printer
        self._mono = mono

    def all(self) -> Answers:
        """Everything, if it speaks ESC/POS at all, and works off what it is sent."""
        self._be_quiet()
        status = self._to(b"".join(requests.STATUS), len(requests.STATUS))
        if not Answers(status).is_ready:
            return Answers(status)
        numbers = (self._to(requests.who(number), 1) for number in (1, 2, 3))
        found = Answers(
            status,
            tuple(said[0] if said else None for said in numbers),
            self._name(requests.MAKER),
            self._name(requests.MODEL),
            self._name(requests.FIRMWARE),
        )
        unasked = requests.is_unasked(self._to(requests.ALL_UNASKED, 4))
        self._be_quiet()
        return replace(
            found,
            unasked=unasked,
            done=requests.is_done(self._to(requests.DONE, 1)),
            clears=self._to(requests.CLEAR, len(requests.CLEARED)) == requests.CLEARED,
        )

    def _be_quiet(self) -> None:
        self._printer.write(requests.NONE_UNASKED, _SECONDS)
        self._said(_MOST, _MOMENT)

    def _to(self, request: bytes, count: int) -> bytes:
        self._printer.write(request, _SECONDS)
        return self._said(count, _SECONDS)

    def _name(self, number: int) -> str:
        """A name comes as ``_``, text, NUL; some printers leave it out or say anything else."""
        self._printer.write(requests.who(number), _SECONDS)
        found = _NAME.search(self._said(_MOST, _SECONDS, until=b"\0"))
        return plain(found[1].decode("ascii", "replace")).strip() if found else ""

    def _said(self, count: int, seconds: float, until: bytes = b"") -> bytes:
        """So many bytes, or up to an end, or what there was of them in time."""
        end = self._mono() + seconds
        said = b""
        while len(said) < count and not (until and until in said):
            left = end - self._mono()
            if left <= 0:
                break
            said += self._printer.read(left)
        return said
