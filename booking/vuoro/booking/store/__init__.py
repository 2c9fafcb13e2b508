"""The backend's database: one schema for PostgreSQL and SQLite."""

from vuoro.booking.store.database import Database
from vuoro.booking.store.work import Work

__all__ = ["Database", "Work"]
