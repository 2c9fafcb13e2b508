"""A serial port with a printer at its end: a pseudo-terminal whose name is a link.

It stands in for /dev/ttyUSB0 and, since it is a device file, for /dev/usb/lp0 too.
"""

import contextlib
import os
import pty
import select
import threading
import tty
from collections.abc import Callable
from pathlib import Path

from vuoro.hardware.printers.virtual.machine import Machine

_BUFFER = 64 * 1024
_AT_ONCE = 4096


class SimulatedPort:
    """Enter it to plug it in; ``link`` is there while it is. The machine is worked in a thread."""

    def __init__(self, machine: Machine, link: Path) -> None:
        self.link = link
        self._machine = machine
        self._lock = threading.Lock()
        self._frozen = False
        self._break_after: int | None = None
        self._ends: tuple[int, int] | None = None
        self._wake = (-1, -1)
        self._thread: threading.Thread | None = None

    def __enter__(self) -> "SimulatedPort":
        self.plug()
        return self

    def __exit__(self, *_: object) -> None:
        self.unplug()

    def plug(self) -> None:
        """Plug it in, or switch the printer on. Raises OSError if the link can't be made."""
        # Our own end of the port stays open, or the other would be at its end with every close.
        ours, theirs = pty.openpty()
        tty.setraw(theirs)
        os.set_blocking(ours, False)
        self._ends = ours, theirs
        self._wake = os.pipe()
        self._machine.switch(on=True)
        self._thread = threading.Thread(target=self._run, args=(ours,), name="serial printer")
        self._thread.start()
        # Made aside and moved: a name from before does not get in the way.
        aside = self.link.with_name(f".{self.link.name}.new")
        aside.symlink_to(os.ttyname(theirs))
        aside.replace(self.link)

    def unplug(self) -> None:
        """Pull the cable, or switch the printer off: who has it open feels it."""
        self.link.unlink(missing_ok=True)
        thread, self._thread = self._thread, None
        if thread is None:
            return
        os.close(self._wake[1])
        thread.join()
        os.close(self._wake[0])
        self._hang_up()
        self._machine.switch(on=False)

    def unplug_after(self, count: int) -> None:
        """Pull the cable once so many more bytes have come."""
        with self._lock:
            self._break_after = count

    def freeze(self, *, on: bool = True) -> None:
        """Take no bytes, as a hung printer does."""
        self._frozen = on
        os.write(self._wake[1], b".")

    def do(self, act: Callable[[Machine], None]) -> None:
        """Do something to the machine, and let it go on if it can."""
        with self._lock:
            act(self._machine)
        os.write(self._wake[1], b".")

    def _run(self, ours: int) -> None:
        while True:
            taking = not self._frozen and self._machine.held < _BUFFER
            ready, _, _ = select.select([self._wake[0], *([ours] if taking else [])], [], [])
            if self._wake[0] in ready and not os.read(self._wake[0], _AT_ONCE):
                return
            with self._lock:
                if ours in ready and not self._take(ours):
                    return
                self._work(ours)

    def _take(self, ours: int) -> bool:
        """Bytes to the machine; False when the cable was pulled meanwhile."""
        try:
            data = os.read(ours, _AT_ONCE)
        except BlockingIOError:
            return True
        if self._break_after is not None and len(data) >= self._break_after:
            self._machine.receive(data[: self._break_after])
            self._break_after = None
            self.link.unlink(missing_ok=True)
            self._hang_up()
            return False
        if self._break_after is not None:
            self._break_after -= len(data)
        self._say(ours, self._machine.receive(data))
        return True

    def _work(self, ours: int) -> None:
        while (step := self._machine.step()) is not None:
            self._say(ours, step.answer)

    def _say(self, ours: int, answer: bytes) -> None:
        """What nobody reads for long is lost, as it is on a cable."""
        if answer:
            with contextlib.suppress(BlockingIOError):
                os.write(ours, answer)

    def _hang_up(self) -> None:
        ends, self._ends = self._ends, None
        for end in ends or ():
            os.close(end)
