"""A cable between each lobby and the backend, carried by a thread of the test's process."""

import asyncio
import random
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from vuoro.lobby.cable.faults import Fault, Storm
from vuoro.lobby.cable.proxy import Cable

_PATIENCE = 20


@dataclass(frozen=True)
class Network:
    """The cables, by lobby."""

    cables: dict[str, Cable]
    ports: dict[str, int]
    _loop: asyncio.AbstractEventLoop

    def storm(self, chance: random.Random, worst: int) -> None:
        """So many of a hundred requests go wrong from now on."""
        for cable in self.cables.values():
            cable.weather = Storm(random.Random(chance.getrandbits(32)), worst)

    def calm(self) -> None:
        """From now on all is carried; what still hangs is cut off."""
        for cable in self.cables.values():
            cable.weather = lambda: Fault.NONE
            self._loop.call_soon_threadsafe(cable.pull)

    def seen(self) -> set[Fault]:
        """What has happened to requests."""
        return {fault for cable in self.cables.values() for fault in cable.seen}


@contextmanager
def network(names: Sequence[str], backend_port: int) -> Iterator[Network]:
    """A network in fine weather, until the context ends."""
    began: list[Network] = []
    up = threading.Event()
    ends: list[asyncio.Event] = []

    async def carry() -> None:
        end = asyncio.Event()
        cables = {name: Cable("127.0.0.1", backend_port, lambda: Fault.NONE) for name in names}
        ports = {name: await cable.listen() for name, cable in cables.items()}
        began.append(Network(cables, ports, asyncio.get_running_loop()))
        ends.append(end)
        up.set()
        await end.wait()
        for cable in cables.values():
            await cable.close()

    thread = threading.Thread(target=asyncio.run, args=(carry(),))
    thread.start()
    assert up.wait(_PATIENCE)
    try:
        yield began[0]
    finally:
        began[0]._loop.call_soon_threadsafe(ends[0].set)
        thread.join(_PATIENCE)
