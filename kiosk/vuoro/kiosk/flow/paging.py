"""Services on pages: nothing scrolls."""

from math import ceil

from vuoro.core.wire.kiosk import ServiceChoice
from vuoro.kiosk.flow.state import State
from vuoro.kiosk.flow.wishes import Reach

ON_A_PAGE = (6, 4, 4)
ON_A_SHORT_PAGE = (3, 2, 2)
"""In reach mode and on simple screens. By the size of the text."""


def pages(state: State) -> int:
    """How many pages the services take; at least one."""
    return max(1, ceil(len(state.services) / _per_page(state)))


def services_on(state: State, page: int) -> tuple[ServiceChoice, ...]:
    """The services on a page, counted from 0."""
    page, size = min(page, pages(state) - 1), _per_page(state)
    return state.services[page * size : (page + 1) * size]


def _per_page(state: State) -> int:
    wishes = state.wishes
    short = wishes.simple or wishes.reach is not Reach.NONE
    return (ON_A_SHORT_PAGE if short else ON_A_PAGE)[wishes.text_size]
