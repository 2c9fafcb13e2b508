"""The backend: a search over a national calendar, and bookings a second, each after a search."""

import random
import tempfile
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from time import perf_counter

from sqlalchemy import text

from vuoro.booking.backend import Backend, Refused
from vuoro.booking.domain.values import CLIENT, Contact, FreeTime, NewBooking, Wanted
from vuoro.booking.service.booking import book_at
from vuoro.booking.service.finding import find_times
from vuoro.core.clock import local
from vuoro.core.wire.desk import Channel
from vuoro.lobby.bench.figures import Figure, spread
from vuoro.lobby.bench.large_area import NOW, SERVICE, SPECIALISTS, TENANT, backend_on

DAYS = 60
SEARCHES = 30
BOOKINGS = 300
CLIENTS = 4
COMMITS = 200


def measure() -> list[Figure]:
    """On both databases, each beside what it takes to commit one row."""
    figures = []
    for kind in ("SQLite", "PostgreSQL"):
        # A socket's path must be short.
        with tempfile.TemporaryDirectory(prefix="vb", dir="/tmp") as folder:
            Path(folder).chmod(0o755)
            with backend_on(kind, Path(folder)) as backend:
                figures += [_bookings(backend, kind), _search(backend, kind)]
    return figures


def _search(backend: Backend, kind: str) -> Figure:
    """After the bookings, so that there is something to step around."""
    took = []
    for _ in range(SEARCHES):
        start = perf_counter()
        found = _times(backend, DAYS)
        took.append(perf_counter() - start)
    value, p95 = spread(took)
    name = f"{kind}: free times, {SPECIALISTS} specialists × {DAYS} days ({len(found):,} found)"
    return Figure(name, value, p95, "ms", None, "≤ 20 ms", value <= 20)


def _bookings(backend: Backend, kind: str) -> Figure:
    bare = _bare(backend)
    start = perf_counter()
    with ThreadPoolExecutor(CLIENTS) as clients:
        made = sum(clients.map(_book, [backend] * BOOKINGS, range(BOOKINGS)))
    rate = made / (perf_counter() - start)
    return Figure(f"{kind}: bookings with search, {CLIENTS} at once", rate, None, "/s", bare)


def _bare(backend: Backend) -> float:
    """Transactions a second of one row each, by one client: the database's own pace."""
    with backend.db.begin() as sql:
        sql.execute(text("CREATE TABLE bare (n INTEGER)"))
    start = perf_counter()
    for number in range(COMMITS):
        with backend.db.begin() as sql:
            sql.execute(text("INSERT INTO bare VALUES (:n)"), {"n": number})
    return COMMITS / (perf_counter() - start)


def _book(backend: Backend, number: int) -> int:
    """Search a week, book a time by chance; who was a moment too late tries another."""
    chance = random.Random(number)
    contact = Contact(f"Mittaus {number}", email=f"m{number}@example.fi")
    while True:
        free = _times(backend, 7)
        time = free[chance.randrange(len(free))]
        new = NewBooking(TENANT, SERVICE, Channel.IN_PERSON, time, contact, None)
        try:
            book_at(backend, CLIENT, new)
        except Refused as refused:
            if refused.code != "taken":
                raise
            continue
        return 1


def _times(backend: Backend, days: int) -> Sequence[FreeTime]:
    first = local(NOW).date()
    wanted = Wanted(TENANT, SERVICE, Channel.IN_PERSON, first, first + timedelta(days=days - 1))
    return find_times(backend, wanted)
