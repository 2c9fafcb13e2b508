"""Days and times as people in Finland write them, in Finnish, Swedish and English.

Finnish and the Swedish of Finland write 23.11.2026 and 9.30 (Kielitoimiston ohjepankki; Språkrådet
at Kotus); British English 23 November 2026 and 9:30. Everything is local time.
"""

from datetime import date, datetime

from vuoro.core.clock import local

_WEEKDAYS = {
    "fi": ("maanantai", "tiistai", "keskiviikko", "torstai", "perjantai", "lauantai", "sunnuntai"),
    "sv": ("måndag", "tisdag", "onsdag", "torsdag", "fredag", "lördag", "söndag"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}
_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_AT = {"fi": "klo ", "sv": "kl. ", "en": ""}
_JOINED = {"fi": " klo ", "sv": " kl. ", "en": " at "}


def weekday(moment: date, language: str) -> str:
    """``maanantai``; of a datetime: of its local day."""
    return _WEEKDAYS[_known(language)][_day(moment).weekday()]


def short_day(moment: date, language: str) -> str:
    """Without weekday and year: ``23.11.``, ``23 November``."""
    day = _day(moment)
    if _known(language) == "en":
        return f"{day.day} {_MONTHS[day.month - 1]}"
    return f"{day.day}.{day.month}."


def day(moment: date, language: str) -> str:
    """The whole day: ``maanantai 23.11.2026``."""
    the_day = _day(moment)
    space = " " if _known(language) == "en" else ""
    return f"{weekday(moment, language)} {short_day(moment, language)}{space}{the_day.year}"


def clock(moment: datetime, language: str) -> str:
    """``9.30``, in English ``9:30``."""
    at = local(moment)
    mark = ":" if _known(language) == "en" else "."
    return f"{at.hour}{mark}{at.minute:02}"


def span(start: datetime, end: datetime, language: str) -> str:
    """From when to when: ``klo 9.30–10.00``."""
    return f"{_AT[_known(language)]}{clock(start, language)}–{clock(end, language)}"


def day_and_clock(moment: datetime, language: str) -> str:
    """``maanantai 23.11.2026 klo 9.30``."""
    return f"{day(moment, language)}{_JOINED[_known(language)]}{clock(moment, language)}"


def short_day_and_clock(moment: datetime, language: str) -> str:
    """Where room is scarce: ``ma 23.11. klo 9.30``, ``Mon 23 November at 9:30``."""
    known = _known(language)
    name = weekday(moment, known)[: 3 if known == "en" else 2]
    return f"{name} {short_day(moment, known)}{_JOINED[known]}{clock(moment, known)}"


def capital(words: str) -> str:
    """With a capital first letter, as a heading has."""
    return words[:1].upper() + words[1:]


def _day(moment: date) -> date:
    return local(moment).date() if isinstance(moment, datetime) else moment


def _known(language: str) -> str:
    return language if language in _WEEKDAYS else "fi"
