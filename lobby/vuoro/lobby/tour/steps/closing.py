"""Doors close: by staff, and by the clock."""

import re
from datetime import datetime

from vuoro.core.clock import SystemClock, local
from vuoro.core.wire.common import LobbyMode
from vuoro.lobby.demo import programs, ready
from vuoro.lobby.opening import open_store
from vuoro.lobby.tour.failing import expect, expect_that
from vuoro.lobby.tour.stage import Stage
from vuoro.queue.store.rebuild import rebuild, tables


def locked(stage: Stage) -> str:
    """Staff lock the lobby: the kiosk says so at once; and open it again."""
    page = stage.clerks["eero"].page
    for mode, screen in ((LobbyMode.LOCKED, "locked"), (LobbyMode.OPEN, "home")):
        page.click("#menu-button")
        page.click("#lock")
        page.click("#dialog button[type=submit]")
        stage.glass.await_screen(screen)
        stage.picture("kiosk", f"lobby-{mode.value}")
        lobby = stage.frame().lobby
        expect("mode of the lobby", lobby and lobby.mode, mode)
    return "locked and opened from the desk"


def closing_time(stage: Stage) -> str:
    """The clock reaches closing time: nobody new, and those who wait are still seen."""
    waiting = len(stage.frame().tickets)
    stage.running.stop("lobby")
    stage.glass.await_screen("lost")
    stage.picture("kiosk", "lobby-stopped")
    closes = _close_at(stage, local(SystemClock().now()))
    stage.running.start(programs.lobby(stage.house))
    ready.await_program("lobby", stage.running, lambda: ready.lobby_answers(stage.house))
    stage.glass.await_screen("closed")
    stage.picture("kiosk", "closed")
    stage.picture("display", "closed")
    stage.desk_picture("eero", "closed")
    lobby = stage.frame().lobby
    expect("mode of the lobby", lobby and lobby.mode, LobbyMode.CLOSED)
    expect("open tickets", len(stage.frame().tickets), waiting)
    before = stage.paper.count()
    stage.hold_up(stage.house.client("booking-code").pass_text)
    stage.glass.await_screen("refused-closed")
    stage.picture("kiosk", "refused-closed")
    expect("slips after closing time", stage.paper.count(), before)
    return f"closed at {closes:%H:%M}; {waiting} tickets still open for staff"


def journal(stage: Stage) -> str:
    """The tables made anew from the journal are the same."""
    stage.running.stop("lobby")
    with open_store(stage.house.settings.lobby, SystemClock()) as store:
        expect_that("the database is whole", store.check())
        before = tables(store)
        events = rebuild(store)
        expect_that("rebuilt tables are the same", tables(store) == before)
    return f"{events} events, {len(before['ticket'])} tickets"


def _close_at(stage: Stage, moment: datetime) -> datetime:
    """Write the office file anew, so that today ends at this moment."""
    file = stage.house.settings.lobby.office
    text = file.read_text(encoding="utf-8")
    day = moment.date().isoformat()
    closes = f'"{day}" = "00:00-{moment:%H:%M}"'
    changed, count = re.subn(rf'(?m)^"{day}" = ".*"$', closes, text)
    expect("opening hours of today", count, 1)
    file.write_text(changed, encoding="utf-8")
    return moment
