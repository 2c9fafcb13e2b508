"""What a client looks for on the page of free times, read from its address."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from vuoro.booking.backend import Backend, from_ms
from vuoro.booking.domain.values import FreeTime, OfficeView, ServiceView, Wanted
from vuoro.booking.service import finding
from vuoro.booking.service.refusals import no_such
from vuoro.core.clock import local
from vuoro.core.languages import EASY_FINNISH, FINNISH, MAIN
from vuoro.core.wire.desk import Channel

AHEAD = timedelta(days=91)
ANY = "any"


@dataclass(frozen=True, slots=True)
class Looking:
    """A service by a channel, in one office or any, in one language or any (empty)."""

    service: ServiceView
    channel: Channel
    office: OfficeView | None
    speak: str

    def times(self, backend: Backend) -> Sequence[FreeTime]:
        """Every free time from today on."""
        today = local(backend.now).date()
        return self.times_between(backend, today, today + AHEAD)

    def times_between(self, backend: Backend, first: date, last: date) -> Sequence[FreeTime]:
        """The free times of some days."""
        wanted = Wanted(
            tenant=self.service.tenant,
            service=self.service.id,
            channel=self.channel,
            first=first,
            last=last,
            offices=(self.office.id,) if self.office is not None else (),
            language=self.speak,
        )
        return finding.find_times(backend, wanted)


def looking(
    backend: Backend, service: ServiceView, asked: Mapping[str, str], language: str
) -> Looking:
    """What an address asks for. Refused: no_such_channel, no_such_office.

    Unless another language of the meeting is chosen it is that of the page, and any for readers
    whose language the service is not given in.
    """
    try:
        channel = Channel(asked.get("channel", ""))
    except ValueError:
        raise no_such("channel") from None
    if channel not in service.channels:
        raise no_such("channel")
    slug, office = asked.get("office", ""), None
    if slug not in ("", ANY):
        known = finding.offered(backend, service.tenant, service.id)
        office = next((each for each, _ in known if each.slug == slug), None)
        if office is None:
            raise no_such("office")
    speak = asked.get("speak", _spoken(service, language))
    return Looking(service, channel, office, "" if speak == ANY else speak)


def _spoken(service: ServiceView, language: str) -> str:
    usual = FINNISH if language == EASY_FINNISH else language
    return usual if usual in MAIN or usual in service.languages else ANY


def day_in(asked: Mapping[str, str], key: str) -> date | None:
    """A day in an address; None for what is none."""
    try:
        day = date.fromisoformat(asked.get(key, ""))
    except ValueError:
        return None
    return day if 2000 < day.year < 2200 else None


def start_in(chosen: str) -> tuple[datetime, str] | None:
    """The start and office id that a button of the page stands for; None for what is none."""
    moment, _, office = chosen.partition(".")
    if not (moment.isascii() and moment.isdecimal() and len(moment) <= 13):
        return None
    return from_ms(int(moment)), office
