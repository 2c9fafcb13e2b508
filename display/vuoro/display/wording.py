"""The board's words: times, opening hours, the foot's line and the lost connection."""

from datetime import datetime

from vuoro.core.catalogue import catalogue
from vuoro.core.clock import local
from vuoro.core.languages import in_language
from vuoro.core.wire.common import Lobby, LobbyMode
from vuoro.display.link import Link

_PACKAGE = "vuoro.display"


def clock_time(moment: datetime, language: str) -> str:
    """The time of day as it is written: 9.05 in Finnish and Swedish, 9:05 in English, 24 hours."""
    at = local(moment)
    return catalogue(_PACKAGE, language).text("time", hour=at.hour, minute=f"{at.minute:02}")


def opening(opens_at: datetime | None, now: datetime, language: str) -> str:
    """When the office opens next, in words; a friendly word where that is not known."""
    words = catalogue(_PACKAGE, language)
    if opens_at is None or opens_at <= now:
        return words.text("closed.detail")
    day, time = local(opens_at).date(), clock_time(opens_at, language)
    match (day - local(now).date()).days:
        case 0:
            return words.text("closed.today", time=time)
        case 1:
            return words.text("closed.tomorrow", time=time)
        case days if days < 7:
            weekday = words.text(f"weekday.{day.weekday()}")
            return words.text("closed.weekday", weekday=weekday, time=time)
        case _:
            month = words.text(f"month.{day.month}")
            return words.text("closed.date", day=day.day, month=month, time=time)


def foot_line(lobby: Lobby, language: str) -> str:
    """The foot's line: what staff want to say, else what to do."""
    if told := message(lobby, language):
        return told
    words = catalogue(_PACKAGE, language)
    match lobby.mode:
        case LobbyMode.OPEN:
            return words.text("foot.wait")
        case LobbyMode.CLOSED:
            return words.text("foot.closed")
        case LobbyMode.LOCKED:
            return words.text("foot.locked")


def message(lobby: Lobby, language: str) -> str:
    """What staff want to say, in whichever language they said it; empty for nothing."""
    return in_language(lobby.message, language)


def waiting_word(waiting: int, language: str) -> str:
    """What follows the number of those who wait."""
    return catalogue(_PACKAGE, language).count("foot.waiting", waiting)


def lost(link: Link, language: str) -> str:
    """That the connection was lost and when, or that there was none yet."""
    words = catalogue(_PACKAGE, language)
    if not link.ever:
        return words.text("link.seeking")
    return words.text("link.lost", time=clock_time(link.at, language))


def age(seconds: float, language: str) -> str:
    """How old the picture is, in minutes and later in hours; nothing in its first minute."""
    words = catalogue(_PACKAGE, language)
    minutes = int(seconds // 60)
    if minutes < 1:
        return ""
    if minutes < 120:
        return words.text("link.minutes", n=minutes)
    return words.text("link.hours", n=minutes // 60)


def ago(language: str) -> str:
    """What follows an age."""
    return catalogue(_PACKAGE, language).text("link.ago")
