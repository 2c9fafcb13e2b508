"""What has happened to a booking, as sentences: who did what and when."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from vuoro.booking.domain.values import BookingView, EventRow
from vuoro.booking.service.directory import specialists
from vuoro.booking.service.reading import event_row
from vuoro.booking.store.tables.bookings import booking_event
from vuoro.booking.store.tables.staff import audit
from vuoro.booking.web.staff.here import Here


@dataclass(frozen=True, slots=True)
class Happened:
    """One line: when, what, who; ``before``: the time or specialist that was."""

    at: datetime
    what: str
    who: str
    before: str


def history(here: Here, view: BookingView) -> list[Happened]:
    """Newest first. Names of staff are those the audit log kept."""
    event = booking_event.c
    query = select(booking_event).where(event.booking == view.id).order_by(event.n.desc())
    noted = select(audit.c.actor, audit.c.actor_name).where(
        audit.c.tenant == here.tenant, audit.c.entity == view.id
    )
    with here.backend.read() as sql:
        rows = [event_row(here.backend.vault, row) for row in sql.execute(query).mappings()]
        names = {row.actor: row.actor_name for row in sql.execute(noted)}
    everybody = specialists(here.backend, here.tenant, active_only=False)
    people = {each.id: each.name for each in everybody}
    return [
        Happened(row.at, here.says.one_of("event", row.kind), _who(here, row, names),
                 _before(here, row, people))
        for row in rows
    ]  # fmt: skip


def _who(here: Here, row: EventRow, names: dict[str, str]) -> str:
    return names.get(row.actor) or here.says.one_of("actor", row.actor.partition(":")[0])


def _before(here: Here, row: EventRow, people: dict[str, str]) -> str:
    parts = []
    if row.before_start is not None:
        parts.append(here.says.moment(row.before_start))
    if row.before_specialist is not None:
        parts.append(people.get(row.before_specialist, ""))
    return " · ".join(filter(None, parts))
