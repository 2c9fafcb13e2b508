"""An employment area of national size: fifty specialists, and a backend that knows them."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

from vuoro.booking.area import Area, HoursEntry, OfficeEntry, ServiceEntry, SpecialistEntry
from vuoro.booking.backend import Backend
from vuoro.booking.service.furnishing import furnish
from vuoro.booking.store import Database
from vuoro.booking.store.tables import metadata
from vuoro.booking.store.throwaway import throwaway_postgres
from vuoro.booking.vault import MasterSecret, Vault
from vuoro.core.clock import SteppingClock
from vuoro.core.ids import RandomIds

SPECIALISTS = 50
MINUTES = 30
NOW = datetime(2026, 11, 23, 5, 0, tzinfo=UTC)
"""A Monday before anybody works; the bench's clock stands still."""
WORKDAYS = ("mon", "tue", "wed", "thu", "fri")
TENANT, OFFICE, SERVICE = (str(UUID(int=n, version=4)) for n in (1, 2, 3))


def area() -> Area:
    """One office, one service, fifty specialists with a lunch."""
    names = {"fi": "Mittaus", "sv": "Mätning", "en": "Bench"}
    hours = {day: "08:00-16:00" for day in WORKDAYS}
    office = OfficeEntry(OFFICE, 17, "toimisto", names, names, hours)
    service = ServiceEntry(
        SERVICE, "keskustelu", names, MINUTES, channels=("in_person",), min_notice_minutes=0,
        max_days_ahead=92, identity_code="no",
    )  # fmt: skip
    return Area(
        TENANT, "mittaus", names, (office,), (service,),
        tuple(_specialist(number) for number in range(SPECIALISTS)),
    )  # fmt: skip


def _specialist(number: int) -> SpecialistEntry:
    lunch = 11 + number % 2
    hours = (
        HoursEntry(WORKDAYS, "08:00", f"{lunch}:00"),
        HoursEntry(WORKDAYS, f"{lunch}:30", "16:00"),
    )
    key = str(UUID(int=1000 + number, version=4))
    return SpecialistEntry(key, f"Specialist {number}", "toimisto", ("keskustelu",), hours)


@contextmanager
def backend_on(kind: str, folder: Path) -> Iterator[Backend]:
    """A furnished backend on ``SQLite`` or ``PostgreSQL``, both waiting for the disk."""
    if kind == "SQLite":
        yield from _furnished(f"sqlite:///{folder}/booking.db")
    else:
        with throwaway_postgres(folder / "pg", durable=True) as url:
            yield from _furnished(url)


def _furnished(url: str) -> Iterator[Backend]:
    db = Database(url)
    try:
        metadata.create_all(db.engine)
        clock = SteppingClock(NOW)
        backend = Backend(db, clock, RandomIds(clock), Vault(MasterSecret(os.urandom(32))))
        furnish(backend, area())
        yield backend
    finally:
        db.close()
