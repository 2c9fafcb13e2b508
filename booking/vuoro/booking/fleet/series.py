"""Number series of devices: what stands after the letter, so that no two give the same number.

The first device of an office has none, others a letter from H to Z (§3.7). Each has spares for the
epochs to come. Numbers begin anew every day, so a letter that nobody used for days is free again.
"""

import string
from collections.abc import Iterator
from itertools import product

from sqlalchemy import select

from vuoro.booking.fleet.devices import DeviceStatus, devices_of
from vuoro.booking.store import Work
from vuoro.booking.store.tables import fleet

SPARES = 3
_LETTERS = [letter for letter in string.ascii_uppercase[7:] if letter not in "IOQ"]
_REST_MS = 15 * 86_400_000
"""A device that was given up may come back with its numbers for 14 days."""


def free_series(work: Work, office: str, count: int) -> list[str]:
    """So many series that no device of the office has, has in spare, or had lately."""
    taken = _taken(work, office)
    found = (series for series in _all() if series not in taken)
    return [next(found) for _ in range(count)]


def _all() -> Iterator[str]:
    yield ""
    yield from _LETTERS
    for pair in product(_LETTERS, repeat=2):
        yield "".join(pair)


def _taken(work: Work, office: str) -> set[str]:
    d, e = fleet.device.c, fleet.device_epoch.c
    taken: set[str] = set()
    for device in devices_of(work.sql, d.office == office):
        gone = device.status in (DeviceStatus.REVOKED, DeviceStatus.WIPED)
        if not gone or (device.revoked_at or 0) > work.now_ms - _REST_MS:
            taken |= {device.series, *device.spare_series}
    lately = select(e.series).join(fleet.device, d.id == e.device)
    lately = lately.where(d.office == office, e.at > work.now_ms - _REST_MS)
    return taken | set(work.sql.execute(lately).scalars())
