"""Times, waits and counts as people say them."""

from datetime import datetime

from vuoro.core.catalogue import Catalogue
from vuoro.core.clock import local
from vuoro.core.wire.common import WaitInterval


def time_of_day(moment: datetime, words: Catalogue) -> str:
    """``10.30`` in Finnish and Swedish, ``10:30`` in English."""
    at = local(moment)
    return words.text("time", hour=at.hour, minute=f"{at.minute:02}")


def at_time(moment: datetime, words: Catalogue) -> str:
    """``klo 10.30``."""
    return words.text("time.at", time=time_of_day(moment, words))


def day_and_time(moment: datetime, words: Catalogue) -> str:
    """``tiistaina 24. marraskuuta klo 10.30``."""
    at = local(moment)
    return words.text(
        "day.at",
        weekday=words.text(f"weekday.{at.isoweekday()}"),
        day=at.day,
        month=words.text(f"month.{at.month}"),
        time=time_of_day(moment, words),
    )


def opening(opens_at: datetime | None, now: datetime, words: Catalogue) -> str:
    """When it opens, with the day unless it is today; empty where nobody knows."""
    if opens_at is None:
        return ""
    if local(opens_at).date() == local(now).date():
        return words.text("opens.today", at=at_time(opens_at, words))
    return words.text("opens.day", at=day_and_time(opens_at, words))


def wait(interval: WaitInterval | None, words: Catalogue) -> str:
    """``noin 10–20 min``; never a single false-precise minute for a long wait."""
    if interval is None:
        return ""
    if interval.at_most <= 5:
        return words.text("wait.short")
    if interval.likely >= interval.at_most:
        return words.text("wait.about", n=interval.at_most)
    return words.text("wait.between", low=max(interval.likely, 1), high=interval.at_most)


def ahead(people: int | None, words: Catalogue) -> str:
    """``Edelläsi 3``."""
    if people is None:
        return ""
    return words.text("ahead.none") if people == 0 else words.count("ahead", people)


def isolated(words: str) -> str:
    """Words that don't turn the direction of those around them (Unicode TR 9)."""
    return f"\N{FIRST STRONG ISOLATE}{words}\N{POP DIRECTIONAL ISOLATE}" if words else ""


def joined(*parts: str) -> str:
    """What there is to say, on one line."""
    return " · ".join(part for part in parts if part)
