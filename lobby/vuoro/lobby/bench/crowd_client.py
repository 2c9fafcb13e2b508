"""The simulator of a thousand devices: ``python -m vuoro.lobby.bench.crowd_client FILE``.

Each keeps a poll open as a lobby does, and pushes once a minute: nothing, or a visitor, signed and
chained to the one before. What was measured goes to standard output.
"""

import asyncio
import json
import random
import sys
import time
import uuid
from dataclasses import asdict, dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

import orjson

from vuoro.core.chain import FIRST_HASH, canonical, chained
from vuoro.core.clock import SystemClock, local
from vuoro.core.wire.codec import encode
from vuoro.core.wire.sync import (
    BODY_CONTEXT,
    LONGEST_WAIT,
    PREFIX,
    PROTOCOL,
    SIGNATURE_HEADER,
    Health,
    Push,
    Told,
)
from vuoro.lobby.bench.process import cpu_seconds, memory_mb
from vuoro.sync.device_key import DeviceKey

PUSH_SECONDS = 60.0
ARRIVE_SECONDS = 20.0
"""Over so many seconds they connect: lobbies wait by chance up to 30 when a backend is back."""
WARM_UP_SECONDS = 25.0
MEASURED_SECONDS = 20.0
BOOT = str(uuid.UUID(int=1, version=4))


@dataclass
class Counted:
    """What was measured, in seconds."""

    pushes: list[float] = field(default_factory=list)
    polls: list[float] = field(default_factory=list)
    late: list[float] = field(default_factory=list)
    """Of polls without news: by how much longer they took than was asked for.

    Also of whatever is still owed at the end, by how much so far.
    """
    heard: list[float] = field(default_factory=list)
    """From a push until another device of the lobby has its news."""
    errors: int = 0
    seconds: float = MEASURED_SECONDS
    busy: float = 0.0
    """Processor time of the backend, in percent of a core."""
    memory: float = 0.0
    """Of the backend with all of them connected, in MB."""


class Line:
    """One connection, kept open."""

    def __init__(self, port: int, token: str) -> None:
        self._port, self._token = port, token
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def ask(self, method: str, path: str, body: bytes = b"", more: str = "") -> Any:
        """The answer as JSON. Raises OSError, ValueError for a refusal."""
        if self._streams is None:
            self._streams = await asyncio.open_connection("127.0.0.1", self._port)
        reader, writer = self._streams
        writer.write(
            f"{method} {PREFIX}{path} HTTP/1.1\r\nHost: b\r\nContent-Length: {len(body)}\r\n"
            f"Authorization: Device {self._token}\r\n{more}\r\n".encode()
            + body
        )
        head = await reader.readuntil(b"\r\n\r\n")
        length = next(
            int(line[15:])
            for line in head.split(b"\r\n")
            if line.lower().startswith(b"content-length")
        )
        answer = await reader.readexactly(length)
        if head[9:12] != b"200":
            raise ValueError(answer[:200])
        return orjson.loads(answer)


