"""The link to the leader within a running lobby service, where that is a second kiosk's."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib import metadata
from pathlib import Path

from fastapi import FastAPI

from vuoro.core import pinned
from vuoro.core.settings.schema import SyncSettings
from vuoro.lobby.serving import beside
from vuoro.queue.api.context import Here
from vuoro.queue.store.rows import Row
from vuoro.sync.http import HttpTransport
from vuoro.sync.leader_link import LeaderLink, LeaderWorker

log = logging.getLogger(__name__)


def follow_leader(app: FastAPI, settings: SyncSettings) -> None:
    """Let the application tell its leader of the numbers it gives, from its start to its end."""
    beside(app, lambda: _following(app.state.here, settings))


@asynccontextmanager
async def _following(here: Here, settings: SyncSettings) -> AsyncIterator[None]:
    program = f"vuoro/{metadata.version('vuoro')}"
    transport = HttpTransport(
        settings.leader_url, program, compress=False, authority=_authority(settings)
    )
    worker = LeaderWorker(LeaderLink(here.lobby, _token(settings)), transport)

    def told(rows: tuple[Row, ...]) -> None:
        if rows:
            worker.nudge()

    here.view.listeners.append(told)
    following = asyncio.create_task(worker.run())
    try:
        yield
    finally:
        here.view.listeners.remove(told)
        following.cancel()
        await asyncio.gather(following, return_exceptions=True)


def _authority(settings: SyncSettings) -> Path | None:
    """None where it can't be used: the leader is then told nothing, and numbers are still given."""
    if why := pinned.fault(settings.leader_authority):
        log.error("the leader can't be trusted", extra={"why": why})
        return None
    return settings.leader_authority


def _token(settings: SyncSettings) -> str:
    """Empty where there is none: the kiosk still gives numbers, and the leader turns it away."""
    try:
        return settings.leader_token_file.read_text("ascii").strip()
    except (OSError, UnicodeError) as error:
        log.error("no token for the leader", extra={"file": str(settings.leader_token_file),
                                                    "error": type(error).__name__})  # fmt: skip
        return ""
