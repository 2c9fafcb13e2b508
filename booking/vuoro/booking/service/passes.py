"""The pass of a booking: the text of its QR code, signed anew whenever it is shown."""

import uuid
from datetime import timedelta

from vuoro.booking.backend import Backend, to_ms
from vuoro.booking.domain.values import BookingStatus, BookingView
from vuoro.booking.service.keys import pass_key
from vuoro.core.clock import local
from vuoro.core.opening_hours import moment_of
from vuoro.core.passes import Pass, sign
from vuoro.core.wire.desk import Channel

BEFORE = timedelta(hours=2)
GRACE = timedelta(hours=1)
"""After the end of the day of the booking."""
_LAST_REVISION = 255
_MIDNIGHT = 24 * 60


def pass_text(backend: Backend, view: BookingView) -> str | None:
    """151 characters; None for meetings by phone or video, cancelled ones and those of past days.

    Who comes on the right day, late or early, shows a pass that holds: it begins two hours before
    the start and ends an hour after the day (offline_sync §3.11).
    """
    alive = view.status in (BookingStatus.BOOKED, BookingStatus.ABSENT)
    ends = moment_of(local(view.start).date(), _MIDNIGHT) + GRACE
    if view.channel is not Channel.IN_PERSON or not alive or ends <= backend.now:
        return None
    starts = view.start - BEFORE
    kid, key = pass_key(backend, view.tenant, to_ms(ends))
    claims = Pass(
        key=kid,
        site=view.office.site,
        id=uuid.UUID(view.pass_id),
        revision=min(view.rev, _LAST_REVISION),
        starts=starts,
        minutes=(ends - starts) // timedelta(minutes=1),
    )
    return sign(claims, key, uuid.UUID(view.tenant))
