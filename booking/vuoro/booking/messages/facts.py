"""What a template may name, from a booking."""

from datetime import datetime

from vuoro.booking.domain.values import BookingView
from vuoro.booking.messages.shipped import words
from vuoro.booking.messages.values import By
from vuoro.booking.moments import clock, day, day_and_clock, short_day_and_clock
from vuoro.core.booking_code import grouped
from vuoro.core.languages import as_written, fallbacks, in_language
from vuoro.core.wire.desk import Channel

_SHARED = (
    "date", "starts", "ends", "when", "before", "service", "service_directions", "office", "place",
    "address", "directions", "office_phone", "caller", "help", "link", "code", "channel",
)  # fmt: skip
NAMES = {By.SMS: frozenset(_SHARED), By.EMAIL: frozenset({*_SHARED, "specialist"})}
"""A specialist's name goes into no text message: those are read on locked screens."""


def spoken(language: str) -> str:
    """The language that a message is written in for somebody who reads this one.

    The nearest that has all the words: a message in two languages is worse than one in English.
    """
    return next(tag for tag in (language, *fallbacks(language)) if not words(tag).missing)


def facts(
    booking: BookingView, by: By, language: str, link: str, before: datetime | None = None
) -> dict[str, str]:
    """The value of each name; empty where there is nothing to say.

    ``language`` is one of ours. ``before``: when the meeting was, if its time has changed.
    """
    office, service = booking.office, booking.service
    say = words(language).text
    name, address = in_language(office.name, language), in_language(office.address, language)
    code = as_written(grouped(booking.code), language)
    phone = as_written(office.phone, language) if office.phone else ""
    moved = before is not None and before != booking.start
    found = {
        "date": day(booking.start, language),
        "starts": clock(booking.start, language),
        "ends": clock(booking.end, language),
        "when": short_day_and_clock(booking.start, language),
        "before": day_and_clock(before, language) if before is not None and moved else "",
        "service": in_language(service.name, language),
        "service_directions": in_language(service.directions, language),
        "office": name,
        "address": address,
        "place": ", ".join(part for part in (name, address) if part),
        "directions": in_language(office.directions, language),
        "office_phone": phone,
        "caller": say("caller", number=phone) if phone else "",
        "help": say("help", number=phone) if phone else "",
        "link": link,
        "code": code if booking.channel is Channel.IN_PERSON else "",
        "channel": str(booking.channel),
        "specialist": booking.specialist_name,
    }
    return {key: value for key, value in found.items() if key in NAMES[by]}
