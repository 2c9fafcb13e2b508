"""How staff pages say moments, lengths, names and refusals in the reader's language."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import phonenumbers

from vuoro.booking import moments
from vuoro.booking.backend import Refused, from_ms
from vuoro.booking.web.staff.form import BadForm
from vuoro.core.catalogue import Catalogue
from vuoro.core.languages import ENGLISH, in_language

_FINLAND = 358
_MONDAY = date(2026, 11, 23)


@dataclass(frozen=True, slots=True)
class Says:
    """Words for templates: ``says.clock(moment)``."""

    words: Catalogue
    today: date

    def clock(self, moment: datetime) -> str:
        """9.30."""
        return moments.clock(moment, self.words.language)

    def span(self, start: datetime, end: datetime) -> str:
        """9.30–10.00."""
        return f"{self.clock(start)}–{self.clock(end)}"

    def day(self, day: date) -> str:
        """ma 23.11.; with the year when it is another one: ke 6.1.2027, Wed 6 January 2027."""
        short = moments.short_day(day, self.words.language)
        gap = "" if short.endswith(".") else " "
        year = "" if day.year == self.today.year else f"{gap}{day.year}"
        return f"{self.short_weekday(day.weekday())} {short}{year}"

    def long_day(self, day: date) -> str:
        """Maanantai 23.11.2026."""
        return moments.capital(moments.day(day, self.words.language))

    def weekday(self, number: int) -> str:
        """Maanantai; 0 is Monday."""
        return moments.capital(moments.weekday(_MONDAY + timedelta(number), self.words.language))

    def short_weekday(self, number: int) -> str:
        """ma."""
        name = moments.weekday(_MONDAY + timedelta(number), self.words.language)
        return name[: 3 if self.words.language == ENGLISH else 2]

    def week(self, day: date) -> str:
        """The ISO week of a day in words."""
        return self.words.text("time.week", week=day.isocalendar().week)

    def moment(self, moment: datetime) -> str:
        """ma 23.11. klo 9.30."""
        return moments.short_day_and_clock(moment, self.words.language)

    def moment_ms(self, milliseconds: int | None) -> str:
        """The same for a moment of a row; a dash where there is none."""
        return "–" if milliseconds is None else self.moment(from_ms(milliseconds))

    def length(self, minutes: int) -> str:
        """1 h 30 min."""
        hours, left = divmod(minutes, 60)
        parts = [f"{hours} h"] * bool(hours) + [f"{left} min"] * bool(left or not hours)
        return " ".join(parts)

    def ago(self, moment: datetime | None, now: datetime) -> str:
        """How long ago, roughly: "3 min sitten"; the moment itself after a day."""
        if moment is None:
            return self.words.text("time.never")
        minutes = int((now - moment).total_seconds() // 60)
        if minutes < 1:
            return self.words.text("time.just_now")
        if minutes < 24 * 60:
            return self.words.text("time.ago", length=self.length(minutes))
        return self.moment(moment)

    def name(self, texts: Mapping[str, str]) -> str:
        """A name that is kept by language."""
        return in_language(texts, self.words.language)

    def one_of(self, group: str, value: str) -> str:
        """The words for one value of a group, e.g. ``channel`` and ``phone``; else the value."""
        return self.words.words.get(f"{group}.{value}", value)

    def action(self, name: str) -> str:
        """What the audit log says of an action."""
        group = name.partition(".")[0]
        known = self.words.words
        return known.get(f"audit.action.{name}") or known.get(f"audit.action.{group}", name)

    def refusal(self, refused: Refused) -> str:
        """Why something was refused and what to do, in the reader's language where it is known."""
        if isinstance(refused, BadForm):
            return self.words.text("refused.bad_field", field=self.one_of("field", refused.field))
        known = self.words.words
        general = (
            known["refused.no_such"] if refused.code.startswith("no_such_") else refused.detail
        )
        return known.get(f"refused.{refused.code}", general)

    def phone(self, number: str) -> str:
        """A phone number as people write it: 040 123 4567."""
        try:
            known = phonenumbers.parse(number)
        except phonenumbers.NumberParseException:
            return number
        home = known.country_code == _FINLAND
        how = phonenumbers.PhoneNumberFormat
        return phonenumbers.format_number(known, how.NATIONAL if home else how.INTERNATIONAL)

    def wrong(self, field: str, code: str) -> str:
        """What is wrong with a field, and how to put it right."""
        known = self.words.words
        return known.get(f"wrong.{field}.{code}") or known.get(f"wrong.{code}") or known["wrong"]

    def done(self, code: str) -> str:
        """What a command that succeeded says on the next page; nothing for an unknown code."""
        return self.words.words.get(f"done.{code}", "")
