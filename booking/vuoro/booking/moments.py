"""Days and times as people write them in the languages of clients (date_words). All of it local."""

from datetime import date, datetime

from vuoro.booking.date_words import DATE_WORDS, DateWords
from vuoro.core.clock import local
from vuoro.core.languages import FINNISH


def weekday(moment: date, language: str) -> str:
    """``maanantai``; of a datetime: of its local day."""
    return _words(language).weekdays[_day(moment).weekday()]


def short_day(moment: date, language: str) -> str:
    """Without weekday and year: ``23.11.``, ``23 November``."""
    return _written(_words(language).short_day, moment, language)


def day(moment: date, language: str) -> str:
    """The whole day: ``maanantai 23.11.2026``."""
    return _written(_words(language).day, moment, language)


def clock(moment: datetime, language: str) -> str:
    """``9.30``, in English ``9:30``."""
    at = local(moment)
    return _words(language).clock.format(h=at.hour, n=at.minute)


def span(start: datetime, end: datetime, language: str) -> str:
    """From when to when: ``klo 9.30–10.00``."""
    return f"{_words(language).before}{clock(start, language)}–{clock(end, language)}"


def day_and_clock(moment: datetime, language: str) -> str:
    """``maanantai 23.11.2026 klo 9.30``."""
    return f"{day(moment, language)}{_words(language).joined}{clock(moment, language)}"


def short_day_and_clock(moment: datetime, language: str) -> str:
    """Where room is scarce: ``ma 23.11. klo 9.30``, ``Mon 23 November at 9:30``."""
    words = _words(language)
    name = words.abbreviated[_day(moment).weekday()]
    return f"{name} {short_day(moment, language)}{words.joined}{clock(moment, language)}"


def capital(words: str) -> str:
    """With a capital first letter, as a heading has."""
    return words[:1].upper() + words[1:]


def _day(moment: date) -> date:
    return local(moment).date() if isinstance(moment, datetime) else moment


def _written(template: str, moment: date, language: str) -> str:
    the_day, months = _day(moment), _words(language).months
    return template.format(
        d=the_day.day,
        m=the_day.month,
        y=the_day.year,
        month=months[the_day.month - 1] if months else "",
        weekday=weekday(moment, language),
    )


def _words(language: str) -> DateWords:
    return DATE_WORDS.get(language, DATE_WORDS[FINNISH])
