"""`vuoro printer probe`: which printers there are, what they can do, and the settings for one."""

import argparse
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from vuoro.core.settings.schema import PrinterSettings
from vuoro.hardware.printers.choose import printer_for
from vuoro.hardware.printers.discover import Lead, hosts, plugged_in, serial_ports
from vuoro.hardware.printers.discover_identity import Answers, ask, fitting, measured
from vuoro.hardware.printers.network import NetworkPrinter
from vuoro.hardware.printers.profile import PrinterProfile, profile_for
from vuoro.hardware.printers.serial import SerialPrinter
from vuoro.hardware.printers.transport import Printer, PrinterError
from vuoro.hardware.usb_identity import UsbName, find_lp, find_tty
from vuoro.lobby.commands.printer_writing import write
from vuoro.lobby.complaint import FAILED, Complaint

_Baud = Literal[9600, 19200, 38400, 57600, 115200]
_BAUDS: tuple[_Baud, ...] = (38400, 115200, 19200, 9600, 57600)
"""The likeliest first."""
_AT_ONCE = 64
_KNOCK_SECONDS = 0.7


@dataclass(frozen=True, slots=True)
class Found:
    """What was heard on a line: answers, or why there are none."""

    lead: Lead
    settings: PrinterSettings
    answers: Answers
    trouble: str = ""

    @property
    def name(self) -> UsbName | None:
        return UsbName.parse(self.lead.device)


def run(options: argparse.Namespace, root: Path = Path("/")) -> int:
    """Say what is found, and write it down if asked to."""
    named = [*_named(options.where, options.port, root)]
    found = [_asked(lead, options.paper, root) for lead in named or plugged_in(root)]
    for each in found:
        print("\n".join(_lines(each, options.paper)))
    if not named:
        for port in serial_ports(root):
            print(f"{port}\n    a serial port, not asked. Ask: vuoro printer probe {port.device}")
    printers = [each for each in found if each.answers.is_printer]
    if options.write is not None:
        _write(options.write, printers, options.paper)
    elif not printers:
        print("No printer answered. Is one switched on, and on a cable that is named here?")
    return 0 if printers else FAILED


def _named(where: list[str], port: int, root: Path) -> Iterator[Lead]:
    """The lines that somebody asks for. Raises Complaint for what can't be one."""
    for text in where:
        name = UsbName.parse(text)
        if name is not None:
            yield _on_usb(name, root)
        elif text.startswith("/"):
            is_serial = "tty" in text or "serial" in text
            yield Lead("serial" if is_serial else "file", text)
        else:
            try:
                yield from _open_ports([*hosts(text, port)])
            except ValueError as error:
                raise Complaint(f"{error}.") from None


def _on_usb(name: UsbName, root: Path) -> Lead:
    if find_lp(name, root) is not None:
        return Lead("file", str(name))
    return Lead("serial" if find_tty(name, root) is not None else "usb", str(name))


def _open_ports(leads: list[Lead]) -> list[Lead]:
    """Of a whole network only the hosts that let us in; a single host is asked in any case."""
    if len(leads) == 1:
        return leads
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        opened = pool.map(_lets_in, leads)
        return [lead for lead, is_open in zip(leads, opened, strict=True) if is_open]


def _lets_in(lead: Lead) -> bool:
    line = NetworkPrinter(lead.host, lead.port, _KNOCK_SECONDS)
    try:
        line.open()
    except PrinterError:
        return False
    line.close()
    return True


def _asked(lead: Lead, paper_mm: Literal[58, 80], root: Path) -> Found:
    settings = PrinterSettings(lead.kind, lead.host or "127.0.0.1", lead.port, lead.device)
    settings = replace(settings, paper_mm=paper_mm)
    if lead.kind != "serial":
        line = printer_for(settings, root)
        assert line is not None
        return _heard(lead, settings, line)
    found = Found(lead, settings, Answers())
    for baud in _BAUDS:
        # A cable may lack the lines by which a printer says stop, and questions are short.
        profile = replace(profile_for(settings), flow="none")
        line = SerialPrinter(lead.device, baud, profile, root=root)
        found = _heard(lead, replace(settings, baud=baud), line)
        if found.answers.is_printer:
            break
    return found


def _heard(lead: Lead, settings: PrinterSettings, line: Printer) -> Found:
    try:
        answers = ask(line)
    except PrinterError as error:
        return Found(lead, settings, Answers(), str(error))
    trouble = "" if answers.is_printer else "it does not answer as an ESC/POS printer does"
    return Found(lead, settings, answers, trouble)


def _lines(found: Found, paper_mm: int) -> Iterator[str]:
    yield str(found.lead)
    if found.trouble:
        yield f"    {found.trouble}"
        return
    answers = found.answers
    yield f"    DLE EOT 1-4: {answers.status.hex(' ')}, {_readiness(answers)}"
    if not answers.is_ready:
        return
    who = " ".join(filter(None, (answers.maker, answers.model))) or "it does not say its name"
    yield f"    {who}{f', firmware {answers.firmware}' if answers.firmware else ''}"
    abilities = {
        "tells its state by itself": answers.unasked,
        "says when it is done": answers.done,
        "throws a job away when asked": answers.clears,
    }
    said = [words for words, able in abilities.items() if able]
    yield f"    {'; '.join(said) or 'tells its state when asked, and nothing else'}"
    if found.lead.kind == "serial":
        yield f"    at {found.settings.baud} baud"
    yield f"    profile {_profile(found, paper_mm)[0]}"


def _readiness(answers: Answers) -> str:
    if answers.is_ready:
        return "ready"
    return "offline: put paper in, close its cover, and probe again"


def _profile(found: Found, paper_mm: int) -> tuple[str, PrinterProfile, bool]:
    """Words, the profile, and whether it is one of ours."""
    ours = fitting(found.answers, found.name)
    if ours is not None:
        return ours.name, ours, True
    new = measured(found.answers, found.name, paper_mm, found.lead.words)
    return f"none of ours; --write FILE writes {new.name}.toml", new, False


def _write(file: Path, printers: list[Found], paper_mm: int) -> None:
    if not printers:
        raise Complaint("No printer answered, so nothing was written.", status=FAILED)
    if len(printers) > 1:
        names = ", ".join(each.lead.device or each.lead.host for each in printers)
        raise Complaint(f"Several printers answered ({names}). Name the one to write.")
    (printer,) = printers
    if not printer.answers.is_ready:
        raise Complaint(
            "The printer is offline, so nothing was written. Put paper in, close its cover, and "
            "probe again.",
            status=FAILED,
        )
    _, profile, is_ours = _profile(printer, paper_mm)
    name = printer.name
    narrowest = min(printer.settings.paper_mm, profile.paper_mm)
    settings = replace(printer.settings, paper_mm=narrowest)
    if name is not None:
        # Without the serial number: the next one of this model is found as well.
        settings = replace(settings, device=str(UsbName(name.vendor, name.product)))
    for line in write(file, settings, profile, is_ours=is_ours):
        print(line)
