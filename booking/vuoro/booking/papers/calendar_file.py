"""A booking as a calendar entry (iCalendar, RFC 5545; METHOD by iTIP, RFC 5546).

The UID stays and SEQUENCE grows with each change, so that a calendar moves the entry it has
instead of adding another. A calendar is often shared: a protected client's entry says nothing but
the time.
"""

from datetime import datetime

from vuoro.booking.domain.values import BookingStatus, BookingView
from vuoro.booking.papers.card import where, words
from vuoro.core.languages import in_language
from vuoro.core.wire.desk import Channel

MEDIA_TYPE = "text/calendar; charset=utf-8"


def calendar_file(now: datetime, view: BookingView, url: str = "", organizer: str = "") -> bytes:
    """The entry of a booking, or the withdrawal of it once it is cancelled.

    ``url``: where it can be changed, for those who may open the calendar. ``organizer``: the
    sender's e-mail address, which calendar programs want in entries that come by mail.
    """
    from icalendar import Calendar, Event, vCalAddress

    gone = view.status is BookingStatus.CANCELLED
    event = Event()
    event.add("uid", f"{view.id}@vuoro")
    event.add("sequence", view.rev - 1)
    event.add("dtstamp", now.replace(microsecond=0))
    event.add("dtstart", view.start)
    event.add("dtend", view.end)
    event.add("summary", _subject(view))
    event.add("status", "CANCELLED" if gone else "CONFIRMED")
    event.add("class", "PRIVATE")
    if organizer:
        event.add("organizer", vCalAddress(f"mailto:{organizer}"))
    if not view.protected:
        event.add("location", ", ".join(where(view)))
        event.add("description", _body(view, url))
    calendar = Calendar()
    calendar.add("prodid", "-//Vuoro//Vuoro//FI")
    calendar.add("version", "2.0")
    calendar.add("method", "CANCEL" if gone else "PUBLISH")
    calendar.add_component(event)
    content: bytes = calendar.to_ical()
    return content


def _subject(view: BookingView) -> str:
    if view.protected:
        return words(view.language).text("card.title")
    return in_language(view.service.name, view.language)


def _body(view: BookingView, url: str) -> str:
    t = words(view.language).text
    texts = (
        in_language(view.office.directions, view.language)
        if view.channel is Channel.IN_PERSON
        else "",
        in_language(view.service.directions, view.language),
        f"{t('card.change')}: {url}" if url else "",
    )
    return "\n\n".join(filter(None, texts))
