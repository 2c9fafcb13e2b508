"""The revisions of bookings: one more at each change, and never one that was lost with a backup."""

from sqlalchemy import Column, ColumnElement, case, select

from vuoro.booking.store import Work
from vuoro.booking.store.tables import calendar

FLOOR = "revision_floor"
"""In ``meta``, since the database was restored: what changes next is at this revision at least."""


def floor_of(work: Work) -> int:
    """The least revision of a change; 0 where no backup was ever brought back."""
    query = select(calendar.meta.c.v).where(calendar.meta.c.k == FLOOR)
    return int(work.sql.execute(query).scalar_one_or_none() or 0)


def next_revision(work: Work, rev: int) -> int:
    """The revision after this one."""
    return max(rev + 1, floor_of(work))


def next_revisions(work: Work, rev: Column[int]) -> ColumnElement[int]:
    """The same for the rows of an UPDATE."""
    floor = floor_of(work)
    return case((rev + 1 < floor, floor), else_=rev + 1)
