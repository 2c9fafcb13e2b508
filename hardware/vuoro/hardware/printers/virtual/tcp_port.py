"""The printer's network socket."""

import asyncio

from vuoro.hardware.printers.virtual.port import AT_ONCE, Serve

_TURNS_TO_ACCEPT = 5
"""Turns of the event loop until a connection that was just accepted is served."""


class TcpPort:
    """Listens; port 0 is chosen by the system, and kept from then on."""

    def __init__(self, host: str, port: int) -> None:
        self.port = port
        self._host = host
        self._server: asyncio.Server | None = None

    async def open(self, serve: Serve) -> None:
        self._server = await asyncio.start_server(serve, self._host, self.port, limit=AT_ONCE)
        self.port = self._server.sockets[0].getsockname()[1]

    async def refuse(self) -> None:
        """Connections on their way in arrive first: closing under them would leak them."""
        if self._server is None:
            return
        for listening in self._server.sockets:
            asyncio.get_running_loop().remove_reader(listening.fileno())
        for _ in range(_TURNS_TO_ACCEPT):
            await asyncio.sleep(0)
        self._server.close()

    async def close(self) -> None:
        server, self._server = self._server, None
        if server is not None:
            await server.wait_closed()
