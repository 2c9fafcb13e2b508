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
        return TvState.OFFLINE if said is None else power_in(said)

    def switch(self, *, on: bool) -> None:
        if not on:
            self._say("--standby")
            return
        place = place_in(self._say("--image-view-on") or "")
        if place:
            # A set may wake to the programme it showed last.
            self._say("--active-source", f"phys-addr={place}")

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


def power_in(said: str) -> TvState:
    """How the set is, by what the program wrote."""
    found = _POWER.search(said)
    return _STATES.get(found[1], TvState.UNKNOWN) if found else TvState.UNKNOWN


def place_in(said: str) -> str:
    """Which input of the set our cable is in, such as ``1.0.0.0``; empty where none is told."""
    found = _OUR_PLACE.search(said)
    return "" if found is None or found[1] == _NOT_CONNECTED else found[1]


def _first_line(complaint: str) -> str:
    return next(iter(complaint.strip().splitlines()), "it gives no reason")
