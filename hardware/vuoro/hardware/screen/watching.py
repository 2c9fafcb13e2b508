"""Whether the session shows what it could, and what to do if it doesn't. Pure."""

from collections.abc import Collection
from dataclasses import dataclass, replace

from vuoro.hardware.screen.connectors import Connector

PATIENCE = 30.0
"""Seconds in which a compositor may find a screen that was plugged, or answer again."""


@dataclass(frozen=True, slots=True)
class Look:
    """One look. ``lit``: outputs that the compositor shows; None: it didn't answer."""

    connectors: tuple[Connector, ...]
    lit: frozenset[str] | None


@dataclass(frozen=True, slots=True)
class Watch:
    """What was seen up to now. ``dark_since``: when a usable screen was first seen dark, or no
    answer came. ``given_up``: screens for which a new start did not help."""

    dark_since: float | None = None
    given_up: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Verdict:
    """``well``: the session may go on. ``dark``: usable screens that show nothing. ``blind``:
    screens that are plugged and haven't told what they can show. ``answers``: the compositor."""

    well: bool
    dark: frozenset[str] = frozenset()
    blind: frozenset[str] = frozenset()
    answers: bool = True

    def __str__(self) -> str:
        if not self.answers:
            return "the compositor does not answer"
        told = [f"{_names(self.dark)} dark"] if self.dark else []
        told += [f"{_names(self.blind)} without EDID"] if self.blind else []
        return ", ".join(told) or "every screen that is plugged is lit"


def judge(watch: Watch, look: Look, mono: float) -> tuple[Watch, Verdict]:
    """The watch and its verdict after a look at ``mono`` seconds.

    Nothing lit, or no answer, for longer than PATIENCE: the session is started anew, as often as it
    takes. One of several dark: it is started anew once; a kiosk that works is worth more than a
    second board. A screen without EDID is no reason: it can't be lit.
    """
    blind = frozenset(each.name for each in look.connectors if each.connected and not each.modes)
    usable = frozenset(each.name for each in look.connectors if each.usable)
    lit = look.lit
    if lit is None:
        watch, over = _dark(watch, mono)
        return watch, Verdict(not over, blind=blind, answers=False)
    dark = usable - lit
    # Screens that went away may be given another chance when they come back.
    watch = replace(watch, given_up=watch.given_up & dark)
    if not dark or (usable & lit and dark <= watch.given_up):
        return replace(watch, dark_since=None), Verdict(True, dark, blind)
    watch, over = _dark(watch, mono)
    return watch, Verdict(not over, dark, blind)


def after_restart(dark: Collection[str]) -> Watch:
    """The watch of a session that was started anew because these screens were dark."""
    return Watch(given_up=frozenset(dark))


def _dark(watch: Watch, mono: float) -> tuple[Watch, bool]:
    since = mono if watch.dark_since is None else watch.dark_since
    return replace(watch, dark_since=since), mono - since >= PATIENCE


def _names(outputs: frozenset[str]) -> str:
    return ", ".join(sorted(outputs))
