"""What is looked at on a computer of these settings, in the order in which it is told."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path

from vuoro.core.clock import Clock
from vuoro.core.settings.schema import Settings
from vuoro.lobby.doctor import (
    certificate,
    computer,
    lobby,
    parts,
    printer,
    program,
    scanner,
    screen,
    sealed,
    sound,
)
from vuoro.lobby.doctor.finding import Examination, Group
from vuoro.lobby.doctor.roles import Role, roles

_SLOW = 12.0
"""A printer is given its time, and a television its own."""
_ROOT = Path("/")


def examinations(
    settings: Settings, clock: Clock, file: Path | None = None, root: Path = _ROOT
) -> Iterator[Examination]:
    """Everything worth a look. ``root`` holds /dev, /proc and /sys."""
    here = roles(settings)
    yield Examination(Group.PROGRAM, "Program", partial(program.program, file))
    if Role.LOBBY in here:
        yield Examination(Group.PROGRAM, "Office", partial(program.office, settings.lobby))
    folder = settings.lobby.data if Role.LOBBY in here else settings.kiosk.token_file.parent
    look = partial(computer.computer, clock, folder, root)
    yield Examination(Group.COMPUTER, "Computer", look)
    yield Examination(Group.COMPUTER, "Sealed", partial(sealed.sealed, root))
    if here & {Role.KIOSK, Role.DISPLAY}:
        yield Examination(Group.SCREEN, "Screen", partial(screen.screens, root))
    if Role.KIOSK in here:
        yield Examination(Group.SCREEN, "Touch", partial(screen.touch, root))
    yield Examination(Group.SOUND, "Sound", sound.sound)
    if Role.KIOSK in here:
        yield from _kiosk(settings, clock, root)
    yield from _parts(settings, here, root)
    yield from _network(settings, here)
    if Role.LOBBY in here:
        look = partial(certificate.certificate, settings, clock)
        yield Examination(Group.LOBBY, "Certificate", look)


def _kiosk(settings: Settings, clock: Clock, root: Path) -> Iterator[Examination]:
    kiosk = settings.kiosk
    look = partial(printer.printer, kiosk.printer, root)
    yield Examination(Group.PRINTER, "Printer", look, _SLOW)
    look = partial(scanner.scanner, kiosk.scanner, clock, root)
    yield Examination(Group.SCANNER, "Scanner", look, _SLOW)


def _parts(settings: Settings, here: frozenset[Role], root: Path) -> Iterator[Examination]:
    if Role.COUNTER in here:
        yield Examination(Group.PARTS, "Light", partial(parts.light, settings.counter, root))
        yield Examination(Group.PARTS, "Button", partial(parts.button, settings.counter, root))
    if Role.DISPLAY in here:
        look = partial(parts.television, settings.display.tv, root)
        yield Examination(Group.PARTS, "TV", look, _SLOW)


def _network(settings: Settings, here: frozenset[Role]) -> Iterator[Examination]:
    for role, table, path in (
        (Role.KIOSK, settings.kiosk, "/v1/kiosk/slips"),
        (Role.DISPLAY, settings.display, "/v1/board"),
        (Role.COUNTER, settings.counter, "/v1/counter/stream"),
    ):
        if role in here:
            way = lobby.Way(table.lobby_url, path, table.token_file, table.lobby_authority)
            look = partial(lobby.device, role.value, way)
            yield Examination(Group.LOBBY, f"Lobby, {role.value}", look)
    if url := settings.sync.backend_url:
        yield Examination(Group.LOBBY, "Backend", partial(lobby.backend, url))
