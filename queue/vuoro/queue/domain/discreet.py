"""How a visitor wants to be called: aloud or quietly, here or at another waiting place.

Everyone is offered the same, so that asking for it tells nothing about who asks.
"""

from dataclasses import replace

from vuoro.core.wire.follow import CallWish
from vuoro.queue.domain.ticket import Ticket


def wished(ticket: Ticket, wish: CallWish, *, has_elsewhere: bool) -> Ticket | None:
    """The ticket with the wish taken in; None where it can't be: the visit is over, or there is no
    other waiting place. What the wish leaves out stays; taking it back is a wish too."""
    if not ticket.is_open or (wish.elsewhere and not has_elsewhere):
        return None
    return replace(
        ticket,
        silent=ticket.silent if wish.silent is None else wish.silent,
        elsewhere=ticket.elsewhere if wish.elsewhere is None else wish.elsewhere,
    )
