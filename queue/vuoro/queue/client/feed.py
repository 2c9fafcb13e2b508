"""An event stream followed by a thread: it reconnects by itself and asks for what it missed."""

import logging
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Generic, TypeVar

import urllib3

from vuoro.core.wire.codec import Malformed, decode
from vuoro.queue.client.pools import pool_of

log = logging.getLogger(__name__)
F = TypeVar("F")

SILENCE_SECONDS = 5.0
"""The service says something every 2 s; after this much silence the connection is dead."""
FIRST_PAUSE = 0.2
LONGEST_PAUSE = 5.0


class Feed(Generic[F]):
    """Frames of one stream. ``on_frame`` and ``on_link`` are called on the feed's own thread.

    ``on_link(False)`` comes once when the service is lost, ``on_link(True)`` when it is back.
    """

    def __init__(
        self,
        base_url: str,
        path: str,
        token: str,
        kind: type[F],
        on_frame: Callable[[F], None],
        on_link: Callable[[bool], None],
        headers: dict[str, str] | None = None,
        authority: Path | None = None,
    ) -> None:
        """``authority``: file with the lobby's own one. Raises OSError where it can't be used."""
        self._url, self._kind = base_url + path, kind
        self._pool = pool_of(authority)
        self._headers = headers or {"Authorization": f"Bearer {token}"}
        self._on_frame, self._on_link = on_frame, on_link
        self._closing = threading.Event()
        self._response: urllib3.BaseHTTPResponse | None = None
        self._version = ""
        self._linked: bool | None = None
        self._thread = threading.Thread(target=self._run, name=f"feed {path}", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def close(self) -> None:
        """Stop following; returns when the thread has ended."""
        self._closing.set()
        response = self._response
        if response is not None:
            _hang_up(response)
        if self._thread.is_alive():
            self._thread.join(timeout=5)

    def _run(self) -> None:
        pause = FIRST_PAUSE
        pool = self._pool
        while not self._closing.is_set():
            try:
                for version, frame in self._frames(pool):
                    pause = FIRST_PAUSE
                    self._link(True)
                    self._on_frame(frame)
                    self._version = version
            except (urllib3.exceptions.HTTPError, OSError, Malformed) as error:
                log.info("stream interrupted", extra={"reason": type(error).__name__})
            except Exception:
                # A screen that runs for months is better off a frame short than dead.
                log.exception("a frame was not understood; asking for it again")
            self._link(False)
            self._closing.wait(pause)
            pause = min(pause * 2, LONGEST_PAUSE)
        pool.clear()

    def _frames(self, pool: urllib3.PoolManager) -> Iterator[tuple[str, F]]:
        """Each frame and the version that is had with it."""
        headers = self._headers | ({"Last-Event-ID": self._version} if self._version else {})
        timeout = urllib3.Timeout(connect=3.0, read=SILENCE_SECONDS)
        response = pool.request(
            "GET", self._url, headers=headers, preload_content=False, timeout=timeout
        )
        self._response, version = response, ""
        try:
            if self._closing.is_set():
                return
            if response.status != 200:
                raise urllib3.exceptions.HTTPError(f"status {response.status}")
            for name, value in _fields(response):
                if name == "id":
                    version = value
                elif name == "data":
                    yield version, decode(value, self._kind)
        finally:
            self._response = None
            response.close()

    def _link(self, up: bool) -> None:
        if self._linked is not up and not self._closing.is_set():
            self._linked = up
            self._on_link(up)


def _fields(response: urllib3.BaseHTTPResponse) -> Iterator[tuple[str, str]]:
    """The fields of an event stream (WHATWG HTML §9.2.6).

    Each of our events has one line of data.
    """
    rest = b""
    for chunk in response.stream(amt=65536):
        *lines, rest = (rest + chunk).split(b"\n")
        for line in lines:
            name, found, value = line.partition(b":")
            if found and name:
                yield name.decode(), value.removeprefix(b" ").decode()


def _hang_up(response: Any) -> None:
    """Close the socket under a reader that waits on another thread."""
    try:
        response.shutdown()
    except (OSError, ValueError, AttributeError):
        response.close()
