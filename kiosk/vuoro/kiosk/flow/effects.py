"""What the kiosk wants done by the world around it."""

from dataclasses import dataclass
from uuid import UUID

from vuoro.core.wire.follow import CallWish
from vuoro.core.wire.kiosk import CheckInRequest, Slip, TicketRequest


@dataclass(frozen=True, slots=True)
class CheckIn:
    """Ask the lobby service to check a client in; the same press may be sent again."""

    request: CheckInRequest
    press: UUID


@dataclass(frozen=True, slots=True)
class Issue:
    """Ask the lobby service for a number; the same press may be sent again."""

    request: TicketRequest
    press: UUID


@dataclass(frozen=True, slots=True)
class Print:
    """Print a slip."""

    slip: Slip


@dataclass(frozen=True, slots=True)
class Copy:
    """Ask the lobby service for a copy of a ticket's slip."""

    ticket: str
    press: UUID


@dataclass(frozen=True, slots=True)
class PrintTest:
    """Print a page that shows staff that the printer works, in their language."""

    language: str


@dataclass(frozen=True, slots=True)
class NewRoll:
    """Count the paper of a new roll from its beginning."""


@dataclass(frozen=True, slots=True)
class AskDoor:
    """Ask the lobby service for the code that lets phones in just now."""


@dataclass(frozen=True, slots=True)
class Wish:
    """Tell the lobby service how the visitor with a ticket wants to be called."""

    ticket: str
    wish: CallWish
    press: UUID


Effect = CheckIn | Issue | Print | Copy | PrintTest | NewRoll | AskDoor | Wish
