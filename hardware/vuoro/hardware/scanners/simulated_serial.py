"""A serial scanner that is not there: it talks as its profile says, over a pseudo-terminal.

python -m vuoro.hardware.scanners.simulated_serial --link /tmp/scanner
reads codes from standard input, one a line, and sends each as if it had been held up. Settings of
a kiosk beside it: kind = "serial", source = the path it prints.
"""

import argparse
import os
import queue
import re
import select
import sys
import threading
import tty
from collections.abc import Sequence
from pathlib import Path

from vuoro.hardware.scanners.profile import ScannerProfile, profile_named, raw
from vuoro.hardware.scanners.scanner import ScannerError
from vuoro.hardware.waking import Waker

_ENDS = {"any": b"\r\n", "cr": b"\r", "lf": b"\n", "crlf": b"\r\n", "pause": b""}
_COMMANDS = ("hello", "trigger_on", "trigger_off", "accept", "reject")
_FULL_SECONDS = 5.0


class SimulatedSerialScanner:
    """Plugged in from the start until ``unplug``; ``path`` is its serial port.

    One that has to be triggered sends a code held up before only when it is.
    """

    def __init__(self, profile: ScannerProfile) -> None:
        self._profile = profile
        self._commands = _pattern(profile)
        self._master, slave = os.openpty()
        tty.setraw(slave)
        # While nobody else has the port open, the other end must not look pulled out.
        self._slave = slave
        self.path = Path(os.ttyname(slave))
        self.told: queue.SimpleQueue[str] = queue.SimpleQueue()
        """What it was told, by the names of the profile's commands."""
        self._looking = not profile.trigger_seconds
        self._held: str | None = None
        self._lock = threading.Lock()
        self._waker = Waker()
        self._waker.open()
        self._thread = threading.Thread(target=self._listen, name="simulated scanner", daemon=True)
        self._thread.start()

    def hold(self, text: str) -> None:
        """Hold a code up to it."""
        with self._lock:
            self._held = text
            self._look()

    def send(self, data: bytes) -> None:
        """Put any bytes on the line, such as noise. Raises TimeoutError when nobody takes them."""
        poll = select.poll()
        poll.register(self._master, select.POLLOUT)
        while data:
            if not poll.poll(_FULL_SECONDS * 1000):
                raise TimeoutError("nobody reads the serial port")
            data = data[os.write(self._master, data[:4096]) :]

    def unplug(self) -> None:
        """Pull the plug, for good. May be called twice."""
        self._waker.wake()
        self._thread.join()
        for descriptor in (self._master, self._slave):
            if descriptor >= 0:
                os.close(descriptor)
        self._master = self._slave = -1

    def _look(self) -> None:
        if self._looking and self._held is not None:
            self.send(self._held.encode() + _ENDS[self._profile.end])
            self._held = None
            self._looking = not self._profile.trigger_seconds

    def _listen(self) -> None:
        heard = b""
        while True:
            ready, _, _ = select.select([self._master, self._waker.fileno()], [], [])
            if self._waker.fileno() in ready:
                self._waker.close()
                return
            heard += os.read(self._master, 1024)
            while found := self._commands.search(heard):
                heard = heard[found.end() :]
                self._obey(str(found.lastgroup))
            heard = heard[-64:]

    def _obey(self, command: str) -> None:
        with self._lock:
            if self._profile.answers:
                self.send(raw(self._profile.answers[0]))
            if self._profile.trigger_seconds and command.startswith("trigger"):
                self._looking = command == "trigger_on"
                self._look()
        self.told.put(command)


def _pattern(profile: ScannerProfile) -> re.Pattern[bytes]:
    """Any command of the profile, the longest first: one may begin as another."""
    known = [(name, raw(getattr(profile, name))) for name in _COMMANDS]
    longest_first = sorted(known, key=lambda pair: -len(pair[1]))
    choices = [
        b"(?P<%b>%b)" % (name.encode(), re.escape(data)) for name, data in longest_first if data
    ]
    return re.compile(b"|".join(choices) or rb"(?!)", re.DOTALL)


def main(argv: Sequence[str] | None = None) -> int:
    """Send each line of standard input until it ends. 1 when the profile is none."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--profile", default="generic", help="how it talks (%(default)s)")
    parser.add_argument("--link", type=Path, help="a name for its port that stays the same")
    options = parser.parse_args(argv)
    try:
        scanner = SimulatedSerialScanner(profile_named(options.profile))
    except ScannerError as error:
        print(error, file=sys.stderr)
        return 1
    try:
        _serve(scanner, options.link)
    except OSError as error:
        print(f"The simulated scanner can't go on: {error}", file=sys.stderr)
        return 1
    finally:
        scanner.unplug()
    return 0


def _serve(scanner: SimulatedSerialScanner, link: Path | None) -> None:
    if link is not None:
        link.unlink(missing_ok=True)
        link.symlink_to(scanner.path)
    print(link or scanner.path, flush=True)
    try:
        for line in sys.stdin:
            if text := line.strip():
                scanner.hold(text)
    finally:
        if link is not None:
            link.unlink(missing_ok=True)


if __name__ == "__main__":
    sys.exit(main())
