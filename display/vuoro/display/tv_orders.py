"""What a television is told, by what is wanted of it and what it says of itself. Pure.

In its hours it is on, whoever took the remote control: it shows people whose turn it is. Outside
them it is turned off once; whoever turns it on then, for an evening or to clean, is let be until
the next hours begin.
"""

from dataclasses import dataclass, replace

from vuoro.hardware.tv import TvState

MOST_TIMES_UNSEEN = 3
"""A set that never says how it is is told to go off so often, and then believed to have done so."""


@dataclass(frozen=True, slots=True)
class Standing:
    """What has been wanted of the set, and what came of it."""

    wanted: bool | None = None
    obeyed: bool = False
    """It has been seen as wanted since that was wanted."""
    told: int = 0
    """How often it was told so without being seen so."""


def order(standing: Standing, wanted: bool, seen: TvState) -> tuple[Standing, bool | None]:
    """The standing after a look at the set, and what to tell it: on, off, or None for nothing."""
    if wanted is not standing.wanted:
        standing = Standing(wanted)
    if seen is (TvState.ON if wanted else TvState.STANDBY):
        return Standing(wanted, obeyed=True), None
    if seen in (TvState.OFFLINE, TvState.NONE) or _is_let_be(standing, seen):
        return standing, None
    return replace(standing, told=standing.told + 1), wanted


def _is_let_be(standing: Standing, seen: TvState) -> bool:
    if standing.wanted:
        return False
    return standing.obeyed or (seen is TvState.UNKNOWN and standing.told >= MOST_TIMES_UNSEEN)
