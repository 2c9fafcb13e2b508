"""Screens of a kiosk that can't serve just now: each says what to do."""

from datetime import datetime

from vuoro.core.catalogue import Catalogue
from vuoro.core.languages import in_language
from vuoro.core.wire.common import Lobby
from vuoro.kiosk.view.shown import Layout, Shown
from vuoro.kiosk.view.words import opening


def asking(slow: bool, words: Catalogue) -> Shown:
    """Nothing at first, so that a quick answer doesn't flicker; then a calm word."""
    return Shown(
        screen="asking-slow" if slow else "asking",
        layout=Layout.MESSAGE,
        icon="clock" if slow else "",
        title=words.text("asking.title") if slow else "",
        lead=words.text("asking.lead") if slow else "",
    )


def closed(lobby: Lobby | None, now: datetime, words: Catalogue) -> Shown:
    """The lobby is closed: when it opens."""
    when = opening(lobby.opens_at if lobby else None, now, words)
    return Shown(
        screen="closed",
        layout=Layout.MESSAGE,
        icon="door",
        title=words.text("closed.title"),
        lead=f"{when}." if when else words.text("closed.lead"),
        notice=in_language(lobby.message, words.language) if lobby else "",
    )


def locked(words: Catalogue) -> Shown:
    """Staff locked the lobby for now."""
    return _plain("locked", "lock", words)


def kiosk_locked(words: Catalogue) -> Shown:
    """Staff locked this kiosk; the others may work."""
    return _plain("kiosk_locked", "lock", words)


def lost(waits: bool, words: Catalogue, again: str) -> Shown:
    """The lobby service doesn't answer; comes back by itself."""
    return Shown(
        screen="lost-waiting" if waits else "lost",
        layout=Layout.MESSAGE,
        icon="signal-lost",
        title=words.text("lost.title"),
        lead=words.text("lost.waiting" if waits else "lost.lead"),
        lines=(words.text("lost.by_itself"),),
        again=again if waits else "",
    )


def _plain(key: str, icon: str, words: Catalogue) -> Shown:
    return Shown(
        screen=key.replace("_", "-"),
        layout=Layout.MESSAGE,
        icon=icon,
        title=words.text(f"{key}.title"),
        lead=words.text(f"{key}.lead"),
    )
