"""The form that free times are looked for with, and what it finds."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from vuoro.booking.domain.values import FreeTime, ServiceView, Wanted
from vuoro.booking.service.finding import find_times
from vuoro.booking.web.staff.form import BadForm, Form
from vuoro.booking.web.staff.here import Here
from vuoro.booking.web.staff.people import services
from vuoro.core.clock import local
from vuoro.core.wire.desk import Channel

MOST_SHOWN = 400
_USUAL_SPAN = timedelta(days=13)
_LONGEST_SPAN = timedelta(days=91)


@dataclass(frozen=True, slots=True)
class Line:
    """What one specialist has free in one office on one day."""

    specialist: str
    office: str
    times: tuple[FreeTime, ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody looks for. ``service`` None: nothing chosen yet."""

    service: ServiceView | None
    channel: Channel | None
    office: str
    specialist: str
    speaks: str
    first: date
    last: date
    minutes: int

    def wanted(self, here: Here, first: date | None = None, last: date | None = None) -> Wanted:
        """The same for the search; other days may be given."""
        assert self.service is not None
        assert self.channel is not None
        return Wanted(
            here.tenant, self.service.id, self.channel, first or self.first, last or self.last,
            (self.office,) if self.office else (), (self.specialist,) if self.specialist else (),
            self.speaks, for_staff=True, minutes=self.minutes or None,
        )  # fmt: skip

    def as_query(self) -> dict[str, str]:
        """The same in an address; nothing in it is personal."""
        return {
            "service": self.service.id if self.service else "", "channel": self.channel or "",
            "office": self.office, "specialist": self.specialist, "speaks": self.speaks,
            "first": self.first.isoformat(), "last": self.last.isoformat(),
            "minutes": str(self.minutes) if self.minutes else "",
        }  # fmt: skip


def asked(here: Here) -> Asked:
    """What the form says. Raises BadForm."""
    form = here.form
    service = next((each for each in services(here) if each.id == form.text("service")), None)
    first = max(form.day("first", here.today), here.today)
    last = max(form.day("last", first + _USUAL_SPAN), first)
    return Asked(
        service, _channel(form, service), form.text("office", 64), form.text("specialist", 64),
        form.text("speaks", 8), first, min(last, first + _LONGEST_SPAN),
        form.number("minutes", 5, 120, 0),
    )  # fmt: skip


def found(here: Here, wish: Asked) -> dict[date, list[Line]]:
    """Free times by local day; at most ``MOST_SHOWN``."""
    if wish.service is None or wish.channel is None:
        return {}
    return by_day(find_times(here.backend, wish.wanted(here))[:MOST_SHOWN])


def by_day(times: Sequence[FreeTime]) -> dict[date, list[Line]]:
    """In order of days; within a day a line for each specialist and office."""
    days: dict[date, dict[tuple[str, str], list[FreeTime]]] = {}
    for time in times:
        day = days.setdefault(local(time.start).date(), {})
        day.setdefault((time.specialist, time.office), []).append(time)
    return {
        day: [Line(*who, tuple(its)) for who, its in lines.items()] for day, lines in days.items()
    }


def _channel(form: Form, service: ServiceView | None) -> Channel | None:
    if service is None:
        return None
    text = form.text("channel")
    if not text:
        return service.channels[0] if service.channels else None
    if text not in set(Channel):
        raise BadForm("channel")
    return Channel(text) if Channel(text) in service.channels else service.channels[0]
