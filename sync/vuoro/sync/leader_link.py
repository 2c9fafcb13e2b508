"""A second kiosk tells the leader of its lobby of every number it gives (offline_sync §3.1).

The same events go to the backend by the outbox. The leader needs them only to call the numbers at
once, so nothing here waits for it: who can't be told now is told later, and told twice joins once.
"""

import asyncio
import logging
import random
from collections.abc import Callable

from vuoro.core.wire.codec import encode
from vuoro.core.wire.sync import PROTOCOL, Push, Pushed
from vuoro.queue.service import LobbyService
from vuoro.queue.service.identity import identity
from vuoro.queue.service.second_kiosk import has_news, heard, is_companion, to_tell
from vuoro.queue.store import StoreError
from vuoro.sync.answers import Turned, understood
from vuoro.sync.schedule import Pace, after_failure, after_success, delay
from vuoro.sync.talk import Talk, hold_aside, said
from vuoro.sync.transport import Ask, NoAnswer, Transport
from vuoro.sync.worker import Nap, nap

log = logging.getLogger(__name__)

PATH = "/v1/lan/push"
AT_ONCE = 50
"""Events in one request."""
DEADLINE = 5.0
LONGEST_SECONDS = 10.0
"""It is in the same house, and people wait for it."""
HEARTBEAT_SECONDS = 20.0
"""So often an idle kiosk asks whether the leader still knows what it was told."""


class LeaderLink:
    """The way from a second kiosk to its leader."""

    def __init__(
        self, lobby: LobbyService, token: str, chance: Callable[[], float] = random.random
    ) -> None:
        self._lobby, self._token, self._chance = lobby, token, chance
        self.pace = Pace()

    def tell(self) -> Talk[float]:
        """Tell what waits, and how the leader is. Gives seconds until the next go; 0: at once."""
        lobby = self._lobby
        if not is_companion(lobby):
            return HEARTBEAT_SECONDS
        events = to_tell(lobby, AT_ONCE)
        try:
            push = Push(PROTOCOL, _device(lobby), lobby.store.journal.epoch, "", events)
            reply = yield from said(self._ask(push))
            answer = understood(reply, Pushed)
        except (NoAnswer, Turned) as error:
            return self._failed(error)
        answered = [result.id for result in answer.results]
        if answered and answered != [event.id for event in events]:
            return self._failed(NoAnswer("it answers for other events"))
        if self.pace.failures:
            log.info("the leader answers again")
        self.pace = after_success(self.pace)
        if events:
            heard(lobby, answer.results)
        return 0.0 if has_news(lobby) else HEARTBEAT_SECONDS

    def _ask(self, push: Push) -> Ask:
        headers = {"Authorization": f"Bearer {self._token}", "Content-Type": "application/json"}
        return Ask("POST", PATH, headers, encode(push), DEADLINE, prefix="")

    def _failed(self, error: Exception) -> float:
        if not self.pace.failures:
            log.warning("the leader can't be told", extra={"why": str(error)})
        self.pace = after_failure(self.pace)
        return max(min(delay(self.pace, self._chance), LONGEST_SECONDS), 0.1)


class LeaderWorker:
    """Keeps the link up beside a running lobby service, until it is cancelled."""

    def __init__(self, link: LeaderLink, transport: Transport, *, nap: Nap = nap) -> None:
        self._link, self._transport, self._nap = link, transport, nap
        self._news = asyncio.Event()

    def nudge(self) -> None:
        """Something was committed. From the loop's thread only."""
        self._news.set()

    async def run(self) -> None:
        """Tell, and wait for more to tell."""
        while True:
            self._news.clear()
            wait = LONGEST_SECONDS
            try:
                wait = await hold_aside(self._link.tell(), self._transport)
            except StoreError as error:
                log.error("the database failed the link", extra={"error": str(error)})
            except Exception:
                # A bug here must not stop the kiosk.
                log.exception("the link to the leader failed")
            if wait:
                # After a failure news must not make it try all the time.
                failing = bool(self._link.pace.failures)
                await self._nap(wait, asyncio.Event() if failing else self._news)


def _device(lobby: LobbyService) -> str:
    known = identity(lobby)
    assert known is not None, "a second kiosk is enrolled"
    return known.device
