"""The sync worker within a running lobby service: begun once enrolled, ended with the service."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from importlib import metadata
from pathlib import Path
from typing import Any

from fastapi import FastAPI

from vuoro.core.settings.schema import SyncSettings
from vuoro.core.wire.follow import CallWish
from vuoro.core.wire.following import FollowWish
from vuoro.lobby.appliance.quiet_time import QuietTime
from vuoro.lobby.appliance.upkeep import Places, ThisAppliance
from vuoro.lobby.wiping import wipe
from vuoro.queue.api.context import Here
from vuoro.queue.reading.followed import Followed
from vuoro.queue.service import LobbyService, discreet, keyring
from vuoro.queue.service.identity import identity
from vuoro.queue.service.lobby import Press
from vuoro.queue.store import DatabaseBroken, StoreError
from vuoro.queue.store.rows import Row
from vuoro.sync.contact import Contact
from vuoro.sync.device_key import BadKeyFile, DeviceKey, find_key
from vuoro.sync.following import Following
from vuoro.sync.http import HttpTransport
from vuoro.sync.leaving import leaving
from vuoro.sync.site_certificate import Certifying, Site
from vuoro.sync.status import not_in_touch
from vuoro.sync.upkeep import Upkeep
from vuoro.sync.worker import Worker

log = logging.getLogger(__name__)

KIOSK = "kiosk"
DEVICE = Places()


@dataclass(frozen=True, slots=True)
class Ending:
    """What ends the service: the disk failed under the database, or this device was wiped."""

    give_up: Callable[[], None] = lambda: None
    wiped: Callable[[], None] = lambda: None
    second: Path | None = None
    """The second medium, on which nothing may be left either."""


def prepare_keys(lobby: LobbyService, settings: SyncSettings) -> None:
    """Before the doors open: what passes and identity codes were checked with is there again."""
    if settings.day_keys == "file":
        keyring.use_file(lobby)
    keyring.reopen_keys(lobby)
    lobby.forget_after = timedelta(days=settings.forget_after_days)


def keep_in_touch(
    app: FastAPI, settings: SyncSettings, data: Path, ending: Ending, at: Callable[[str], None]
) -> None:
    """Let the application keep one story with the backend, from its start to its end.

    ``at`` is told named points on the way, for crash tests.
    """
    inside = app.router.lifespan_context

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[Any]:
        async with inside(app) as state:
            site = app.state.tls.enrolled if app.state.tls is not None else None
            keeper = Keeper(app.state.here, settings.backend_url, data, ending, at, site=site)
            keeping = asyncio.create_task(keeper.run())
            try:
                yield state
            finally:
                keeping.cancel()
                await asyncio.gather(keeping, return_exceptions=True)
        if keeper.is_wiping:
            # The database is closed now.
            wipe(data, ending.second)

    app.router.lifespan_context = lifespan


class Keeper:
    """Runs a worker for whom the lobby was enrolled as, and another when it is enrolled anew."""

    def __init__(
        self,
        here: Here,
        url: str,
        data: Path,
        ending: Ending,
        at: Callable[[str], None],
        places: Places = DEVICE,
        site: Site | None = None,
    ) -> None:
        """``site``: what keeps the certificate for browsers, where they are served with TLS."""
        self._site = site
        self._here, self._url, self._data, self._ending, self._at = here, url, data, ending, at
        self._followed, self._places = Followed(here.view), places
        self._version = metadata.version("vuoro")
        self._as: tuple[str, str] | None = None
        self._worker: Worker | None = None
        self._working: asyncio.Task[None] | None = None
        self._look = asyncio.Event()
        self.is_wiping = False

    async def run(self) -> None:
        """Until it is cancelled."""
        self._here.view.listeners.append(self._heard)
        try:
            while True:
                self._look.clear()
                await self._be_who_we_are()
                await self._look.wait()
        finally:
            self._here.view.listeners.remove(self._heard)
            await self._stop()

    def _heard(self, rows: tuple[Row, ...]) -> None:
        """Something was committed, or without rows: perhaps we were enrolled."""
        if not rows:
            self._look.set()
        elif self._worker is not None:
            self._worker.nudge()

    async def _be_who_we_are(self) -> None:
        lobby = self._here.lobby
        known, key = identity(lobby), self._key()
        who = (known.device, key.public) if known is not None and key is not None else None
        if who is None:
            lobby.tell_sync(not_in_touch(lobby))
            if key is None and leaving(lobby) is not None:
                # It died while it was wiped.
                self._wipe()
        if who == self._as and (who is None or self._working is not None):
            return
        await self._stop()
        self._as = who
        if key is not None and who is not None:
            self._worker = self._new_worker(key)
            self._working = asyncio.create_task(self._work(self._worker))

    def _key(self) -> DeviceKey | None:
        try:
            return find_key(self._data)
        except BadKeyFile as error:
            log.error("no sync without the key of this device", extra={"error": str(error)})
            return None

    def _new_worker(self, key: DeviceKey) -> Worker:
        transport = HttpTransport(self._url, f"vuoro/{self._version}")
        contact = Contact(
            self._here.lobby,
            key,
            self._version,
            at=self._at,
            printers=self._printers,
            trust_time=transport.trust_time,
        )
        following = Following(contact, self._followed.tickets, self._wished)
        upkeep = self._new_upkeep(contact, transport)
        certifying = Certifying(contact, transport, self._site) if self._site else None
        return Worker(
            contact, transport, failed=self._failed, following=following, upkeep=upkeep,
            certifying=certifying,
        )  # fmt: skip

    def _new_upkeep(self, contact: Contact, transport: HttpTransport) -> Upkeep | None:
        """On a device only: elsewhere nothing installs releases or answers support."""
        if not self._places.is_device:
            return None
        appliance = ThisAppliance(self._data, self._places)
        upkeep = Upkeep(contact, transport, appliance, QuietTime(self._here.lobby))
        contact.support = upkeep.ask_support
        return upkeep

    def _wished(self, wish: FollowWish) -> None:
        """A visitor outside the office has asked something; the same word twice is done once."""
        ticket = self._followed.ticket_of(wish.key)
        if ticket is not None:
            press = Press(f"{wish.key}-{wish.at_ms}", discreet.PHONE)
            asked = CallWish(wish.silent, wish.elsewhere)
            discreet.wish(self._here.lobby, ticket.id, asked, press)

    async def _work(self, worker: Worker) -> None:
        await worker.run()
        self._wipe()

    def _wipe(self) -> None:
        """Once the service has ended."""
        if not self.is_wiping:
            log.warning("this device is wiped, as the backend wants it")
            self.is_wiping = True
            self._ending.wiped()

    async def _stop(self) -> None:
        self._worker = None
        if self._working is not None:
            self._working.cancel()
            await asyncio.gather(self._working, return_exceptions=True)
            self._working = None

    def _printers(self) -> dict[str, str]:
        return {
            device.name: device.report.printer
            for device in self._here.view.devices.values()
            if device.kind == KIOSK
        }

    def _failed(self, error: StoreError) -> None:
        if isinstance(error, DatabaseBroken):
            self._ending.give_up()
