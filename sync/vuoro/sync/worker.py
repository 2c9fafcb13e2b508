"""The worker: push and pull of a running lobby service, beside everything else it does.

Steps that touch the lobby run on the loop's own thread, a few milliseconds at a time; the network
is waited for in other threads. The two loops go on independently of each other.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterable

from vuoro.core.wire.sync import LONGEST_WAIT
from vuoro.queue.store import StoreError
from vuoro.sync.contact import Contact
from vuoro.sync.errands import HEARTBEAT_SECONDS, Errands, Way
from vuoro.sync.following import Following
from vuoro.sync.outcome import Did, Outcome
from vuoro.sync.site_certificate import Certifying
from vuoro.sync.status import sync_state
from vuoro.sync.talk import Talk, hold_aside
from vuoro.sync.transport import Transport
from vuoro.sync.upkeep import Upkeep

log = logging.getLogger(__name__)

GATHER_SECONDS = 0.05
"""Whoever pressed gets the answer first; then the backend hears of it."""
WATCH_SECONDS = 15.0
AFTER_A_BUG_SECONDS = 30.0
_BETWEEN_EMPTY = 1.0
_WORTH_TELLING = (Did.TURNED, Did.RECOVERED, Did.SNAPSHOT, Did.QUARANTINED, Did.WIPE)
_IDLE = (Did.NOTHING, Did.NOT_ENROLLED)

Nap = Callable[[float, asyncio.Event], Awaitable[None]]
"""Waits so many seconds, or until the event is set."""


async def nap(seconds: float, woken: asyncio.Event) -> None:
    """Wait by the clock of the loop."""
    try:
        async with asyncio.timeout(seconds):
            await woken.wait()
    except TimeoutError:
        pass


class Worker:
    """Keeps one story with the backend until it is cancelled, or this device must be wiped."""

    def __init__(
        self,
        contact: Contact,
        transport: Transport,
        *,
        nap: Nap = nap,
        wait: int = LONGEST_WAIT,
        failed: Callable[[StoreError], None] = lambda error: None,
        following: Following | None = None,
        upkeep: Upkeep | None = None,
        certifying: Certifying | None = None,
    ) -> None:
        """``wait``: seconds that a pull is kept open. ``failed`` is told of a broken database."""
        self._following, self._upkeep, self._certifying = following, upkeep, certifying
        self.contact, self.errands = contact, Errands(contact)
        self._transport, self._nap, self._wait, self._failed = transport, nap, wait, failed
        self._news, self._wipe = asyncio.Event(), asyncio.Event()
        self._back = {way.name: asyncio.Event() for way in self._ways}
        self._away: set[str] = set()

    @property
    def _ways(self) -> tuple[Way, Way]:
        return self.errands.pushing, self.errands.pulling

    def nudge(self) -> None:
        """Something was committed. From the loop's thread only."""
        self._news.set()

    async def run(self) -> None:
        """Work. Returns when this device must be wiped."""
        loops = [self._push, self._pull, self._watch]
        loops += [self._follow] if self._following is not None else []
        loops += [self._keep_up] if self._upkeep is not None else []
        loops += [self._certify] if self._certifying is not None else []
        tasks = [asyncio.create_task(self._again_and_again(each)) for each in loops]
        try:
            await self._wipe.wait()
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def _push(self) -> None:
        way = self.errands.pushing
        self._news.clear()
        outcome = await self._go(self.errands.push(), way)
        if outcome.did is Did.WIPE:
            self._wipe.set()
        if outcome.more:
            return
        if outcome.wait:
            await self._wait_for(way, outcome.wait)
        else:
            await self._nap(HEARTBEAT_SECONDS, self._news)
            await self._nap(GATHER_SECONDS, asyncio.Event())

    async def _pull(self) -> None:
        way = self.errands.pulling
        began = self.contact.mono
        outcome = await self._go(self.errands.pull(self._wait), way)
        if outcome.did in (Did.PULLED, Did.SNAPSHOT):
            # Results of commands are events that nobody is told of.
            self.nudge()
        if outcome.wait:
            await self._wait_for(way, outcome.wait)
        elif outcome.did in _IDLE and self.contact.mono - began < self._wait / 2:
            # Whatever answers at once that there is nothing must not be asked all the time.
            await self._nap(_BETWEEN_EMPTY, asyncio.Event())

    async def _follow(self) -> None:
        """Beside the other two, and no news of theirs: it keeps nothing and fails quietly."""
        assert self._following is not None, "else nobody begins it"
        wait = await hold_aside(self._following.go(), self._transport)
        await self._nap(wait, asyncio.Event())

    async def _keep_up(self) -> None:
        """The device's programs, and support."""
        assert self._upkeep is not None, "else nobody begins it"
        await self._nap(await self._upkeep.go(), asyncio.Event())

    async def _certify(self) -> None:
        """What browsers at desks are shown."""
        assert self._certifying is not None, "else nobody begins it"
        await self._nap(await self._certifying.go(), asyncio.Event())

    async def _watch(self) -> None:
        """What staff see changes with time even where nothing happens."""
        self._tell()
        await self._nap(WATCH_SECONDS, asyncio.Event())

    async def _go(self, talk: Talk[Outcome], way: Way) -> Outcome:
        failures, was_sound = way.pace.failures, not self.contact.recover_because
        outcome = await hold_aside(talk, self._transport)
        self._note(way, outcome)
        if failures and not way.pace.failures:
            self._set(self._back.values())
        if outcome.did is Did.RECOVERED or (was_sound and self.contact.recover_because):
            self._set((self._news, *self._back.values()))
        self._tell()
        return outcome

    def _note(self, way: Way, outcome: Outcome) -> None:
        """Log what begins and what ends, not every try in between."""
        told = {"way": way.name, "why": outcome.why, "count": outcome.count}
        if outcome.did is Did.FAILED:
            if way.name not in self._away:
                log.warning("the backend can't be reached", extra=told)
            self._away.add(way.name)
        elif outcome.did in _WORTH_TELLING:
            log.info(outcome.did.value, extra=told)
        if way.name in self._away and not way.pace.failures:
            self._away.discard(way.name)
            log.info("the backend answers again", extra=told)

    async def _wait_for(self, way: Way, seconds: float) -> None:
        """Wait, but no longer than until the backend answers on the other way."""
        back = self._back[way.name]
        back.clear()
        await self._nap(seconds, back)

    async def _again_and_again(self, once: Callable[[], Awaitable[None]]) -> None:
        while True:
            try:
                await once()
            except StoreError as error:
                log.error("the database failed the sync", extra={"error": str(error)})
                self._failed(error)
                await self._nap(AFTER_A_BUG_SECONDS, asyncio.Event())
            except Exception:
                # A bug here must neither stop the lobby nor be tried in a tight loop.
                log.exception("the sync failed")
                await self._nap(AFTER_A_BUG_SECONDS, asyncio.Event())

    def _tell(self) -> None:
        self.contact.lobby.tell_sync(sync_state(self.contact))

    @staticmethod
    def _set(events: Iterable[asyncio.Event]) -> None:
        for event in events:
            event.set()
