"""How much waits for a decision."""

from vuoro.booking.fleet.attention import open_items
from vuoro.booking.web.staff.here import Here


def open_count(here: Here) -> int:
    """Items of the attention inbox."""
    return len(open_items(here.backend, here.tenant))
