"""The virtual printer: a machine behind its ports, a folder for its slips, a page to look at."""

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
from vuoro.hardware.printers.virtual.models import GENERIC, Model
from vuoro.hardware.printers.virtual.paper import CutSlip
from vuoro.hardware.printers.virtual.port import Port
from vuoro.hardware.printers.virtual.pty_port import PtyPort
from vuoro.hardware.printers.virtual.tcp_port import TcpPort

T = TypeVar("T")
_REMEMBERED = 200


class VirtualPrinter:
    """A printer that runs in a thread of its own: enter it to switch it on.

    >>> with VirtualPrinter() as printer:
    ...     printer.paper_out()

    Ports of 0 are chosen by the system; no web page without ``web``. With ``pty`` it has a serial
    port too, a link at that path. Entering raises OSError if a port is in use.
    """

    def __init__(
        self,
        *,
        host: str = "127.0.0.1",
        port: int = 0,
        web: int | None = None,
        pty: Path | None = None,
        folder: Path | None = None,
        model: Model = GENERIC,
        paper_mm: int | None = None,
        roll_mm: float = 50_000,
        mm_per_second: float | None = None,
    ) -> None:
        self.host = host
        self.pty = pty
        self.web_port = web
        self._tcp = TcpPort(host, port)
        self._folder = SlipFolder(folder) if folder else None
        self._slips: deque[CutSlip] = deque(maxlen=_REMEMBERED)
        self._changed = threading.Condition()
        self._machine = Machine(
            keep=self._keep,
            model=model,
            paper_mm=paper_mm,
            roll_mm=roll_mm,
            first_slip=self._folder.next_number() if self._folder else 1,
        )
        ports: list[Port] = [self._tcp, PtyPort(pty)] if pty else [self._tcp]
        self._line = Line(self._machine, ports, mm_per_second=mm_per_second)
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
    def port(self) -> int:
        """The TCP port it listens at."""
        return self._tcp.port

    @property
    def began(self) -> float | None:
        """When the first dots of the newest slip came out, in seconds of ``time.monotonic``."""
        return self._line.began

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
        self.do(lambda machine: machine.run_down(after_mm))

    def paper_low(self) -> None:
        """Let the roll become nearly empty."""
        self.do(lambda machine: machine.run_down(2_000))

    def new_roll(self, mm: float | None = None) -> None:
        """Put a new roll in; a job that was held goes on."""
        self.do(lambda machine: machine.load(mm))

    def cover_open(self) -> None:
        """Open the cover."""
        self._trouble("cover_open", on=True)

    def cover_close(self) -> None:
        """Close the cover; a job that was held goes on."""
        self._trouble("cover_open", on=False)

    def jam(self, *, on: bool = True) -> None:
        """Block the cutter, or clear it."""
        self._trouble("jam", on=on)

    def jam_at_cut(self) -> None:
        """Let the cutter block when it cuts next."""
        self._trouble("jam_at_cut", on=True)

    def hot(self, *, on: bool = True) -> None:
        """Overheat the head; nothing is printed until it has cooled."""
        self._trouble("hot", on=on)

    def broken(self, *, on: bool = True) -> None:
        """An error that only a repair ends."""
        self._trouble("broken", on=on)

    def paused(self, *, on: bool = True) -> None:
        """Offline by its button."""
        self._trouble("paused", on=on)

    def mute(self, *, on: bool = True) -> None:
        """Take bytes and print them, but never answer."""
        self._trouble("mute", on=on)

    def stuck(self, *, on: bool = True) -> None:
        """Take bytes and answer, but print nothing of them, ever."""
        self._trouble("stuck", on=on)

    def slow(self, mm_per_second: float | None) -> None:
        """Print at so many millimetres a second; as fast as it can with None."""
        self.do(lambda _: setattr(self._line, "mm_per_second", mm_per_second))

    def freeze(self, *, on: bool = True) -> None:
        """Read nothing from the line, as a hung printer does."""
        self.do(lambda _: self._line.freeze(on=on))

    def unplug_after(self, count: int) -> None:
        """Break the connection once so many more bytes have come in."""
        self.do(lambda _: self._line.break_after(count))

    def power_off(self) -> None:
        """Switch off: connections break, new ones are refused, the buffer is lost."""
        asyncio.run_coroutine_threadsafe(self._line.switch(on=False), self._loop).result()

    def power_on(self) -> None:
        """Switch on again, at the same port."""
        asyncio.run_coroutine_threadsafe(self._line.switch(on=True), self._loop).result()

    def do(self, act: Callable[[Machine], T]) -> T:
        """Do something to the machine in the printer's own thread, and let it go on if it can."""

        async def acted() -> T:
            result = act(self._machine)
            self._line.look()
            return result

        return asyncio.run_coroutine_threadsafe(acted(), self._loop).result()

    def _trouble(self, name: str, *, on: bool) -> None:
        self.do(lambda machine: setattr(machine.troubles, name, on))

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
        try:
            await self._line.open()
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
