"""What the backend has told of bookings, visits and leased times, found by what people show."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import UTC, date, datetime

from vuoro.core.clock import local
from vuoro.core.wire.sync import LeaseRow, VisitRow
from vuoro.queue.domain.booking import Booking


class Diary:
    """The mirror in memory. A change costs what has changed, not what is here."""

    def __init__(self) -> None:
        self.bookings: dict[str, Booking] = {}
        self.of_pass: dict[str, Booking] = {}
        self.of_code: defaultdict[str, dict[str, Booking]] = defaultdict(dict)
        self.of_specialist: defaultdict[str, dict[str, Booking]] = defaultdict(dict)
        self.on: defaultdict[date, list[Booking]] = defaultdict(list)
        """By local date, in the order of their starts."""
        self.gone: dict[str, str] = {}
        """Pass to its booking, where the backend has taken that away from this office."""
        self.visits: dict[str, VisitRow] = {}
        self.visits_of: defaultdict[str, dict[str, VisitRow]] = defaultdict(dict)
        """Booking to the visits by it that stand."""
        self.leases: dict[str, LeaseRow] = {}
        """Bookable times that walk-ins of this office may have, of whichever device."""

    def put(self, changed: Mapping[str, Booking | None]) -> None:
        """These bookings are so now; None is one that was taken away."""
        touched: defaultdict[date, list[Booking]] = defaultdict(list)
        for key, booking in changed.items():
            before = self.bookings.pop(key, None)
            if before is not None:
                self._forget(before)
                touched[_date(before.start)].extend(())
            if booking is not None:
                self._learn(booking)
                touched[_date(booking.start)].append(booking)
        for day, news in touched.items():
            stay = [booking for booking in self.on[day] if booking.id not in changed]
            self.on[day] = sorted(stay + news, key=lambda booking: (booking.start, booking.id))

    def put_visits(self, changed: Mapping[str, VisitRow | None]) -> None:
        """These visits are so now; None is one that was taken away."""
        for key, visit in changed.items():
            before = self.visits.pop(key, None)
            if before is not None and before.booking is not None:
                self.visits_of[before.booking].pop(key, None)
            if visit is None:
                continue
            self.visits[key] = visit
            if visit.booking is not None and not visit.voided:
                self.visits_of[visit.booking][key] = visit

    def put_leases(self, changed: Mapping[str, LeaseRow | None]) -> None:
        """These leased times are so now; None is one that was taken away."""
        for key, lease in changed.items():
            self.leases.pop(key, None)
            if lease is not None:
                self.leases[key] = lease

    def drop_before(self, day: date) -> None:
        """The days before are over: nobody comes for them any more."""
        for over in [each for each in self.on if each < day]:
            for booking in self.on.pop(over):
                del self.bookings[booking.id]
                self._forget(booking)
        first = day.isoformat()
        self.leases = {key: row for key, row in self.leases.items() if _day_of(row) >= day}
        self.put_visits({key: None for key, v in self.visits.items() if v.day < first})

    def _learn(self, booking: Booking) -> None:
        self.bookings[booking.id] = booking
        self.of_pass[booking.pass_id] = booking
        self.gone.pop(booking.pass_id, None)
        if booking.code:
            self.of_code[booking.code][booking.id] = booking
        if booking.specialist is not None:
            self.of_specialist[booking.specialist][booking.id] = booking

    def _forget(self, booking: Booking) -> None:
        if self.of_pass.get(booking.pass_id) is booking:
            del self.of_pass[booking.pass_id]
        self.of_code[booking.code].pop(booking.id, None)
        self.of_specialist[booking.specialist or ""].pop(booking.id, None)


def start_of(lease: LeaseRow) -> datetime:
    """When a leased time begins."""
    return datetime.fromtimestamp(lease.start_ms / 1000, UTC)


def _day_of(lease: LeaseRow) -> date:
    return _date(start_of(lease))


def _date(moment: datetime) -> date:
    return local(moment).date()
