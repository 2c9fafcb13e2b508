"""A speaker that hands each sound to a player program of the system."""

import logging
import os
import shutil
import subprocess
import threading
from typing import BinaryIO

from vuoro.hardware.sound.speaker import Hush, NoPlayer, PlayerFailed, PlayerStuck
from vuoro.hardware.sound.wav import seconds

log = logging.getLogger(__name__)

Command = tuple[str, ...]

_KNOWN: tuple[Command, ...] = (
    ("pw-play", "/dev/stdin"),
    ("paplay", "/dev/stdin"),
    ("aplay", "--quiet", "/dev/stdin"),
)
"""PipeWire, PulseAudio, bare ALSA: a sound server holds the card where one runs."""
_GRACE_SECONDS = 3.0
"""Longer than the sound that a player may take: a Bluetooth or HDMI sink wakes up slowly."""


def installed_players(output: str = "") -> tuple[Command, ...]:
    """The players of this computer, best first, for one sound device or the computer's own choice.

    One of ALSA has a colon or begins with "hw"; any other name is a sink of the sound server.
    None of them plays elsewhere when the device is not there.
    """
    return tuple(command for command in _players(output) if shutil.which(command[0]))


def _players(output: str) -> tuple[Command, ...]:
    if not output:
        return _KNOWN
    if ":" in output or output.startswith(("hw", "plughw")):
        return (("aplay", "--quiet", "--device", output, "/dev/stdin"),)
    stay = '{ "node.dont-fallback": true, "node.dont-move": true }'
    return (
        ("pw-play", "--target", output, "--properties", stay, "/dev/stdin"),
        ("paplay", "--device", output, "/dev/stdin"),
    )


class ProgramSpeaker:
    """Plays through the first player that works, and goes on with that one.

    Raises NoPlayer when there is none to choose from.
    """

    def __init__(self, players: tuple[Command, ...], grace: float = _GRACE_SECONDS) -> None:
        if not players:
            raise NoPlayer("none of pw-play, paplay and aplay is installed")
        self._players = players
        self._grace = grace
        self._hush = Hush()
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def playing(self) -> bool:
        """Whether a player runs now."""
        return self._process is not None

    def play(self, wav: bytes) -> None:
        limit, began = seconds(wav) + self._grace, self._hush.begin()
        for player in self._players:
            if self._played(player, wav, limit, began):
                self._players = (player, *(other for other in self._players if other != player))
                return
        raise PlayerFailed("no player could play the sound")

    def stop(self) -> None:
        with self._lock:
            self._hush.stop()
            self._kill()

    def close(self) -> None:
        with self._lock:
            self._hush.close()
            self._kill()

    def _kill(self) -> None:
        if self._process is not None:
            self._process.kill()

    def _played(self, player: Command, wav: bytes, limit: float, began: int) -> bool:
        """Whether this player played it, or was stopped."""
        process = self._begin(player, wav, began)
        if process is None:
            return self._hush.over(began)
        try:
            _, complaint = process.communicate(timeout=limit)
        except subprocess.TimeoutExpired as late:
            process.kill()
            process.communicate()
            raise PlayerStuck(f"{player[0]} did not end within {limit:.1f} s") from late
        finally:
            self._process = None
        if process.returncode == 0 or self._hush.over(began):
            return True
        log.warning("%s can't play: %s", player[0], _last_line(complaint))
        return False

    def _begin(self, player: Command, wav: bytes, began: int) -> subprocess.Popen[bytes] | None:
        """The running player; None when the sound is stopped or the program has gone."""
        with self._lock, _in_memory(wav) as sound:
            if self._hush.over(began):
                return None
            try:
                self._process = subprocess.Popen(
                    player, stdin=sound, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
                )
            except OSError as error:
                log.warning("%s can't be started: %s", player[0], error.strerror)
                return None
            return self._process


def _in_memory(wav: bytes) -> BinaryIO:
    """A file that is no pipe: two of the players seek in it. Nothing is written to a disk."""
    file = os.fdopen(os.memfd_create("sound"), "w+b")
    file.write(wav)
    file.flush()
    return file


def _last_line(complaint: bytes) -> str:
    lines = complaint.decode("utf-8", "replace").strip().splitlines()
    return lines[-1] if lines else "it gives no reason"
