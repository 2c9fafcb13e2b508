"""A cable whose weather changes five times a second, on average good every other time.

``python -m vuoro.lobby.bench.flapping_cable TO LISTEN``: carries from one port to another.
"""

import asyncio
import random
import sys

from vuoro.lobby.cable.faults import Fault
from vuoro.lobby.cable.proxy import Cable

CHANGE_SECONDS = 0.2
_BAD = [fault for fault in Fault if fault is not Fault.NONE]


async def carry(to: int, listen: int) -> None:
    """Until it is killed."""
    chance, now = random.Random(1), Fault.NONE
    cable = Cable("127.0.0.1", to, lambda: now)
    await cable.listen(listen)
    while True:
        now = chance.choice((Fault.NONE, chance.choice(_BAD)))
        if now is Fault.UNPLUGGED:
            cable.pull()
        await asyncio.sleep(CHANGE_SECONDS)


if __name__ == "__main__":
    asyncio.run(carry(*map(int, sys.argv[1:3])))
