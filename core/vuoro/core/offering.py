"""Which languages visitors are offered: those whose words people have checked.

Languages nobody has checked are offered only where an office says so: a wrong word about an
appointment is worse than a right one in another language.
"""

import logging
from collections.abc import Sequence

from vuoro.core.catalogue import catalogue
from vuoro.core.languages import FINNISH, MAIN, Language

_log = logging.getLogger(__name__)

LOBBY_PARTS = ("vuoro.kiosk", "vuoro.printer", "vuoro.display", "vuoro.core.phone")
"""Packages whose words visitors of a lobby read."""

BOOKING_PARTS = ("vuoro.booking.web", "vuoro.booking.messages")
"""Packages whose words those read who book, change and are reminded."""


def checked(language: str, parts: Sequence[str] = LOBBY_PARTS) -> bool:
    """Whether people have checked all that a visitor reads in a language."""
    return language in MAIN or all(catalogue(part, language).checked for part in parts)


def offered(
    wanted: Sequence[str], unchecked_too: bool, parts: Sequence[str] = LOBBY_PARTS
) -> tuple[Language, ...]:
    """The wanted languages that may be offered, in their order; Finnish if none may.

    What is left out is told in the log: an update may bring words that nobody has checked yet, and
    a lobby has to open all the same.
    """
    held_back = [] if unchecked_too else [tag for tag in wanted if not checked(tag, parts)]
    if held_back:
        _log.warning("languages_not_offered", extra={"languages": held_back})
    return tuple(Language(tag) for tag in wanted if tag not in held_back) or (FINNISH,)
