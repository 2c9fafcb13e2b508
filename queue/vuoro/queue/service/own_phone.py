"""A visitor checks in on their own phone: the kiosk's use cases, from a page of a few minutes.

The door is open in the lobby only: its code changes each minute, few come in by each, and nobody
while the lobby is closed. A restart shuts out who was in; they read the kiosk's new code.
"""

import secrets
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from vuoro.core.wire.codec import decode
from vuoro.core.wire.common import LobbyMode
from vuoro.core.wire.kiosk import (
    ArrivalResult,
    CheckInRequest,
    Outcome,
    PhoneDoor,
    TicketRequest,
)
from vuoro.queue.domain import phone_door, tries
from vuoro.queue.domain.phone_door import Visit
from vuoro.queue.doors import lobby_mode
from vuoro.queue.service import arriving
from vuoro.queue.service.lobby import LobbyService, Press, Refused

MOST_BY_ONE_CODE = 20
"""Phones that may come in by one code; a lobby of a large office has fewer arrivals a minute."""
TOGETHER = 4
"""All phones together may try codes as often as so many kiosks."""
ALL_PHONES = "phones"
_PHONE = "phone-"
EXPIRED = Refused("expired", "The code has expired. Look at the kiosk's screen again.", 410)
BUSY = Refused("busy", "Many are checking in just now. Wait a moment, or use the kiosk.", 429, 60)
CLOSED = Refused("closed", "The lobby gives no numbers just now.", 409)


@dataclass
class PhoneDoors:
    """The codes of this lobby, and how many phones came in by those that still count."""

    lobby: LobbyService
    secret: bytes = field(default_factory=lambda: secrets.token_bytes(32), repr=False)
    _came: dict[int, int] = field(default_factory=dict)
    _given: dict[str, tuple[Visit, str]] = field(default_factory=dict)
    """By name, phones that have a number, and the address of its page: one phone, one number."""

    def shown(self) -> PhoneDoor:
        """What the kiosk shows now."""
        mono = self.lobby.clock.mono()
        token = phone_door.door_token(self.secret, phone_door.slot_at(mono))
        return PhoneDoor(f"{self.lobby.public_url}/k/{token}", phone_door.left(mono))

    def enter(self, typed: str) -> str | Refused:
        """The page token of a phone that shows a code; refused: expired, closed, busy."""
        mono = self.lobby.clock.mono()
        slot = phone_door.slot_of(self.secret, typed, mono)
        if slot is None:
            return EXPIRED
        if not self._is_open():
            return CLOSED
        now = phone_door.slot_at(mono)
        self._forget(now, mono)
        if self._came.get(slot, 0) >= MOST_BY_ONE_CODE:
            return BUSY
        self._came[slot] = self._came.get(slot, 0) + 1
        name = phone_door.new_name(secrets.token_bytes(8))
        return phone_door.page_token(self.secret, Visit(name, mono + phone_door.VISIT))

    def visit(self, page: str) -> Visit | None:
        """Who shows this page token, while the time lasts."""
        return phone_door.visit_of(self.secret, page, self.lobby.clock.mono())

    def minutes_left(self, visit: Visit) -> int:
        """Whole minutes, rounded up."""
        return max(1, -int(-(visit.until - self.lobby.clock.mono()) // 60))

    def page_of(self, visit: Visit) -> str:
        """The address of the page of the number that this phone was given, if it was."""
        known = self._given.get(visit.name)
        return known[1] if known is not None else ""

    def check_in(self, visit: Visit, asked: CheckInRequest, key: str) -> ArrivalResult:
        """A client with a booking is here; tries count for this phone and for all together."""
        press = Press(key, _actor(visit))
        kept = self.lobby.kept(press, arriving.CHECK_IN)
        if kept is None and asked.by in arriving.GUARDED and (pause := self._pause()):
            return ArrivalResult(Outcome.TOO_MANY_TRIES, retry_after=pause)
        return self._noted(visit, arriving.check_in(self.lobby, asked, press))

    def take_number(self, visit: Visit, asked: TicketRequest, key: str) -> ArrivalResult:
        """A walk-in client wants a number."""
        press = Press(key, _actor(visit))
        return self._noted(visit, arriving.take_number(self.lobby, asked, press))

    def _noted(self, visit: Visit, answer: ArrivalResult | bytes) -> ArrivalResult:
        result = answer if isinstance(answer, ArrivalResult) else decode(answer, ArrivalResult)
        if result.slip is not None:
            self._given[visit.name] = visit, urlsplit(result.slip.follow_url).path
        return result

    def _forget(self, slot: int, mono: float) -> None:
        """What belongs to codes and phones whose time is over."""
        self._came = {each: count for each, count in self._came.items() if each >= slot - 1}
        over = [name for name, (visit, _) in self._given.items() if visit.until <= mono]
        for name in over:
            del self._given[name]
        tried = self.lobby.tries
        for actor in [actor for actor in tried if actor.startswith(_PHONE)]:
            if tried[actor].is_old(mono):
                del tried[actor]

    def _is_open(self) -> bool:
        lobby = self.lobby
        mode = lobby_mode(lobby.line, lobby.hours, lobby.office, lobby.now)
        return mode is LobbyMode.OPEN

    def _pause(self) -> int:
        lobby = self.lobby
        most = lobby.office.rules.tries_per_minute * TOGETHER
        before = lobby.tries.get(ALL_PHONES, tries.Tries())
        lobby.tries[ALL_PHONES], pause = tries.attempt(before, lobby.clock.mono(), most)
        return pause


def _actor(visit: Visit) -> str:
    return _PHONE + visit.name
