"""The worker of a running lobby, over a real network that can be pulled out."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from urllib.parse import urlsplit

import pytest

from tests.served import served
from tests.sync.pair import ADMIN, Pair
from vuoro.booking.fleet import commands
from vuoro.core.wire.desk import SyncLevel
from vuoro.core.wire.sync import CommandKind
from vuoro.lobby.cable.faults import Fault
from vuoro.lobby.cable.proxy import Cable
from vuoro.queue.service import outbox
from vuoro.queue.service.lobby import Committed
from vuoro.sync.contact import Contact
from vuoro.sync.errands import HEARTBEAT_SECONDS
from vuoro.sync.http import HttpTransport
from vuoro.sync.worker import WATCH_SECONDS, Worker, nap

PATIENCE = 60.0
"""Seconds after which a test gives up; nothing is expected to take more than a part of one."""


class Hurry:
    """Shortens every wait but those that something is to end, and tells of each."""

    def __init__(self) -> None:
        self.told = asyncio.Event()

    async def __call__(self, seconds: float, woken: asyncio.Event) -> None:
        self.told.set()
        is_idle = seconds in (HEARTBEAT_SECONDS, WATCH_SECONDS)
        await nap(PATIENCE if is_idle else min(seconds, 0.02), woken)


@pytest.fixture
def url(pair: Pair) -> Iterator[str]:
    with served(pair.app) as there:
        yield there


@dataclass
class Scene:
    """A worker at work, the cable it works through, and whoever waits for what it does."""

    pair: Pair
    worker: Worker
    cable: Cable
    running: asyncio.Task[None]
    told: asyncio.Event
    weather: Fault = Fault.NONE

    def __post_init__(self) -> None:
        self.cable.weather = lambda: self.weather
        self.pair.lobby._publish = self._publish

    async def until(self, condition: Callable[[], bool]) -> None:
        """Wait until something that the lobby or the worker does makes it so."""
        async with asyncio.timeout(PATIENCE):
            while not condition():
                self.told.clear()
                # What is told a moment before it is so must not be waited for until the end.
                await nap(0.2, self.told)

    def unplug(self) -> None:
        self.weather = Fault.UNPLUGGED
        self.cable.pull()

    def _publish(self, committed: Committed) -> None:
        self.told.set()
        if committed.rows:
            self.worker.nudge()


@asynccontextmanager
async def at_work(pair: Pair, url: str) -> AsyncIterator[Scene]:
    there = urlsplit(url)
    cable = Cable(str(there.hostname), int(there.port or 0), weather=lambda: Fault.NONE)
    port = await cable.listen()
    contact = Contact(pair.lobby, pair.key, chance=lambda: 0.5)
    hurry = Hurry()
    worker = Worker(contact, HttpTransport(f"http://127.0.0.1:{port}", "vuoro"), nap=hurry)
    running = asyncio.create_task(worker.run())
    try:
        yield Scene(pair, worker, cable, running, hurry.told)
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
        await cable.close()


def play(pair: Pair, url: str, story: Callable[[Scene], Awaitable[None]]) -> None:
    """A story at a worker that is in touch."""

    async def whole() -> None:
        async with at_work(pair, url) as scene:
            await scene.until(lambda: pair.waiting == 0 and pair.cursor[0] != "")
            await story(scene)

    asyncio.run(whole())


def test_a_booking_reaches_the_lobby_at_once(pair: Pair, url: str) -> None:
    async def story(scene: Scene) -> None:
        for when in ("10:10", "11:20"):
            booking = await asyncio.to_thread(pair.book, f"2026-11-23 {when}")
            # The pull is kept open for 25 seconds; nobody waits for those.
            await scene.until(lambda key=booking.id: key in pair.mirrored)  # type: ignore[misc]

    play(pair, url, story)


def test_a_number_reaches_the_backend_at_once(pair: Pair, url: str) -> None:
    async def story(scene: Scene) -> None:
        pair.world.number()
        await scene.until(lambda: pair.waiting == 0)
        assert await asyncio.to_thread(pair.visits) == 1

    play(pair, url, story)


def test_what_happened_while_the_network_was_away_is_told_when_it_is_back(
    pair: Pair, url: str
) -> None:
    async def story(scene: Scene) -> None:
        bad = (Fault.UNPLUGGED, Fault.PORTAL, Fault.LOST_REPLY, Fault.CUT)
        for days, fault in enumerate(bad):
            scene.unplug()
            scene.weather = fault
            for _ in range(10):
                pair.world.number()
                await asyncio.sleep(0)
            booking = await asyncio.to_thread(pair.book, f"2026-11-{24 + days} 10:10")
            await scene.until(lambda: scene.worker.errands.pushing.pace.failures >= 2)
            scene.weather = Fault.NONE
            await scene.until(lambda key=booking.id: key in pair.mirrored)  # type: ignore[misc]
            await scene.until(lambda: pair.waiting == 0)

            assert await asyncio.to_thread(pair.visits) == 10 * (days + 1), fault

    play(pair, url, story)


def test_a_restored_backend_is_filled_again_in_one_new_epoch(pair: Pair, url: str) -> None:
    async def story(scene: Scene) -> None:
        pair.world.number()
        await scene.until(lambda: pair.waiting == 0)
        before = outbox.state(pair.lobby).epoch
        await asyncio.to_thread(pair.restore_backend)
        await asyncio.to_thread(pair.end_sessions)
        # A backend that was restored was started anew: a pull that it kept open is cut.
        scene.cable.pull()
        epoch = await asyncio.to_thread(pair.backend.server_epoch)
        pair.world.number()
        await scene.until(lambda: pair.cursor[0] == epoch and pair.waiting == 0)

        assert await asyncio.to_thread(pair.visits) == 2
        assert outbox.state(pair.lobby).epoch == before + 1

    play(pair, url, story)


def test_a_key_is_changed_while_both_ways_use_it(pair: Pair, url: str) -> None:
    async def story(scene: Scene) -> None:
        before, device = pair.key.public, pair.enrolled.device
        await asyncio.to_thread(
            commands.command, pair.backend, ADMIN, device, CommandKind.ROTATE_KEY
        )
        await scene.until(lambda: pair.key.public != before)
        await asyncio.to_thread(pair.end_sessions)
        pair.world.number()
        booking = await asyncio.to_thread(pair.book)
        await scene.until(lambda: pair.waiting == 0 and booking.id in pair.mirrored)

        assert pair.key.public != before

    play(pair, url, story)


def test_staff_see_how_it_stands(pair: Pair, url: str) -> None:
    async def story(scene: Scene) -> None:
        await scene.until(
            lambda: pair.lobby.sync is not None and pair.lobby.sync.level is SyncLevel.GREEN
        )
        scene.unplug()
        pair.world.number()
        pair.wait(11 * 60)
        await scene.until(
            lambda: pair.lobby.sync is not None and pair.lobby.sync.level is SyncLevel.AMBER
        )
        assert pair.lobby.sync is not None
        assert pair.lobby.sync.events_waiting > 0

    play(pair, url, story)


def test_a_bug_in_one_loop_stops_neither_the_other_nor_the_lobby(
    pair: Pair, url: str, caplog: pytest.LogCaptureFixture
) -> None:
    def broken() -> dict[str, str]:
        raise ZeroDivisionError

    async def story(scene: Scene) -> None:
        scene.worker.contact.printers = broken
        pair.world.number()
        booking = await asyncio.to_thread(pair.book)
        await scene.until(lambda: booking.id in pair.mirrored)
        assert pair.waiting > 0

        scene.worker.contact.printers = dict
        await scene.until(lambda: pair.waiting == 0)

    with caplog.at_level(logging.ERROR, "vuoro.sync.worker"):
        play(pair, url, story)
    assert "ZeroDivisionError" in caplog.text


def test_the_worker_ends_at_once_though_a_pull_is_kept_open(pair: Pair, url: str) -> None:
    async def story(scene: Scene) -> None:
        scene.running.cancel()
        async with asyncio.timeout(5):
            await asyncio.gather(scene.running, return_exceptions=True)

    play(pair, url, story)


def test_the_worker_ends_when_the_device_must_be_wiped(pair: Pair, url: str) -> None:
    async def story(scene: Scene) -> None:
        pair.world.number()
        await asyncio.to_thread(
            commands.command,
            pair.backend,
            ADMIN,
            pair.enrolled.device,
            CommandKind.DRAIN_THEN_WIPE,
        )
        async with asyncio.timeout(PATIENCE):
            await scene.running
        assert await asyncio.to_thread(pair.visits) == 1
        assert pair.waiting == 0

    play(pair, url, story)
