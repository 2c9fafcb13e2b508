"""What this computer is for, as its settings and files tell."""

import enum

from vuoro.core.settings.schema import Settings
from vuoro.lobby.opening import DATABASE


class Role(enum.StrEnum):
    """A program of Vuoro that is set up on a computer."""

    LOBBY = "lobby"
    KIOSK = "kiosk"
    DISPLAY = "display"
    COUNTER = "counter"


def roles(settings: Settings) -> frozenset[Role]:
    """A device has a token, or a part of its own in the settings; what is nothing else is a lobby
    service.
    """
    kiosk, display, counter = settings.kiosk, settings.display, settings.counter
    found = set()
    if kiosk.token_file.exists() or {kiosk.printer.kind, kiosk.scanner.kind} != {"none"}:
        found.add(Role.KIOSK)
    if display.token_file.exists() or display.tv.kind != "none":
        found.add(Role.DISPLAY)
    if counter.token_file.exists() or counter.light != "none" or counter.button:
        found.add(Role.COUNTER)
    if not found or (settings.lobby.data / DATABASE).exists() or settings.lobby.office.exists():
        found.add(Role.LOBBY)
    return frozenset(found)
