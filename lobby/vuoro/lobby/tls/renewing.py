"""A running lobby service renews its certificate by itself; lines that are open stay open."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI

from vuoro.lobby.serving import beside
from vuoro.lobby.tls.site import SiteTls
from vuoro.queue.api.context import Here

log = logging.getLogger(__name__)

LOOK_SECONDS = 60.0
"""An address that changed, or a clock that was set, is seen within this."""


def renew(app: FastAPI, site: SiteTls, pause: float = LOOK_SECONDS) -> None:
    """Let the application look after its certificate, from its start to its end."""

    async def look_on() -> None:
        here: Here = app.state.here
        while True:
            await asyncio.sleep(pause)
            try:
                await asyncio.to_thread(site.look, here.lobby.clock.now())
            except Exception:
                # The certificate of now is good for weeks; a full disk is known elsewhere.
                log.exception("the certificate could not be looked after")

    @asynccontextmanager
    async def renewing() -> AsyncIterator[None]:
        task = asyncio.create_task(look_on())
        try:
            yield
        finally:
            task.cancel()

    beside(app, renewing)
