"""Real lobby services for tests.

In a process that can be killed, or in a thread that is quick to start.
"""

import json
import os
import select
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import uvicorn
from fastapi import FastAPI

from tests.queue.lobby_process import CLERKS, DISPLAY_TOKEN, KIOSK_TOKEN, PASSWORD
from vuoro.core.wire.desk import DeskCommand
from vuoro.lobby.serving import listen
from vuoro.queue.api.fast_lane import FastLane
from vuoro.queue.client import KioskClient, StaffClient

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class RealLobby:
    """A lobby service that answers over HTTP."""

    url: str
    process: int = -1
    """A file descriptor of its process, which never means another one."""

    def kiosk(self) -> KioskClient:
        return KioskClient(self.url, KIOSK_TOKEN)

    @property
    def display_token(self) -> str:
        return DISPLAY_TOKEN

    @property
    def kiosk_token(self) -> str:
        return KIOSK_TOKEN

    def clerk(self, number: int = 0, *, sits: bool = True) -> StaffClient:
        """A clerk who has signed in, and sits at their counter."""
        name, counter = CLERKS[number]
        client = StaffClient(self.url, timeout=30)
        client.sign_in(name, PASSWORD)
        if sits:
            client.press("counter", DeskCommand(counter=counter))
        return client

    def kill(self) -> None:
        """As a power cut does; returns when it is dead."""
        signal.pidfd_send_signal(self.process, signal.SIGKILL)
        select.select([self.process], [], [], 10)


class Nursery:
    """Starts lobby services, each a process of its own."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.queue.lobby_process"],
            cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        self._processes: list[int] = []

    def start(self, data: Path, crash_at: str = "") -> RealLobby:
        """A lobby on a data folder, which dies at a step of the write path if one is named."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        print(json.dumps({"data": str(data), "crash_at": crash_at}), file=self._process.stdin)
        self._process.stdin.flush()
        told = json.loads(self._process.stdout.readline())
        process = os.pidfd_open(told["pid"])
        self._processes.append(process)
        return RealLobby(told["url"], process)

    def close(self) -> None:
        for process in self._processes:
            with suppress(ProcessLookupError):
                signal.pidfd_send_signal(process, signal.SIGKILL)
            os.close(process)
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.close()
        self._process.wait(10)
        self._process.stdout.close()


@contextmanager
def served(app: FastAPI, port: int = 0) -> Iterator[RealLobby]:
    """An application on a port of this computer, in a thread, until the context ends."""
    listener = listen("127.0.0.1", port)
    config = uvicorn.Config(
        FastLane(app), loop="asyncio", http="httptools", ws="none", log_config=None,
        access_log=False, timeout_graceful_shutdown=1,
    )  # fmt: skip
    server = _Told(config)
    thread = threading.Thread(target=lambda: server.run(sockets=[listener]))
    thread.start()
    assert server.begun.wait(20)
    try:
        yield RealLobby(f"http://127.0.0.1:{listener.getsockname()[1]}")
    finally:
        server.should_exit = True
        thread.join(10)
        listener.close()


class _Told(uvicorn.Server):
    """A server that says when it has begun, so that nobody needs to ask again and again."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.begun = threading.Event()

    async def main_loop(self) -> None:
        self.begun.set()
        await super().main_loop()
