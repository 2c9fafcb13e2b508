"""Which messages a booking event asks for. Pure.

- What the client did is confirmed: by e-mail, or by SMS to who has no e-mail.
- What others changed, moved or cancelled is told every way, for somebody may be about to leave.
- Reminders go every way their service names. One that would come within half an hour of the
  message that tells the same time is not sent: for a booking made 30 minutes before its start there
  is no reminder of the day before.
- A colleague taking over is told only if the place or the channel is another.
- Texts keep quiet hours, but for the answer to what the client has done at night themself.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from vuoro.booking.domain.values import ActorKind, BookingStatus, BookingView, Contact
from vuoro.booking.messages.quiet_hours import not_at_night
from vuoro.booking.messages.values import By, Kind, Planned

SUPERSEDING = frozenset({"moved", "cancelled", "reassigned", "erased"})
"""Events after which an earlier message is not true any more."""
REMINDERLESS = frozenset({"arrived", "absent", "done"})
"""Events after which nobody needs a reminder."""
APART = timedelta(minutes=30)
STILL_NEWS = timedelta(hours=24)
"""How long a cancellation or change is worth telling, even of a meeting that has begun."""


@dataclass(frozen=True, slots=True)
class Happened:
    """A booking event as far as messages need it; ``by_client``: the client did it."""

    n: int
    kind: str
    by_client: bool = False
    before_start: datetime | None = None
    elsewhere: bool = False
    """Of a hand-over: the place or the channel is another."""
    before_client: str | None = None
    """Of a booking given to somebody else: whose it was."""
    before_contact: Contact | None = None
    silent: bool = False
    """Of a cancellation: the client has been told some other way."""


def plan(happened: Happened, booking: BookingView, now: datetime) -> tuple[Planned, ...]:
    """The messages that this event asks for, about the booking as it is now."""
    return tuple(_plan(happened, booking, now))


def _plan(happened: Happened, booking: BookingView, now: datetime) -> Iterator[Planned]:
    news = max(booking.start, now + STILL_NEWS)
    if happened.silent:
        return
    if happened.kind == "cancelled":
        yield from _told(happened, Kind.CANCELLATION, booking, now, news)
    if booking.status is not BookingStatus.BOOKED or booking.start <= now:
        return
    match happened.kind:
        case "made":
            yield from _told(happened, Kind.CONFIRMATION, booking, now, booking.start)
            yield from _reminders(happened, booking, now)
        case "moved":
            yield from _told(happened, Kind.CHANGE, booking, now, news)
            yield from _reminders(happened, booking, now)
        case "handed_over" if happened.elsewhere:
            yield from _told(happened, Kind.CHANGE, booking, now, news)
        case "reassigned":
            yield from _to_who_had_it(happened, booking, now, news)
            yield from _told(happened, Kind.CONFIRMATION, booking, now, booking.start)
            yield from _reminders(happened, booking, now)


def _told(
    happened: Happened, kind: Kind, booking: BookingView, now: datetime, expires: datetime
) -> Iterator[Planned]:
    """News, at once: every way, or one way only if the client caused it."""
    ways = _ways(booking.contact)
    if happened.by_client or kind is Kind.CONFIRMATION:
        ways = ways[:1]
    soonest = min(booking.start, happened.before_start or booking.start)
    for by in ways:
        awake = by is By.EMAIL or happened.by_client
        due = now if awake else not_at_night(now, soonest)
        yield Planned(_key(booking, happened, kind, by), kind, by, due, expires)


def _to_who_had_it(
    happened: Happened, booking: BookingView, now: datetime, expires: datetime
) -> Iterator[Planned]:
    if happened.before_client is None or happened.before_contact is None:
        return
    for by in _ways(happened.before_contact):
        due = now if by is By.EMAIL else not_at_night(now, booking.start)
        key = _key(booking, happened, Kind.CANCELLATION, by)
        yield Planned(key, Kind.CANCELLATION, by, due, expires, happened.before_client)


def _reminders(happened: Happened, booking: BookingView, now: datetime) -> Iterator[Planned]:
    ways = _ways(booking.contact)
    for reminder in booking.service.reminders:
        if reminder.channels and booking.channel not in reminder.channels:
            continue
        at = booking.start - timedelta(minutes=reminder.minutes_before)
        if at < now + APART:
            continue
        for by in ways:
            if by in reminder.by:
                due = at if by is By.EMAIL else not_at_night(at, booking.start)
                key = _key(booking, happened, f"reminder-{reminder.minutes_before}", by)
                yield Planned(key, Kind.REMINDER, by, due, booking.start)


def _ways(contact: Contact) -> tuple[By, ...]:
    return tuple(by for by, where in ((By.EMAIL, contact.email), (By.SMS, contact.phone)) if where)


def _key(booking: BookingView, happened: Happened, what: str, by: By) -> str:
    return f"{booking.id}|{happened.n}|{what}|{by}"


def done_by_client(actor: str) -> bool:
    """Whether the actor of a booking event (``kind`` or ``kind:id``) is the client."""
    return actor.partition(":")[0] == ActorKind.CLIENT
