"""Where setup shows what it does: a terminal or the journal, and the page on the screens."""

import contextlib
import os
import select
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from typing import IO, Protocol

from vuoro.lobby.appliance.setup.device import as_user, program
from vuoro.lobby.appliance.setup.shown import Pressed, Shown, read_pressed, shown_line

SESSION = Path("/run/vuoro-session")
SOCKET = "wayland-0"
_PATIENCE_SECONDS = 0.5
"""Between looks for a compositor that is about to come back."""
_SCREENS_USER = "vuoro-screen"


class Stage(Protocol):
    """Something that people see. ``pressed``: a touch on it within so many seconds."""

    def show(self, shown: Shown) -> None: ...

    def pressed(self, seconds: float) -> Pressed | None: ...

    def close(self) -> None: ...


def _say(line: str) -> None:
    """At once, also into a journal."""
    print(line, flush=True)


class Terminal:
    """Tells in lines, each thing once."""

    def __init__(self, say: Callable[[str], None] = _say) -> None:
        self._say = say
        self._said: set[str] = set()

    def show(self, shown: Shown) -> None:
        now = [row.text for row in shown.rows if row.state in ("now", "bad")]
        told = [*now] if shown.rows else [shown.title, *shown.lines]
        if shown.code:
            told += [f"    {shown.code}", f"    {' '.join(shown.words)}", f"    {shown.link}"]
        for line in told:
            if line not in self._said:
                self._said.add(line)
                self._say(line)

    def pressed(self, seconds: float) -> Pressed | None:
        return None

    def close(self) -> None:
        self._said.clear()


class Page:
    """The page as a program of its own, started anew whenever it ended: with the compositor, say.

    Nothing is shown while there is no compositor.
    """

    def __init__(
        self,
        start: "Callable[[], subprocess.Popen[bytes] | None] | None" = None,
        mono: Callable[[], float] = time.monotonic,
        pause: Callable[[float], None] = time.sleep,
    ) -> None:
        self._start = start or _started
        self._mono, self._pause = mono, pause
        self._program: subprocess.Popen[bytes] | None = None
        self._last = ""
        self._rest = b""

    def show(self, shown: Shown) -> None:
        line = shown_line(shown)
        if self._runs() and line == self._last:
            return
        self._last = line
        self._send()

    def pressed(self, seconds: float) -> Pressed | None:
        ends = self._mono() + seconds
        while (left := ends - self._mono()) > 0:
            if not self._runs():
                self._send()
            if self._program is None:
                self._pause(min(left, _PATIENCE_SECONDS))
            elif touch := self._read(left):
                return touch
        return None

    def close(self) -> None:
        """Take the page off the screens."""
        ended, self._program = self._program, None
        if ended is not None:
            for pipe in (ended.stdin, ended.stdout):
                _close(pipe)
            try:
                ended.wait(5)
            except subprocess.TimeoutExpired:
                end(ended)

    def _runs(self) -> bool:
        return self._program is not None and self._program.poll() is None

    def _send(self) -> None:
        if not self._runs():
            self.close()
            self._program, self._rest = self._start(), b""
        if self._program is not None and self._program.stdin is not None:
            try:
                self._program.stdin.write(self._last.encode())
                self._program.stdin.flush()
            except BrokenPipeError:
                # It has ended; whoever shows the next page starts another.
                self.close()

    def _read(self, seconds: float) -> Pressed | None:
        """A whole line, if there is one in time."""
        assert self._program is not None
        assert self._program.stdout is not None
        descriptor = self._program.stdout.fileno()
        if b"\n" not in self._rest:
            ready, _, _ = select.select([descriptor], [], [], min(seconds, 1.0))
            piece = os.read(descriptor, 4096) if ready else b""
            if ready and not piece:
                self.close()
                return None
            self._rest += piece
        line, newline, rest = self._rest.partition(b"\n")
        if not newline:
            return None
        self._rest = rest
        return read_pressed(line.decode())


class Both:
    """Several stages with the same on them; touches come from the last."""

    def __init__(self, *stages: Stage) -> None:
        self._stages = stages

    def show(self, shown: Shown) -> None:
        for stage in self._stages:
            stage.show(shown)

    def pressed(self, seconds: float) -> Pressed | None:
        return self._stages[-1].pressed(seconds)

    def close(self) -> None:
        for stage in self._stages:
            stage.close()


def _started() -> "subprocess.Popen[bytes] | None":
    if not (SESSION / SOCKET).exists():
        return None
    how = as_user(_SCREENS_USER)
    how["env"] |= {
        "XDG_RUNTIME_DIR": str(SESSION), "WAYLAND_DISPLAY": SOCKET, "QT_QPA_PLATFORM": "wayland",
        "QT_WAYLAND_DISABLE_WINDOWDECORATION": "1", "XDG_CACHE_HOME": "/tmp",
        # The unit of setup lets nothing write programs into memory.
        "QV4_FORCE_INTERPRETER": "1",
    }  # fmt: skip
    return subprocess.Popen(
        [*program(), "appliance", "setup", "--page"],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd="/", **how,
    )  # fmt: skip


def end(program: "subprocess.Popen[bytes]") -> None:
    """End the program of another user. The unit of setup may not, but systemd does when it ends."""
    with contextlib.suppress(PermissionError):
        program.kill()
        program.wait()


def _close(pipe: IO[bytes] | None) -> None:
    if pipe is not None:
        try:
            pipe.close()
        except BrokenPipeError:
            return
