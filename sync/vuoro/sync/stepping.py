"""A lobby and its backend a step at a time: for tests, models and simulations."""

import random
from collections.abc import Callable

from vuoro.queue.service import LobbyService, outbox
from vuoro.sync.contact import Contact, nowhere
from vuoro.sync.device_key import DeviceKey
from vuoro.sync.errands import Errands
from vuoro.sync.outcome import Did, Outcome
from vuoro.sync.talk import hold
from vuoro.sync.transport import Transport

_QUIET = (Did.NOTHING, Did.NOT_ENROLLED)


class Link:
    """Push and pull without threads and without waiting: each call is one go."""

    def __init__(
        self,
        lobby: LobbyService,
        transport: Transport,
        key: DeviceKey,
        *,
        version: str = "",
        chance: Callable[[], float] = random.random,
        at: Callable[[str], None] = nowhere,
    ) -> None:
        """``at`` is told named points on the way, for crash tests."""
        self.contact = Contact(
            lobby, key, version, chance=chance, at=at, trust_time=transport.trust_time
        )
        self.errands = Errands(self.contact)
        self.transport = transport

    def push_once(self) -> Outcome:
        """One go at the stream."""
        return hold(self.errands.push(), self.transport)

    def pull_once(self) -> Outcome:
        """One go at the changes; the backend answers at once."""
        return hold(self.errands.pull(), self.transport)

    def step(self) -> tuple[Outcome, Outcome]:
        """One go at each."""
        return self.push_once(), self.pull_once()

    def settle(self, most: int = 100) -> list[Outcome]:
        """Go on until there is nothing to do, or ``most`` steps are over. What happened, in order.

        It never waits: a failure is tried again at once.
        """
        happened: list[Outcome] = []
        for _ in range(most):
            step = self.step()
            happened += step
            if all(each.did in _QUIET and not each.wait for each in step) and not self._waits():
                break
        return happened

    def _waits(self) -> bool:
        """Whether a pull has brought about events after the push of the same step."""
        return outbox.state(self.contact.lobby).waiting > 0
