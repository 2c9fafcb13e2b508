"""Every table of the backend, by subject. Moments are milliseconds since 1970 UTC, ids are text.

Every table that belongs to an employment area carries it as ``tenant``, so that a database of many
areas can be distributed by it (architecture §7).
"""

from vuoro.booking.store.tables import (
    api,
    bookings,
    calendar,
    clients,
    drafts,
    fleet,
    messages,
    site_tls,
    staff,
    updates,
)
from vuoro.booking.store.tables.base import metadata

__all__ = [
    "api",
    "bookings",
    "calendar",
    "clients",
    "drafts",
    "fleet",
    "messages",
    "metadata",
    "site_tls",
    "staff",
    "updates",
]
