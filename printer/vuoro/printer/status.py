"""How a printer says it is: by four answers to DLE EOT, or by four bytes of its own accord (ASB).

Source: Epson, *ESC/POS Command Reference for TM printers*, DLE EOT and GS a.
"""

from dataclasses import dataclass

from vuoro.printer.escpos import PrinterState


@dataclass(frozen=True, slots=True)
class Status:
    """What is the matter, all at once; nothing is, by default."""

    offline: bool = False
    cover_open: bool = False
    paper_out: bool = False
    paper_low: bool = False
    cutter_jam: bool = False
    overheated: bool = False
    fault: bool = False
    """Something else, which a person has to see to."""

    @classmethod
    def from_answers(cls, answers: bytes) -> "Status":
        """The answers to DLE EOT 1, 2, 3 and 4, a byte each."""
        printer, cause, error, paper = answers
        return cls(
            offline=bool(printer & 0x08),
            cover_open=bool(cause & 0x04),
            paper_out=bool(paper & 0x60 or cause & 0x20),
            paper_low=bool(paper & 0x0C),
            cutter_jam=bool(error & 0x08),
            overheated=bool(error & 0x40),
            fault=bool(error & 0x24 or (cause & 0x40 and not error & 0x48)),
        )

    @classmethod
    def from_packet(cls, packet: bytes) -> "Status":
        """The four bytes of automatic status back; the last tells nothing of use here."""
        printer, error, paper, _ = packet
        return cls(
            offline=bool(printer & 0x08),
            cover_open=bool(printer & 0x20),
            paper_out=bool(paper & 0x0C),
            paper_low=bool(paper & 0x03),
            cutter_jam=bool(error & 0x08),
            overheated=bool(error & 0x40),
            fault=bool(error & 0x24),
        )

    @property
    def state(self) -> PrinterState:
        """What a person would have to see to, the most urgent first."""
        if self.cover_open:
            return PrinterState.COVER_OPEN
        if self.paper_out:
            return PrinterState.PAPER_OUT
        if self.cutter_jam:
            return PrinterState.CUTTER_JAM
        if self.fault:
            return PrinterState.FAULT
        if self.overheated:
            return PrinterState.OVERHEATED
        if self.offline:
            return PrinterState.OFFLINE
        return PrinterState.PAPER_LOW if self.paper_low else PrinterState.OK
