"""The hub: who listens, and the bytes each of them gets.

One encoding serves all who see the same.
"""

import asyncio
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace

from vuoro.core.wire.codec import encode
from vuoro.core.wire.counter import CounterFrame
from vuoro.core.wire.desk import TicketState
from vuoro.queue.domain.day import ServiceDay
from vuoro.queue.domain.ticket import Ticket
from vuoro.queue.reading import board, counter_box, desk, follow, kiosk
from vuoro.queue.reading.view import View
from vuoro.queue.store.rows import Row

LONGEST_BACKLOG = 256
"""A listener this far behind is given everything anew instead."""


@dataclass(eq=False)
class Listener:
    """One open stream: the messages not yet sent, as server-sent events."""

    backlog: list[bytes] = field(default_factory=list)
    overrun: bool = False
    waker: asyncio.Future[None] | None = None

    def put(self, message: bytes) -> None:
        if len(self.backlog) >= LONGEST_BACKLOG:
            self.backlog.clear()
            self.overrun = True
        self.backlog.append(message)
        if self.waker is not None and not self.waker.done():
            self.waker.set_result(None)

    async def wait(self, seconds: float) -> None:
        """Until there is a message, or so many seconds."""
        if self.backlog:
            return
        loop = asyncio.get_running_loop()
        self.waker = loop.create_future()
        timer = loop.call_later(seconds, _wake, self.waker)
        try:
            await self.waker
        finally:
            timer.cancel()
            self.waker = None

    def drain(self) -> bytes:
        """All messages, ready for the wire."""
        messages = b"".join(self.backlog)
        self.backlog.clear()
        return messages


def _wake(waker: asyncio.Future[None]) -> None:
    if not waker.done():
        waker.set_result(None)


class Hub:
    """Listeners by audience."""

    def __init__(self, view: View) -> None:
        self._view = view
        self._boards: set[Listener] = set()
        self._desks: set[Listener] = set()
        self._kiosks: dict[Listener, str] = {}
        self._phones: dict[Listener, str] = {}
        self._boxes: dict[Listener, tuple[str, CounterFrame]] = {}
        """The counter of each box at one, and what it was told last."""
        self._later: asyncio.TimerHandle | None = None
        view.listeners.append(self._changed)

    def board(self) -> "Subscription":
        return Subscription(
            self._boards.add, self._boards.discard, lambda _: encode(board.full(self._view))
        )

    def desk(self) -> "Subscription":
        return Subscription(self._desks.add, self._desks.discard, self._desk_start)

    def kiosk(self, device: str) -> "Subscription":
        def start(_: int) -> bytes:
            return encode(kiosk.frame(self._view, device, full=True))

        def leave(listener: Listener) -> None:
            self._kiosks.pop(listener, None)

        return Subscription(
            lambda listener: self._kiosks.__setitem__(listener, device), leave, start
        )

    def phone(self, ticket: Ticket) -> "Subscription":
        def start(_: int) -> bytes:
            now = self._view.line.standing(ticket.id)
            return encode(follow.frame(self._view, now or replace(ticket, state=TicketState.LEFT)))

        def leave(listener: Listener) -> None:
            self._phones.pop(listener, None)

        return Subscription(
            lambda listener: self._phones.__setitem__(listener, ticket.id), leave, start
        )

    def counter(self, counter: str) -> "Subscription":
        def start(_: int) -> bytes:
            return encode(counter_box.frame(self._view, counter))

        def enter(listener: Listener) -> None:
            self._boxes[listener] = (counter, counter_box.frame(self._view, counter))

        def leave(listener: Listener) -> None:
            self._boxes.pop(listener, None)

        return Subscription(enter, leave, start)

    def listeners(self) -> dict[str, int]:
        """How many streams are open, by whom they are for."""
        return {
            "board": len(self._boards),
            "desk": len(self._desks),
            "kiosk": len(self._kiosks),
            "phone": len(self._phones),
            "counter": len(self._boxes),
        }

    def _desk_start(self, since: int) -> bytes:
        line = self._view.line
        if 0 < since <= line.version and line.day is not None and since >= line.day.version:
            return encode(desk.since(self._view, since))
        return encode(desk.full(self._view))

    def _changed(self, rows: tuple[Row, ...]) -> None:
        tickets = {row.id: row for row in rows if isinstance(row, Ticket)}.values()
        turned = any(isinstance(row, ServiceDay) for row in rows)
        if self._boards:
            seen = board.full(self._view) if turned else board.delta(self._view, tickets)
            self._send(self._boards, encode(seen))
        if self._desks:
            whole = desk.full(self._view) if turned else desk.delta(self._view, tickets)
            self._send(self._desks, encode(whole))
        self._tell_boxes()
        if turned:
            self._day_is_over(tickets)
        self._tell_the_rest_soon()

    def _tell_boxes(self) -> None:
        """Each box whose counter does something else now; a box sits still through the rest."""
        for listener, (counter, told) in self._boxes.items():
            now = counter_box.frame(self._view, counter)
            if (now.use, now.called_at) != (told.use, told.called_at):
                self._boxes[listener] = (counter, now)
                self._send((listener,), encode(now))

    def _day_is_over(self, left: Iterable[Ticket]) -> None:
        """The line has forgotten these; a phone that still follows one is told that it is over."""
        for ticket in left:
            of = [listener for listener, followed in self._phones.items() if followed == ticket.id]
            if of:
                self._send(of, encode(follow.frame(self._view, ticket)))

    def _tell_the_rest_soon(self) -> None:
        """Estimates move a little with every change.

        They are told once for all changes of a moment.
        """
        if (self._kiosks or self._phones or self._desks) and self._later is None:
            self._later = asyncio.get_running_loop().call_later(0.05, self._tell_the_rest)

    def _tell_the_rest(self) -> None:
        self._later = None
        if self._desks:
            self._send(self._desks, encode(desk.surroundings(self._view)))
        for device in set(self._kiosks.values()):
            message = encode(kiosk.frame(self._view, device, full=False))
            self._send((listener for listener, of in self._kiosks.items() if of == device), message)
        for listener, ticket in list(self._phones.items()):
            standing = self._view.line.standing(ticket)
            if standing is not None:
                self._send((listener,), encode(follow.frame(self._view, standing)))

    def _send(self, listeners: Iterable[Listener], body: bytes) -> None:
        message = event(self._view.line.version, body)
        for listener in listeners:
            listener.put(message)


@dataclass(frozen=True)
class Subscription:
    """How a stream begins, and how it comes and goes."""

    enter: Callable[[Listener], None]
    leave: Callable[[Listener], None]
    start: Callable[[int], bytes]
    """The first message for a listener that has this version (0: nothing)."""


def event(version: int, body: bytes) -> bytes:
    """A server-sent event. By its id, the version, a browser asks for what it missed by itself."""
    return b"id: %d\ndata: %s\n\n" % (version, body)
