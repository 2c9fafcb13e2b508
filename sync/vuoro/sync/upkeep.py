"""The upkeep of a device beside its push and pull: its release, and what support wants to know.

It never holds up visitors: files are read and written in another thread, and while the office is
open a block is fetched every few seconds only. It keeps nothing in memory that a restart would
miss, and fails quietly: push and pull look after the session and say that the backend is away.
"""

import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from vuoro.core.wire.sync import CommandKind
from vuoro.core.wire.upkeep import MediaType, Offer, ReleaseAsk, SupportAnswer, Word
from vuoro.queue.service.commands import finish
from vuoro.sync.answers import Turned
from vuoro.sync.contact import Contact, NotEnrolled
from vuoro.sync.releases import ask_for_release, fetch_block, send_answer
from vuoro.sync.talk import aside, hold_aside
from vuoro.sync.transport import NoAnswer, Transport

log = logging.getLogger(__name__)

ASK_SECONDS = 600.0
"""So often a device asks which release it should run; sooner when it has something to tell."""
LOOK_SECONDS = 15.0
SUPPORT_SECONDS = 3.0
"""While support waits for an answer."""
SLOWLY_SECONDS = 4.0
"""Between two blocks while the office is open."""
AFTER_FAILURE = 30.0
LONGEST_AFTER_FAILURE = 600.0
ANSWER_SECONDS = 900.0
"""Support hears that it failed if the device has not answered within this time."""
_UNWELCOME = 401


class Appliance(Protocol):
    """The device around the lobby service. Called in another thread; may touch the disk."""

    def asks(self) -> ReleaseAsk:
        """Which release runs, and how the last offer stands."""
        ...

    def offered(self, offer: Offer | None) -> int | None:
        """Take an offer, or that there is none; the first block that is wanted, if any."""
        ...

    def fetched(self, offer: Offer, n: int, block: bytes) -> int | None:
        """Keep a block; the next that is wanted, if any."""
        ...

    def look(self, is_quiet_for: float) -> None:
        """Now and then: whether nobody needs the device, for so many seconds; 0: somebody may."""
        ...

    def request(self, command: str, kind: CommandKind) -> None:
        """Let the helper do what support asked for. Twice is as good as once."""
        ...

    def answers(self) -> Mapping[str, SupportAnswer]:
        """What the helper brought, by command."""
        ...


class Quiet(Protocol):
    """How long nobody needs the device. Called on the lobby's thread."""

    def __call__(self) -> float:
        """Seconds, 0 while somebody may need it."""
        ...


@dataclass
class Upkeep:
    """One device's. ``go`` is called again after the seconds it gives."""

    contact: Contact
    transport: Transport
    appliance: Appliance
    quiet: Quiet
    _asked_at: float | None = None
    _last: ReleaseAsk | None = None
    _offer: Offer | None = None
    _wanted: int | None = None
    _failures: int = 0
    _open: dict[str, tuple[CommandKind, float]] = field(default_factory=dict)
    """Commands of support: their kind, and since when they wait for an answer."""

    def ask_support(self, command: str, kind: CommandKind) -> None:
        """A command of support came with the stream; done once its answer is handed over."""
        self._open.setdefault(command, (kind, self.contact.mono))
        self.appliance.request(command, kind)

    async def go(self) -> float:
        """One step. Gives the seconds to wait before the next."""
        if self.contact.drains or self.contact.recover_because:
            return AFTER_FAILURE
        quiet = self.quiet()
        try:
            await aside(self.appliance.look, quiet)
            await self._answer_support()
            await self._ask()
            await self._fetch()
        except (NoAnswer, Turned, NotEnrolled) as error:
            if isinstance(error, Turned) and error.refusal.status == _UNWELCOME:
                self.contact.session = None
            self._failures += 1
            return min(AFTER_FAILURE * 2.0 ** (self._failures - 1), LONGEST_AFTER_FAILURE)
        except OSError as error:
            log.warning("the device's files can't be used", extra={"code": error.errno})
            return LONGEST_AFTER_FAILURE
        self._failures = 0
        if self._wanted is None:
            return SUPPORT_SECONDS if self._open else LOOK_SECONDS
        return 0.0 if quiet else SLOWLY_SECONDS

    async def _answer_support(self) -> None:
        if not self._open:
            return
        known = await aside(self.appliance.answers)
        for command, (kind, since) in list(self._open.items()):
            answer = known.get(command)
            if answer is None and self.contact.mono - since < ANSWER_SECONDS:
                continue
            if answer is None:
                answer = SupportAnswer(command, MediaType.JSON, kind.value, words=Word.FAILED)
            await hold_aside(send_answer(self.contact, answer), self.transport)
            self.contact.at("support.after_answer")
            done = "done" if answer.data else answer.words or "done"
            finish(self.contact.lobby, command, kind, {"result": done})
            del self._open[command]

    async def _ask(self) -> None:
        contact = self.contact
        asks = await aside(self.appliance.asks)
        is_due = self._asked_at is None or contact.mono - self._asked_at >= ASK_SECONDS
        if not is_due and not _is_news(asks, self._last):
            return
        self._offer = await hold_aside(ask_for_release(contact, asks), self.transport)
        self._asked_at, self._last = contact.mono, asks
        self._wanted = await aside(self.appliance.offered, self._offer)

    async def _fetch(self) -> None:
        if self._offer is None or self._wanted is None:
            return
        ask = fetch_block(self.contact, self._offer, self._wanted)
        block = await hold_aside(ask, self.transport)
        self.contact.at("release.after_block")
        self._wanted = await aside(self.appliance.fetched, self._offer, self._wanted, block)


def _is_news(asks: ReleaseAsk, last: ReleaseAsk | None) -> bool:
    """Whether the backend should hear it now; each percent of a download is no news."""
    if last is None or asks.version != last.version:
        return True
    now, before = asks.told, last.told
    if now is None or before is None:
        return now is not before
    return (now.version, now.attempt, now.state) != (before.version, before.attempt, before.state)
