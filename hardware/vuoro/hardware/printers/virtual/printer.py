"""The virtual printer: a machine behind a TCP port, a folder for its slips, a page to look at."""

import asyncio
import contextlib
import threading
from collections import deque
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import TypeVar

from vuoro.hardware.printers.virtual.folder import SlipFolder
from vuoro.hardware.printers.virtual.line import Line
from vuoro.hardware.printers.virtual.machine import Machine
from vuoro.hardware.printers.virtual.paper import CutSlip

T = TypeVar("T")
_REMEMBERED = 200


class VirtualPrinter:
    """A printer that runs in a thread of its own: enter it to switch it on.

    >>> with VirtualPrinter() as printer:
    ...     printer.paper_out()

    Ports of 0 are chosen by the system; no web page without ``web``. Entering raises OSError if a
    port is in use.
    """

    def __init__(
        self,
        *,
        host: str = "127.0.0.1",
        port: int = 0,
        web: int | None = None,
        folder: Path | None = None,
        paper_mm: int = 80,
        roll_mm: float = 50_000,
        mm_per_second: float | None = None,
    ) -> None:
        self.host = host
        self.port = port
        self.web_port = web
        self._folder = SlipFolder(folder) if folder else None
        self._slips: deque[CutSlip] = deque(maxlen=_REMEMBERED)
        self._changed = threading.Condition()
        self._machine = Machine(
            keep=self._keep,
            paper_mm=paper_mm,
            roll_mm=roll_mm,
            first_slip=self._folder.next_number() if self._folder else 1,
        )
        self._line = Line(self._machine, mm_per_second=mm_per_second)
        self._loop = asyncio.new_event_loop()
        self._stop = asyncio.Event()
        self._thread = threading.Thread(target=self._run, name="virtual printer", daemon=True)
        self._ready = threading.Event()
        self._failure: OSError | None = None

    def __enter__(self) -> "VirtualPrinter":
        self._thread.start()
        self._ready.wait()
        if self._failure is not None:
            self._thread.join()
            raise self._failure
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join()

    @property
    def slips(self) -> tuple[CutSlip, ...]:
        """The slips cut so far, the oldest first."""
        return tuple(self._slips)

    def wait_for_slips(self, count: int, timeout: float = 10.0) -> tuple[CutSlip, ...]:
        """The slips, as soon as there are so many. Raises TimeoutError."""
        with self._changed:
            if not self._changed.wait_for(lambda: len(self._slips) >= count, timeout):
                raise TimeoutError(f"{len(self._slips)} of {count} slips after {timeout} s")
        return self.slips

    def paper_out(self, after_mm: float = 0) -> None:
        """Leave so much paper on the roll: none, or as much as comes out before it ends."""
        self._do(lambda: self._machine.run_down(after_mm))

    def paper_low(self) -> None:
        """Let the roll become nearly empty."""
        self._do(lambda: self._machine.run_down(2_000))

    def new_roll(self, mm: float | None = None) -> None:
        """Put a new roll in; a job that was held goes on."""
        self._do(lambda: self._machine.load(mm))

    def cover_open(self) -> None:
        """Open the cover."""
        self._do(lambda: self._set_cover(is_open=True))

    def cover_close(self) -> None:
        """Close the cover; a job that was held goes on."""
        self._do(lambda: self._set_cover(is_open=False))

    def mute(self, *, on: bool = True) -> None:
        """Take bytes and print them, but never answer."""
        self._do(lambda: setattr(self._machine, "mute", on))

    def freeze(self, *, on: bool = True) -> None:
        """Read nothing from the line, as a hung printer does."""
        self._do(lambda: self._line.freeze(on=on))

    def unplug_after(self, count: int) -> None:
        """Break the connection once so many more bytes have come in."""
        self._do(lambda: self._line.break_after(count))

    def power_off(self) -> None:
        """Switch off: connections break, new ones are refused, the buffer is lost."""
        asyncio.run_coroutine_threadsafe(self._line.switch(on=False), self._loop).result()

    def power_on(self) -> None:
        """Switch on again, at the same port."""
        asyncio.run_coroutine_threadsafe(self._line.switch(on=True), self._loop).result()

    def _set_cover(self, *, is_open: bool) -> None:
        self._machine.cover_open = is_open

    def _do(self, act: Callable[[], T]) -> T:
        """Act in the printer's own thread, and let it look whether it can go on."""

        async def acted() -> T:
            result = act()
            self._line.look()
            return result

        return asyncio.run_coroutine_threadsafe(acted(), self._loop).result()

    def _keep(self, slip: CutSlip) -> None:
        if self._folder is not None:
            self._folder.keep(slip)
        with self._changed:
            self._slips.append(slip)
            self._changed.notify_all()

    def _run(self) -> None:
        with contextlib.closing(self._loop):
            try:
                self._loop.run_until_complete(self._serve())
            except OSError as error:
                self._failure = error
            finally:
                self._ready.set()

    async def _serve(self) -> None:
        await self._line.open(self.host, self.port)
        self.port = self._line.port
        try:
            async with contextlib.AsyncExitStack() as stack:
                if self.web_port is not None:
                    # A web server has some weight; whoever wants no page does without it.
                    from vuoro.hardware.printers.virtual.web import page_server

                    page = page_server(self._machine, self._line, self._slips)
                    self.web_port = await stack.enter_async_context(page(self.host, self.web_port))
                self._ready.set()
                await self._stop.wait()
        finally:
            await self._line.close()
