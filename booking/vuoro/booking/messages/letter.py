"""From a booking to a message in words. Pure.

A client with a non-disclosure for personal safety (turvakielto, rules_and_market.md §3.3) gets the
bare news and the link: no office, address, matter, time or specialist, in no part of the message,
and no template of an area is used for it.
"""

from dataclasses import dataclass
from datetime import datetime

from vuoro.booking.domain.values import BookingView
from vuoro.booking.messages.facts import facts, spoken
from vuoro.booking.messages.gsm import plainer
from vuoro.booking.messages.html_letter import html_letter
from vuoro.booking.messages.shipped import Source, words
from vuoro.booking.messages.template_text import render
from vuoro.booking.messages.tidy import tidy, tidy_line
from vuoro.booking.messages.values import By, Content, Kind
from vuoro.core.look import Look


@dataclass(frozen=True, slots=True)
class Occasion:
    """What a message is about, and how it goes. ``calendar``: the file that goes along, if any."""

    booking: BookingView
    kind: Kind
    by: By
    link: str
    before: datetime | None = None
    calendar: str = ""


def write(occasion: Occasion, source: Source, language: str, look: Look) -> Content:
    """The message in the words of a template in that language. Raises BadTemplate."""
    if occasion.booking.protected:
        return _bare(occasion, look)
    read = spoken(language)
    values = facts(occasion.booking, occasion.by, read, occasion.link, occasion.before)
    subject, body = render(source.subject, values), render(source.body, values)
    return _content(occasion, subject, body, language, look)


def _bare(occasion: Occasion, look: Look) -> Content:
    language = spoken(occasion.booking.language)
    say = words(language).text
    news = say(f"protected.{occasion.kind}")
    body = f"{news}\n\n{say('protected.link', link=occasion.link)}"
    sender = say("protected.sender")
    return _content(occasion, news.rstrip("."), body, language, look, sender)


def _content(
    occasion: Occasion, subject: str, body: str, language: str, look: Look, sender: str = ""
) -> Content:
    contact = occasion.booking.contact
    if occasion.by is By.SMS:
        return Content(contact.phone, plainer(tidy_line(body)), language=language)
    subject, text = tidy_line(subject), tidy(body)
    page = html_letter(text, subject, language, look)
    return Content(contact.email, text, subject, page, occasion.calendar, language, sender)
