"""A television on its HDMI cable (CEC), by the program ``cec-ctl`` of v4l-utils.

Its kernel interface is the one that is cared for (appliance.md §5); a program of its own, given so
many seconds, because an adapter can hang in the kernel and must never take the board along.
"""

import logging
import re
import subprocess
import threading
from pathlib import Path

from vuoro.hardware.tv.tv import TvState

log = logging.getLogger(__name__)

CEC_CTL = ("cec-ctl",)
TIMEOUT_SECONDS = 10.0
"""A transmission takes at most five tries of half a second, and an answer one second (CEC §7)."""
_STATES = {
    "on": TvState.ON,
    "to-on": TvState.ON,
    "standby": TvState.STANDBY,
    "to-standby": TvState.STANDBY,
}
_POWER = re.compile(r"pwr-state: (\S+)")
_OUR_PLACE = re.compile(r"Physical Address\s*: ([0-9a-f](?:\.[0-9a-f]){3})")
_NOT_CONNECTED = "f.f.f.f"


class CecTv:
    """The set at the other end of one CEC adapter, ``/dev/cec0`` for HDMI 1."""

    def __init__(
        self,
        device: Path,
        program: tuple[str, ...] = CEC_CTL,
        timeout: float = TIMEOUT_SECONDS,
    ) -> None:
        self._command = (*program, "--device", str(device), "--playback", "--to", "0")
        self._timeout = timeout
        self._trouble = ""
        self._lock = threading.Lock()
        self._closed = False
        self._process: subprocess.Popen[str] | None = None

    def look(self) -> TvState:
        said = self._say("--give-device-power-status")
        if said is None:
            return TvState.OFFLINE
        found = _POWER.search(said)
        return _STATES.get(found[1], TvState.UNKNOWN) if found else TvState.UNKNOWN

    def switch(self, *, on: bool) -> None:
        if not on:
            self._say("--standby")
            return
        said = self._say("--image-view-on")
        place = _OUR_PLACE.search(said or "")
        if place is not None and place[1] != _NOT_CONNECTED:
            # A set may wake to the programme it showed last.
            self._say("--active-source", f"phys-addr={place[1]}")

    def close(self) -> None:
        with self._lock:
            self._closed = True
            if self._process is not None:
                self._process.kill()

    def _say(self, *message: str) -> str | None:
        """What the program told; None where it could not do its work."""
        process = self._begin(message)
        if process is None:
            return None
        try:
            said, complaint = process.communicate(timeout=self._timeout)
        except subprocess.TimeoutExpired:
            process.kill()
            process.communicate()
            self._failed(f"no end within {self._timeout:g} s")
            return None
        finally:
            with self._lock:
                self._process = None
        if process.returncode != 0:
            if not self._closed:
                self._failed(_first_line(complaint))
            return None
        self._trouble = ""
        return said

    def _begin(self, message: tuple[str, ...]) -> subprocess.Popen[str] | None:
        with self._lock:
            if self._closed:
                return None
            try:
                self._process = subprocess.Popen(
                    (*self._command, *message),
                    stdin=subprocess.DEVNULL,
                    stdout=subprocess.PIPE,
                    stderr=subprocess.PIPE,
                    text=True,
                    errors="replace",
                )
            except OSError as error:
                self._failed(f"{self._command[0]}: {error.strerror}")
                return None
            return self._process

    def _failed(self, why: str) -> None:
        """Told once: it is asked every few minutes, for months."""
        if why != self._trouble:
            log.warning("the television can't be reached: %s", why)
        self._trouble = why


def _first_line(complaint: str) -> str:
    return next(iter(complaint.strip().splitlines()), "it gives no reason")
