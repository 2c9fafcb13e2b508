"""The first page: my day, and what waits for somebody."""

from starlette.responses import Response

from vuoro.booking.domain.values import BookingStatus
from vuoro.booking.messages.outgoing import failures
from vuoro.booking.service.accounts import Role
from vuoro.booking.service.reading import day_of
from vuoro.booking.web.staff.attention_pages import open_for
from vuoro.booking.web.staff.door import Door
from vuoro.booking.web.staff.here import Here


def pages(door: Door) -> None:
    """``/staff``."""

    @door.get("/staff")
    def start(here: Here) -> Response:
        me = here.account.specialist if here.may(Role.BOOK) else None
        views = day_of(here.backend, here.tenant, here.today, specialist=me) if me else []
        mine = [each for each in views if each.status is not BookingStatus.CANCELLED]
        following = next((each for each in mine if each.end > here.backend.now), None)
        return here.page(
            "start.html", me=me, mine=mine, following=following,
            failed=len(failures(here.backend, here.tenant)) if here.may(Role.BOOK) else 0,
            waiting=len(open_for(here)),
        )  # fmt: skip
