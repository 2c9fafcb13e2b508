"""Event streams: a snapshot at a version, then what changes (WHATWG HTML, Server-sent events)."""

import asyncio
from collections.abc import Callable

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from vuoro.queue.reading.hub import Listener, Subscription, event
from vuoro.queue.reading.view import View

KEEP_ALIVE_SECONDS = 2.0
_HEADERS = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-store"),
    (b"x-accel-buffering", b"no"),
]


class EventStream(Response):
    """A response that goes on until the listener leaves."""

    def __init__(
        self,
        view: View,
        subscription: Subscription,
        since: int,
        device: str = "",
        allowed: Callable[[], bool] = lambda: True,
    ) -> None:
        """``allowed`` is asked before each message; when it says no the stream ends."""
        super().__init__()
        self._allowed = allowed
        self._view, self._subscription = view, subscription
        self._since, self._device = since, device

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        listener = Listener()
        await send({"type": "http.response.start", "status": 200, "headers": _HEADERS})
        self._subscription.enter(listener)
        self._connected(1)
        gone = asyncio.ensure_future(_until_gone(receive))
        gone.add_done_callback(lambda _: listener.put(b""))
        try:
            await self._speak(listener, send, gone)
        except OSError:
            pass  # the listener went away in mid-message
        finally:
            gone.cancel()
            self._subscription.leave(listener)
            self._connected(-1)

    async def _speak(self, listener: Listener, send: Send, gone: asyncio.Future[None]) -> None:
        await self._send(send, b"retry: 1000\n" + self._first(self._since))
        while not gone.done():
            await listener.wait(KEEP_ALIVE_SECONDS)
            if gone.done() or not self._allowed():
                return
            if listener.overrun:
                listener.overrun = False
                listener.backlog[:] = [self._first(0)]
            await self._send(send, listener.drain() or b": here\n\n")

    def _first(self, since: int) -> bytes:
        return event(self._view.line.version, self._subscription.start(since))

    async def _send(self, send: Send, body: bytes) -> None:
        await send({"type": "http.response.body", "body": body, "more_body": True})

    def _connected(self, change: int) -> None:
        status = self._view.devices.get(self._device)
        if status is not None:
            status.streams += change
            self._view.tell()


def version_had(request: Request) -> int:
    """The version a client has, 0 for nothing: the last event's id, or ``?since=``."""
    text = request.headers.get("last-event-id") or request.query_params.get("since", "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 16 else 0


async def _until_gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
