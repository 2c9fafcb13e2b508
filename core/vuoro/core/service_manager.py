"""What a program tells systemd: that it is ready, that it is alive, how it is.

sd_notify(3), sd_watchdog_enabled(3). Without systemd every word goes nowhere.
"""

import os
import socket
from collections.abc import Mapping

_MICRO = 1e-6
_OFTENER = 3
"""Signs of life within the time that systemd waits for one, so that a late one kills nobody."""


class ServiceManager:
    """The manager of this process, as its environment names it. May be used by any thread."""

    def __init__(self, environment: Mapping[str, str] = os.environ, pid: int | None = None) -> None:
        address = environment.get("NOTIFY_SOCKET", "")
        self._address = f"\0{address[1:]}" if address.startswith("@") else address
        self._period = _period(environment, os.getpid() if pid is None else pid)

    @property
    def period(self) -> float | None:
        """Seconds between signs of life; None where nobody waits for them."""
        return self._period if self._address else None

    def ready(self) -> None:
        """The program does what it is for."""
        self._tell("READY=1")

    def alive(self) -> None:
        """It still does."""
        self._tell("WATCHDOG=1")

    def broken(self) -> None:
        """It will not come right by itself: it is started anew at once."""
        self._tell("WATCHDOG=trigger")

    def status(self, text: str) -> None:
        """How it is, in a few words for ``systemctl status``. Nothing personal."""
        self._tell(f"STATUS={text.splitlines()[0] if text else ''}")

    def stopping(self) -> None:
        """It is about to end."""
        self._tell("STOPPING=1")

    def _tell(self, words: str) -> None:
        if not self._address:
            return
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as line:
            try:
                line.sendto(words.encode(), self._address)
            except OSError:
                # A manager that is being restarted hears the next sign.
                return


def _period(environment: Mapping[str, str], pid: int) -> float | None:
    """A watchdog meant for another process, such as our parent, is none of our business."""
    if environment.get("WATCHDOG_PID", str(pid)) != str(pid):
        return None
    limit = environment.get("WATCHDOG_USEC", "")
    return int(limit) * _MICRO / _OFTENER if limit.isdecimal() and int(limit) else None


NOBODY = ServiceManager({})
"""For a program that nobody manages."""
