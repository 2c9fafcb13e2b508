"""What a webhook says: ids and times, nothing personal. Pure."""

from datetime import datetime
from typing import Any

from sqlalchemy import RowMapping

from vuoro.booking.backend import from_ms
from vuoro.booking.domain.values import EventRow

EVENTS = (
    "made", "moved", "cancelled", "handed_over", "reassigned", "arrived", "absent", "done",
    "reopened", "erased",
)  # fmt: skip
"""The kinds of booking event that can be subscribed to, as ``booking.<kind>``."""


def payload(event: EventRow, booking: RowMapping) -> dict[str, Any]:
    """The body, in the form of Standard Webhooks.

    ``booking``: the row with the slugs ``office_slug`` and ``service_slug``. The booking is told as
    it is when the event is taken up; ``revision`` tells which is newer, for deliveries may overtake
    each other.
    """
    return {
        "type": f"booking.{event.kind}",
        "timestamp": _iso(event.at),
        "data": {
            "booking": event.booking,
            "sequence": event.n,
            "revision": booking["rev"],
            "status": booking["status"],
            "start": _iso(from_ms(booking["starts_at"])),
            "minutes": booking["minutes"],
            "channel": booking["channel"],
            "service": booking["service_slug"],
            "office": booking["office_slug"],
        },
    }


def _iso(moment: datetime) -> str:
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")
