"""The page that shows the printer: its paper as it comes out, and its troubles at a touch."""

import asyncio
import contextlib
import socket
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import asdict, fields
from importlib import resources

import orjson
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from vuoro.core import look
from vuoro.hardware.printers.virtual.line import Line
from vuoro.hardware.printers.virtual.machine import Machine
from vuoro.hardware.printers.virtual.paper import CutSlip, png
from vuoro.hardware.printers.virtual.troubles import Troubles

_SHOWN = 12
_BETWEEN_FRAMES = 0.1
"""Seconds: a page that is told more often than ten times a second gains nothing."""

_NEARLY_EMPTY_MM = 2_000
_SLOW_MM = 20.0
_IN_THE_MIDDLE = 20_000
"""Bytes after which the cable is pulled: a third of a slip."""
_SWITCHES = frozenset(trouble.name for trouble in fields(Troubles))

_FILES = {
    "/": ("page.html", "text/html"),
    "/page.css": ("page.css", "text/css"),
    "/page.js": ("page.js", "text/javascript"),
}


class Page:
    """Answers the browser, in the event loop of the line: nothing changes while it looks."""

    def __init__(self, machine: Machine, line: Line, slips: Sequence[CutSlip]) -> None:
        self._machine = machine
        self._line = line
        self._slips = slips
        self._speed = line.mm_per_second
        self._closing = False

    def app(self) -> Starlette:
        """The web application."""
        return Starlette(
            routes=[
                *(Route(path, self._file) for path in _FILES),
                Route("/look.css", self._look),
                Route("/font.woff2", self._font),
                Route("/events", self._events),
                Route("/strip.png", self._strip),
                Route("/slips/{name}.{kind}", self._slip),
                Route("/do/{action}", self._act, methods=["POST"]),
            ]
        )

    async def close(self) -> None:
        """End the event streams, so that the server can stop at once."""
        self._closing = True
        async with self._line.changes:
            self._line.changes.notify_all()

    async def _file(self, request: Request) -> Response:
        name, kind = _FILES[request.url.path]
        return Response(_resource(__package__, "page", name), media_type=kind)

    async def _look(self, request: Request) -> Response:
        return Response(look.css(look.load()), media_type="text/css")

    async def _font(self, request: Request) -> Response:
        font = _resource(look.__name__, "fonts", "AtkinsonHyperlegibleNext.woff2")
        return Response(font, media_type="font/woff2", headers={"Cache-Control": "max-age=86400"})

    async def _strip(self, request: Request) -> Response:
        strip = self._machine.strip
        return _picture(png(strip.width, strip.rows))

    async def _slip(self, request: Request) -> Response:
        name, kind = request.path_params["name"], request.path_params["kind"]
        slip = next((slip for slip in self._slips if slip.name == name), None)
        if slip is None or kind not in ("png", "bin"):
            return Response("There is no such slip.", status_code=404)
        if kind == "bin":
            return Response(slip.data, media_type="application/octet-stream")
        return _picture(slip.png())

    async def _events(self, request: Request) -> Response:
        return StreamingResponse(self._frames(), media_type="text/event-stream")

    async def _act(self, request: Request) -> Response:
        action = request.path_params["action"]
        troubles = self._machine.troubles
        if action in _SWITCHES:
            setattr(troubles, action, not getattr(troubles, action))
        elif not await self._fate(action):
            return Response("There is no such button.", status_code=404)
        self._line.look()
        return Response(status_code=204)

    async def _fate(self, action: str) -> bool:
        """What is more than one trouble on or off; whether there is such a thing."""
        machine, line = self._machine, self._line
        match action:
            case "paper-out":
                machine.run_down(0)
            case "paper-low":
                machine.run_down(_NEARLY_EMPTY_MM)
            case "new-roll":
                machine.load()
            case "power":
                await line.switch(on=not machine.on)
            case "slow":
                slow = line.mm_per_second == _SLOW_MM
                line.mm_per_second = self._speed if slow else _SLOW_MM
            case "unplug":
                line.break_after(None if line.breaks else _IN_THE_MIDDLE)
            case "freeze":
                line.freeze(on=not line.frozen)
            case "mend":
                machine.troubles.end()
                line.freeze(on=False)
                line.break_after(None)
                line.mm_per_second = self._speed
            case _:
                return False
        return True

    async def _frames(self) -> AsyncIterator[bytes]:
        while not self._closing:
            told = self._line.version
            yield b"data: " + orjson.dumps(self._frame()) + b"\n\n"
            await asyncio.sleep(_BETWEEN_FRAMES)
            await self._newer_than(told)

    async def _newer_than(self, version: int) -> None:
        line = self._line
        async with line.changes:
            await line.changes.wait_for(lambda: self._closing or line.version != version)

    def _frame(self) -> dict[str, object]:
        machine, line = self._machine, self._line
        slips = list(self._slips)[-_SHOWN:]
        return {
            "model": f"{machine.model.maker} {machine.model.says}",
            "on": machine.on,
            "troubles": asdict(machine.troubles),
            "slow": line.mm_per_second == _SLOW_MM,
            "unplug": line.breaks,
            "freeze": line.frozen,
            "paper": "out" if machine.paper_out else "low" if machine.paper_low else "ok",
            "left_mm": round(machine.left_mm),
            "width": machine.strip.width,
            "strip": machine.strip.height,
            "slips": [{"name": slip.name, "height": slip.height} for slip in reversed(slips)],
        }


class _Server(uvicorn.Server):
    """Sleeps until it is told to stop; the library's own loop wakes ten times a second."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.told_to_stop = asyncio.Event()

    async def main_loop(self) -> None:
        await self.told_to_stop.wait()


Serve = Callable[[str, int], AbstractAsyncContextManager[int]]
"""Host and port (0: any) to the port that is served while the context lasts."""


def page_server(machine: Machine, line: Line, slips: Sequence[CutSlip]) -> Serve:
    """Serves the page of one printer. Raises OSError if the port is in use."""
    page = Page(machine, line, slips)

    @contextlib.asynccontextmanager
    async def serve(host: str, port: int) -> AsyncIterator[int]:
        listening = socket.create_server((host, port))
        config = uvicorn.Config(
            page.app(),
            lifespan="off",
            ws="none",
            log_config=None,
            date_header=False,
            timeout_graceful_shutdown=1,
        )
        server = _Server(config)
        task = asyncio.create_task(server.serve(sockets=[listening]))
        try:
            yield listening.getsockname()[1]
        finally:
            await page.close()
            server.told_to_stop.set()
            await task
            listening.close()

    return serve


def _picture(data: bytes) -> Response:
    return Response(data, media_type="image/png", headers={"Cache-Control": "no-store"})


def _resource(package: str | None, folder: str, name: str) -> bytes:
    return resources.files(package or "").joinpath(folder, name).read_bytes()
