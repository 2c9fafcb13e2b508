"""Which languages the client pages of an area can be read in: those of its offices."""

from functools import cache
from itertools import chain

from vuoro.core.languages import ENDONYMS, MAIN, Language
from vuoro.core.offering import BOOKING_PARTS, checked, offered


@cache
def languages_of(offices: tuple[tuple[str, ...], ...], unchecked_too: bool) -> tuple[Language, ...]:
    """Those of all offices of an area, in their order."""
    named = [tag for tag in dict.fromkeys(chain(*offices)) if tag in ENDONYMS]
    return offered(named or MAIN, unchecked_too, BOOKING_PARTS)


@cache
def languages_anywhere(unchecked_too: bool) -> tuple[Language, ...]:
    """Those that a page of no area may be asked for."""
    return tuple(tag for tag in ENDONYMS if unchecked_too or checked(tag, BOOKING_PARTS))