@dataclass(eq=False)
class Device:
    """One of them."""

    told: dict[str, Any]
    port: int
    server_epoch: str
    crowd: "Crowd"
    chain: bytes = FIRST_HASH
    sent: int = 0

    def __post_init__(self) -> None:
        self.cursor: int = self.told["cursor"]
        self.key = DeviceKey(None, bytes.fromhex(self.told["seed"]))
        self.polling = Line(self.port, self.told["token"])
        self.pushing = Line(self.port, self.told["token"])
        self.owed: dict[Line, float] = {}
        """When the answer to what was asked is due."""

    async def poll(self, chance: random.Random) -> None:
        """One poll after the other; the first is short, so that they don't all end at once."""
        await asyncio.sleep(chance.random() * ARRIVE_SECONDS)
        wait = chance.randint(1, LONGEST_WAIT)
        while True:
            start = time.monotonic()
            self.owed[self.polling] = start + wait
            page = await self.polling.ask(
                "GET", f"/pull?cursor={self.cursor}&limit=100&wait={wait}"
            )
            del self.owed[self.polling]
            self.cursor = page["next"]
            took = time.monotonic() - start
            self.crowd.polled(self, took, took - wait, news=bool(page["changes"]))
            wait = LONGEST_WAIT

    async def push(self, chance: random.Random) -> None:
        """One a minute."""
        await asyncio.sleep(ARRIVE_SECONDS + chance.random() * PUSH_SECONDS)
        while True:
            began = time.monotonic()
            body = encode(self._push())
            digest = BODY_CONTEXT + f"{PREFIX}/push\0".encode() + sha256(body).digest()
            signed = f"{SIGNATURE_HEADER}: {self.key.signature(digest)}\r\n"
            self.owed[self.pushing] = start = time.monotonic()
            self.crowd.newest[self.told["office"]] = self, start
            answer = await self.pushing.ask("POST", "/push", body, signed)
            del self.owed[self.pushing]
            took = time.monotonic() - start
            good = all(result["status"] == "applied" for result in answer["results"])
            self.crowd.pushed(took, ok=good)
            await asyncio.sleep(PUSH_SECONDS - (time.monotonic() - began))

    def _push(self) -> Push:
        events = (self._visitor(),) if self.crowd.visitors else ()
        return Push(PROTOCOL, self.told["id"], 1, self.server_epoch, events,
                    sent_mono=int(time.monotonic() * 1000), boot=BOOT,
                    health=Health(version="bench"))  # fmt: skip

    def _visitor(self) -> Told:
        """What a lobby tells when somebody takes a number."""
        self.sent += 1
        now = SystemClock().now()
        wall, day = int(now.timestamp() * 1000), local(now).date().isoformat()
        came = str(uuid.uuid4())
        arrival = {
            "id": came, "day": day, "how": "walk_in", "arrived_at": wall,
            "receipt": "1123-AAAA-BB", "device": "kiosk", "service": "neuvonta", "booking": None,
            "identity_index": None, "voided": False, "version": self.sent,
        }  # fmt: skip
        series = f"A{self.told['series']}"
        ticket = {
            "id": str(uuid.uuid4()), "arrival": came, "day": day, "series": series,
            "n": self.sent, "number": f"{series}{self.sent:03d}", "receipt": "1123-AAAA-BB",
            "token": "t", "service": "neuvonta", "language": "fi", "kind": "walk_in",
            "state": "waiting", "arrived_at": wall, "due_at": wall, "not_before": wall,
            "urgent": False, "counter": None, "booking": None, "booked_start": None,
            "specialist": None, "called_at": None, "served_at": None, "ended_at": None,
            "outcome": "", "version": self.sent,
        }  # fmt: skip
        event = Told(
            seq=self.sent, prev=self.chain.hex(), id=str(uuid.uuid4()), type="ticket.issued", tv=1,
            day=day, mono=int(time.monotonic() * 1000), wall=wall, boot=BOOT, clk="sync", actor="",
            p={"arrival": arrival, "ticket": ticket},
        )  # fmt: skip
        self.chain = chained(self.chain, canonical(event.content()))
        return event


class Crowd:
    """All of them, and what is counted once they are all there."""

    def __init__(self, told: dict[str, Any]) -> None:
        self.counted, self.backend = Counted(), int(told["pid"])
        self.counts, self.visitors = False, bool(told["visitors"])
        self.newest: dict[str, tuple[Device, float]] = {}
        """Who pushed last in each office, and when."""
        self.devices = [
            Device(each, told["port"], told["server_epoch"], self) for each in told["devices"]
        ]

    def pushed(self, took: float, *, ok: bool) -> None:
        if self.counts:
            self.counted.pushes.append(took)
            self.counted.errors += not ok

    def polled(self, device: Device, took: float, late: float, *, news: bool) -> None:
        if not self.counts:
            return
        self.counted.polls.append(took)
        if not news:
            self.counted.late.append(max(late, 0.0))
            return
        teller, told_at = self.newest.get(device.told["office"], (device, 0.0))
        if teller is not device:
            self.counted.heard.append(time.monotonic() - told_at)

    async def run(self) -> Counted:
        """Live for a while."""
        chance = random.Random(1)
        lives = [
            asyncio.create_task(self._live(way, chance))
            for device in self.devices
            for way in (device.poll, device.push)
        ]
        await asyncio.sleep(WARM_UP_SECONDS)
        self.counts, before = True, cpu_seconds(self.backend)
        await asyncio.sleep(MEASURED_SECONDS)
        self.counted.busy = (cpu_seconds(self.backend) - before) / MEASURED_SECONDS * 100
        self.counts, now = False, time.monotonic()
        owed = [due for device in self.devices for due in device.owed.values()]
        self.counted.late += [now - due for due in owed if due < now]
        self.counted.memory = memory_mb(self.backend)
        for life in lives:
            life.cancel()
        await asyncio.gather(*lives, return_exceptions=True)
        return self.counted

    async def _live(self, way: Any, chance: random.Random) -> None:
        """A way that fails is an error, and goes no further."""
        try:
            await way(chance)
        except Exception as error:
            print(f"{type(error).__name__}: {error}", file=sys.stderr)
            self.counted.errors += 1


def main() -> None:
    """Run, and tell."""
    told = json.loads(Path(sys.argv[1]).read_text("utf-8"))
    counted = asyncio.run(Crowd(told).run())
    print(json.dumps(asdict(counted)))


if __name__ == "__main__":
    main()
