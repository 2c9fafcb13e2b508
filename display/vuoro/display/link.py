"""The connection to the lobby service, and how old the picture is."""

from dataclasses import dataclass
from datetime import datetime

PATIENCE_SECONDS = 5.0
"""lobby.md, The board: so long nothing is said of a lost connection."""


@dataclass(frozen=True, slots=True)
class Link:
    """Whether the stream is open.

    ``since`` (monotonic seconds) and ``at`` (wall clock) are when that changed.
    """

    since: float
    at: datetime
    up: bool = False
    ever: bool = False
    """Whether it was ever up: before that there is no picture to keep."""


def changed(link: Link, up: bool, mono: float, now: datetime) -> Link:
    """The link after its state was reported; the same again changes nothing."""
    if up == link.up:
        return link
    return Link(mono, now, up, ever=link.ever or up)


def is_lost(link: Link, mono: float) -> bool:
    """Whether visitors are told."""
    return not link.up and mono - link.since >= PATIENCE_SECONDS


def told_at(link: Link) -> float | None:
    """When visitors are told, in monotonic seconds; None while the link is up."""
    return None if link.up else link.since + PATIENCE_SECONDS
