"""The demo's day so far: who came, was called and served, lived through in a second."""

import random
import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

from vuoro.core.clock import SteppingClock
from vuoro.core.wire.codec import decode
from vuoro.core.wire.desk import DeskCommand, DeskResult
from vuoro.core.wire.kiosk import CheckInBy, CheckInRequest, TicketRequest
from vuoro.lobby.demo.cast import CLERKS, Clerk, Client
from vuoro.lobby.demo.plan import Plan
from vuoro.queue.domain.moves import Move
from vuoro.queue.service import LobbyService, arriving, calling, managing, moving
from vuoro.queue.service.lobby import Press, Refused

WAITING_AT_THE_END = 5
_WALK_IN_SERVICES = (
    "neuvonta",
    "neuvonta",
    "neuvonta",
    "kotoutuminen",
    "tietokone",
    "tyonhaun-aloitus",
)
_BETWEEN_WALK_INS = (6, 13)
_BEFORE_THE_START, _NEAR = timedelta(minutes=7), timedelta(minutes=25)
_WALK_IN_TAKES, _MEETING_TAKES = (4, 11), (14, 20)


@dataclass
class _Seat:
    """A clerk at work: the client at the counter, and until when."""

    clerk: Clerk
    ticket: str = ""
    until: datetime | None = None


class Morning:
    """Lives through the hours before the demo, minute by minute, by the lobby's own commands."""

    def __init__(
        self,
        lobby: LobbyService,
        clock: SteppingClock,
        plan: Plan,
        kiosk: str,
        chance: random.Random,
    ) -> None:
        self._lobby, self._clock, self._plan, self._kiosk = lobby, clock, plan, kiosk
        self._chance = chance
        self._seats = [_Seat(clerk) for clerk in CLERKS]

    def live(self, clients: tuple[Client, ...]) -> None:
        """Let time pass from the opening until now."""
        coming = self._arrivals(clients)
        for seat in self._seats:
            self._sit(seat.clerk, seat.clerk.counter)
        walk_in = self._plan.opened
        while self._clock.now() < self._plan.now - timedelta(minutes=1):
            now = self._clock.now()
            while coming and coming[0][0] <= now:
                self._check_in(coming.pop(0)[1])
            if walk_in <= now:
                self._take_number()
                walk_in = now + self._minutes(_BETWEEN_WALK_INS)
            for seat in self._seats:
                self._work(seat, now)
            self._clock.advance(timedelta(minutes=1))
        self._go()

    def _arrivals(self, clients: tuple[Client, ...]) -> list[tuple[datetime, str]]:
        """Who came before now by their bookings: nobody whom the demo's visitor is to play."""
        over = self._plan.now - timedelta(minutes=self._plan.late)
        came = (each for each in clients if not each.part and each.start < over)
        return sorted((each.start - _BEFORE_THE_START, each.pass_text) for each in came)

    def _work(self, seat: _Seat, now: datetime) -> None:
        if seat.until is not None and seat.until > now:
            return
        if seat.ticket:
            self._move(seat, Move.DONE)
            seat.ticket, seat.until = "", None
        if self._leaves_the_rest(seat, now):
            return
        called = calling.call_next(self._lobby, seat.clerk.counter, self._press(seat.clerk))
        ticket = None if isinstance(called, Refused) else decode(called, DeskResult).ticket
        if ticket is not None:
            seat.ticket = ticket.id
            self._move(seat, Move.SERVE)
            takes = _MEETING_TAKES if ticket.booking else _WALK_IN_TAKES
            seat.until = now + self._minutes(takes)

    def _leaves_the_rest(self, seat: _Seat, now: datetime) -> bool:
        """So that some wait without an appointment when the demo begins."""
        near = self._plan.now - now < _NEAR
        few = len(self._lobby.line.waiting) <= WAITING_AT_THE_END
        return near and few and not seat.clerk.sees_bookings

    def _go(self) -> None:
        """At the end only the busy ones have a client, and only the seated ones a counter."""
        for seat in self._seats:
            if seat.ticket and not seat.clerk.busy:
                self._move(seat, Move.DONE)
            if not seat.clerk.seated:
                self._sit(seat.clerk, None)

    def _check_in(self, text: str) -> None:
        request = CheckInRequest(CheckInBy.PASS, text)
        arriving.check_in(self._lobby, request, self._press_at_kiosk())

    def _take_number(self) -> None:
        service = self._chance.choice(_WALK_IN_SERVICES)
        language = self._chance.choice(("fi", "fi", "fi", "sv", "en"))
        request = TicketRequest(service, language)
        arriving.take_number(self._lobby, request, self._press_at_kiosk())

    def _sit(self, clerk: Clerk, counter: str | None) -> None:
        managing.sit(self._lobby, DeskCommand(counter=counter), self._press(clerk))

    def _move(self, seat: _Seat, move: Move) -> None:
        command = DeskCommand(ticket=seat.ticket, counter=seat.clerk.counter)
        moving.move_ticket(self._lobby, move, command, self._press(seat.clerk))

    def _press(self, clerk: Clerk) -> Press:
        return Press(self._key(), clerk.id, clerk.name)

    def _press_at_kiosk(self) -> Press:
        return Press(self._key(), self._kiosk)

    def _key(self) -> str:
        return str(uuid.UUID(bytes=self._chance.randbytes(16), version=4))

    def _minutes(self, between: tuple[int, int]) -> timedelta:
        return timedelta(minutes=self._chance.randint(*between))
