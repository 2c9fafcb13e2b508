"""Services on pages: nothing scrolls."""

from math import ceil

from vuoro.core.wire.kiosk import ServiceChoice
from vuoro.kiosk.flow.state import State
from vuoro.kiosk.flow.wishes import Reach

ON_A_PAGE = (6, 4, 4)
ON_A_SIMPLE_PAGE = (3, 2, 2)
"""By the size of the text."""
ON_A_LOW_PAGE = 2
"""In the lowest third of the glass."""


def pages(state: State) -> int:
    """How many pages the services take; at least one."""
    return max(1, ceil(len(state.services) / _per_page(state)))


def services_on(state: State, page: int) -> tuple[ServiceChoice, ...]:
    """The services on a page, counted from 0."""
    page, size = min(page, pages(state) - 1), _per_page(state)
    return state.services[page * size : (page + 1) * size]


def _per_page(state: State) -> int:
    wishes = state.wishes
    if wishes.reach is not Reach.NONE:
        return ON_A_LOW_PAGE
    return (ON_A_SIMPLE_PAGE if wishes.simple else ON_A_PAGE)[wishes.text_size]
