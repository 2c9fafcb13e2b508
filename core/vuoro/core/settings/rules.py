"""Rules that bind several settings, or a setting to what the program knows."""

import re
from collections.abc import Iterator

from vuoro.core.languages import ENDONYMS
from vuoro.core.settings.booking_schema import LOBBY_NAMES
from vuoro.core.settings.schema import (
    BookingSettings,
    DisplaySettings,
    LobbySettings,
    PrinterSettings,
    ScannerSettings,
    Settings,
)

_DOMAIN = re.compile(r"[a-z0-9-]{1,63}(\.[a-z0-9-]{1,63}){0,5}")
_USB_NAME = re.compile(r"usb:[0-9a-f]{4}:[0-9a-f]{4}(:.+)?", re.IGNORECASE)


def broken_rules(settings: Settings) -> Iterator[tuple[str, str]]:
    """The path of each setting that breaks a rule, and a sentence that says what to do."""
    yield from _printer(settings.kiosk.printer)
    yield from _scanner(settings.kiosk.scanner)
    yield from _display(settings.display)
    yield from _hours("kiosk.hours", settings.kiosk.hours)
    yield from _hours("display.hours", settings.display.hours)
    yield from _hours("display.tv.hours", settings.display.tv.hours)
    yield from _ways_in(settings.lobby)
    yield from _lobby_names(settings.booking)


def _printer(printer: PrinterSettings) -> Iterator[tuple[str, str]]:
    at, device = "kiosk.printer.device", printer.device
    if not device or _USB_NAME.fullmatch(device):
        return
    match printer.kind:
        case "usb":
            yield at, f'= {device!r}: must be usb:VENDOR:PRODUCT, because kind = "usb".'
        case "serial" | "file" if not device.startswith("/"):
            wanted = "usb:VENDOR:PRODUCT or a whole path"
            yield at, f'= {device!r}: must be {wanted}, because kind = "{printer.kind}".'


def _scanner(scanner: ScannerSettings) -> Iterator[tuple[str, str]]:
    at = "kiosk.scanner.source"
    source = scanner.source
    named = bool(_USB_NAME.fullmatch(source)) or source.startswith("/")
    match scanner.kind:
        case "video" | "folder" if source in ("", "0"):
            yield at, f'must name the {scanner.kind} to read, because kind = "{scanner.kind}".'
        case "camera" if not (named or source.isdecimal()):
            wanted = "a number, usb:VENDOR:PRODUCT or a /dev path"
            yield at, f'= {source!r}: must be {wanted}, because kind = "camera".'
        case "serial" | "wedge" if not named:
            wanted = "usb:VENDOR:PRODUCT or a /dev path"
            yield at, f'= {source!r}: must be {wanted}, because kind = "{scanner.kind}".'


def _display(display: DisplaySettings) -> Iterator[tuple[str, str]]:
    at = "display.languages"
    known = ", ".join(ENDONYMS)
    for tag in display.languages:
        if tag not in ENDONYMS:
            yield at, f"holds {tag!r}, which has no words here. Choose from {known}."
    if len(set(display.languages)) < len(display.languages):
        yield at, "holds the same language twice. Name each once."


def _hours(at: str, hours: str) -> Iterator[tuple[str, str]]:
    if not hours:
        return
    # The calendar of holidays takes a kiosk's start 30 ms that has no such hours.
    from vuoro.core.opening_hours import BadHours, parse_line

    try:
        parse_line(hours)
    except BadHours as error:
        yield at, f"can't be kept: {error}."


def _ways_in(lobby: LobbySettings) -> Iterator[tuple[str, str]]:
    ports = [port for port in (lobby.port, lobby.tls_port, lobby.door_port) if port]
    if len(set(ports)) < len(ports):
        yield "lobby.tls_port", "must differ from port and from door_port."
    if (lobby.tls_certificate is None) != (lobby.tls_key is None):
        yield "lobby.tls_key", "and tls_certificate go together. Set both or none."
    for name in ("office_networks", "visitor_networks"):
        for network in getattr(lobby, name):
            if not _is_network(network):
                yield f"lobby.{name}", f"holds {network!r}. Write a network as 10.20.30.0/24."


def _lobby_names(booking: BookingSettings) -> Iterator[tuple[str, str]]:
    at = "booking.lobby_names"
    for name in booking.lobby_names:
        if not _DOMAIN.fullmatch(name):
            yield at, f"holds {name!r}. Write small letters without a dot at the start: lobby.fi."
        elif "." not in name and name not in LOBBY_NAMES:
            yield at, f"holds {name!r}, which is the world's. Write a domain of your own."


def _is_network(text: str) -> bool:
    from ipaddress import ip_network

    try:
        return ip_network(text).prefixlen > 0
    except ValueError:
        return False
