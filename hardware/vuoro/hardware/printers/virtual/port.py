"""Where the printer's cable ends: something that hands over connections, a pair of streams each."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Protocol

Serve = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]
"""Serves one connection until it ends."""

AT_ONCE = 4096
"""Bytes taken at once; a small window, so that a printer that reads nothing is felt outside."""


class Port(Protocol):
    """Opened when the printer is switched on, closed when it is switched off, again and again."""

    async def open(self, serve: Serve) -> None:
        """Take connections. Raises OSError."""
        ...

    async def refuse(self) -> None:
        """Take no more connections; those that are served go on."""
        ...

    async def close(self) -> None:
        """Give up the port; all its connections have ended."""
        ...
