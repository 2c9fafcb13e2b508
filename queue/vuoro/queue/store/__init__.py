"""The lobby's database: one file, one process, one connection that writes."""

from vuoro.queue.store.errors import (
    DatabaseBroken,
    DatabaseBusy,
    DatabaseDamaged,
    DatabaseFull,
    DatabaseUnusable,
    StoreError,
)
from vuoro.queue.store.store import Store, Work

__all__ = [
    "DatabaseBroken",
    "DatabaseBusy",
    "DatabaseDamaged",
    "DatabaseFull",
    "DatabaseUnusable",
    "Store",
    "StoreError",
    "Work",
]
