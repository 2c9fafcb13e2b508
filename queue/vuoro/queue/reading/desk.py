"""Frames of the desks: the line as staff see it."""

from collections.abc import Collection, Iterable
from dataclasses import replace
from typing import cast

import orjson

from vuoro.core.wire.codec import encode
from vuoro.core.wire.desk import CounterRow, DeskFrame, ServiceRow, SyncRow, TicketRow
from vuoro.queue.domain.office import Counter, Service
from vuoro.queue.domain.ticket import Ticket
from vuoro.queue.projection import booking_row, ticket_row
from vuoro.queue.reading.shared import door_of, lobby_of
from vuoro.queue.reading.view import View
from vuoro.queue.service.estimates import ahead_of, interval


def full(view: View) -> DeskFrame:
    """Everything open, and today's bookings."""
    open_ones = [ticket for ticket in view.line.tickets.values() if ticket.is_open]
    return _whole(view, open_ones, full=True)


def since(view: View, version: int) -> DeskFrame:
    """What a desk missed: the tickets changed after the version it has, and all that is small."""
    changed = [ticket for ticket in view.line.tickets.values() if ticket.version > version]
    return _whole(view, changed, full=False)


def delta(view: View, tickets: Collection[Ticket]) -> DeskFrame:
    """What a change of these tickets means for the desks."""
    touched = {key for ticket in tickets for key in (ticket.counter, ticket.called_to)}
    booked = (view.line.bookings.get(ticket.booking or "") for ticket in tickets)
    return replace(
        _empty(view),
        counters=tuple(_counter(view, c) for c in view.office.counters if c.id in touched),
        tickets=tuple(_row(view, ticket) for ticket in tickets),
        bookings=tuple(
            booking_row(booking, view.line) for booking in booked if booking is not None
        ),
    )


def surroundings(view: View) -> DeskFrame:
    """What is around the line: services and their waits, counters, bookings, devices."""
    return _whole(view, (), full=False)


def _whole(view: View, tickets: Iterable[Ticket], *, full: bool) -> DeskFrame:
    today = view.line.today(view.clock.now(), view.office.site)
    return replace(
        _empty(view),
        full=full,
        services=tuple(_service(view, service) for service in view.office.services),
        counters=tuple(_counter(view, counter) for counter in view.office.counters),
        tickets=tuple(_row(view, ticket) for ticket in tickets),
        bookings=tuple(booking_row(booking, view.line) for booking in today),
        devices=tuple(view.device_rows()),
        sync=_sync(view),
    )


def _sync(view: View) -> SyncRow | None:
    now = view.sync
    if now is None:
        return None
    return SyncRow(now.level, now.data_as_of, now.events_waiting, now.problems, now.clock.value)


def _empty(view: View) -> DeskFrame:
    return DeskFrame(
        version=view.line.version,
        full=False,
        now=view.clock.now(),
        series=view.series,
        lobby=lobby_of(view),
        emergency=view.emergency,
    )


def _row(view: View, ticket: Ticket) -> TicketRow:
    """A ticket's row, already encoded: a line of a thousand changes in one place at a time."""
    known = view.encoded_tickets.get(ticket.id)
    if known is None or known[0] is not ticket:
        known = (ticket, orjson.Fragment(encode(ticket_row(ticket))))
        view.encoded_tickets[ticket.id] = known
    return cast(TicketRow, known[1])


def _counter(view: View, counter: Counter) -> CounterRow:
    state = view.line.counters.get(counter.id)
    return CounterRow(
        id=counter.id,
        label=counter.label,
        name=counter.name,
        services=counter.services,
        staff=state.staff if state is not None else None,
        staff_name=state.staff_name if state is not None else "",
        ticket=view.line.held.get(counter.id),
        version=state.version if state is not None else 0,
    )


def _service(view: View, service: Service) -> ServiceRow:
    waiting = sum(1 for ticket in view.line.waiting.values() if ticket.service == service.id)
    ahead = ahead_of(view.line, view.office, service, view.clock.now())
    return ServiceRow(
        id=service.id,
        name=service.name,
        state=door_of(view, service),
        locked=view.line.is_locked(service.id),
        waiting=waiting,
        wait=interval(view.line, view.office, service, ahead),
        target_minutes=service.target_minutes,
        version=view.line.version,
    )
