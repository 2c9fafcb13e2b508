"""From a row of the outbox to the message in words, as the booking is at this moment."""

import logging
from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import Connection, RowMapping

from vuoro.booking.backend import Backend
from vuoro.booking.domain.values import BookingStatus, BookingView
from vuoro.booking.messages.choosing import Case, Template, choose
from vuoro.booking.messages.facts import spoken
from vuoro.booking.messages.happening import booking_views, contact_of, event_of, overtaken
from vuoro.booking.messages.letter import Occasion, write
from vuoro.booking.messages.own_words import templates_in
from vuoro.booking.messages.senders import Senders
from vuoro.booking.messages.shipped import shipped
from vuoro.booking.messages.template_text import BadTemplate
from vuoro.booking.messages.values import By, Content, Kind
from vuoro.booking.papers.calendar_file import calendar_file
from vuoro.core.look import Look

_log = logging.getLogger(__name__)


class NotNeeded(Exception):
    """There is no point in this message any more; says why."""


def compose(backend: Backend, sql: Connection, row: RowMapping, senders: Senders) -> Content:
    """The words of a message. Raises NotNeeded."""
    kind, by = Kind(row["kind"]), By(row["by"])
    booking = _booking(backend, sql, row, kind)
    if not (booking.contact.email if by is By.EMAIL else booking.contact.phone):
        raise NotNeeded("The client has no such address any more.")
    token = booking.manage_token
    link = f"{backend.public_url}/b/{token}" if token else backend.public_url
    event = event_of(backend, sql, row["event"]) if kind is Kind.CHANGE else None
    before = None if event is None else event.before_start
    calendar = ""
    if by is By.EMAIL and kind is not Kind.REMINDER:
        organizer = "" if booking.protected else senders.organizer
        calendar = calendar_file(backend.now, booking, link, organizer).decode()
    occasion = Occasion(booking, kind, by, link, before, calendar)
    return in_words(occasion, templates_in(sql, booking.tenant), senders.look)


def in_words(occasion: Occasion, own: Sequence[Template], look: Look) -> Content:
    """The message by the area's own template if one fits, else by the one that ships."""
    booking, kind, by = occasion.booking, occasion.kind, occasion.by
    for language in dict.fromkeys((booking.language, spoken(booking.language))):
        case = Case(kind, by, language, booking.office.id, booking.service.id, booking.channel)
        template = choose(own, case)
        if template is None:
            continue
        try:
            return write(occasion, template.source, language, look)
        except BadTemplate:
            _log.error("a template can't be used", extra={"template": template.id})
    language = spoken(booking.language)
    return write(occasion, shipped(kind, by, booking.channel, language), language, look)


def _booking(backend: Backend, sql: Connection, row: RowMapping, kind: Kind) -> BookingView:
    booking = booking_views(backend, sql, [row["booking"]]).get(row["booking"])
    if booking is None:
        raise NotNeeded("The booking has been erased.")
    if row["client"] is not None:
        return _as_it_was(backend, sql, booking, row["client"])
    if overtaken(sql, [booking.id]).get(booking.id, 0) > row["event"]:
        raise NotNeeded("The booking has changed since.")
    if kind is not Kind.CANCELLATION and booking.status is not BookingStatus.BOOKED:
        raise NotNeeded("The booking is over.")
    return booking


def _as_it_was(backend: Backend, sql: Connection, booking: BookingView, client: str) -> BookingView:
    """The booking for whom it was taken from: gone, and with a link that opens nothing."""
    contact = contact_of(backend, sql, client)
    if contact is None:
        raise NotNeeded("The client has been erased.")
    return replace(
        booking, contact=contact, protected=contact.protected, language=contact.language,
        status=BookingStatus.CANCELLED, manage_token="", code="", answers=(), note="",
    )  # fmt: skip
